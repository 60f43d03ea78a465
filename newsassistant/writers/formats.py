"""The formats that a document can be written in."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from newsassistant.writers import docx, json_file, markdown, plain_text, webpage
from newsassistant.writers.document import Document


@dataclass(frozen=True, slots=True)
class Format:
    """One of them; its `id` is the ending of its files, without the dot."""

    id: str
    write: Callable[[Document], bytes]


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        each.id: each
        for each in (
            Format("docx", docx.write),
            Format("md", markdown.write),
            Format("html", webpage.write),
            Format("txt", partial(plain_text.write, windows=sys.platform == "win32")),
            Format("json", json_file.write),
        )
    }
)
"""In the order in which they are offered."""
