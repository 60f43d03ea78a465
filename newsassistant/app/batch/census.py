"""What a folder holds before a run: its files by kind, and what no run would look at.

Looks at names only; blocks on the disk, so it is called on a thread of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from newsassistant.app.batch.stories import LINES_ENDING, Stories, is_passed_over
from newsassistant.core.types import CancelToken

Kind = Literal["text", "word", "pdf", "web", "mail", "wire", "lines", "other"]
ENDINGS: Mapping[Kind, tuple[str, ...]] = {
    "text": (".txt", ".text", ".md", ".markdown", ".mdown", ".mkd"),
    "word": (".docx", ".odt", ".rtf"),
    "pdf": (".pdf",),
    "web": (".html", ".htm", ".xhtml", ".shtml", ".mhtml", ".mht"),
    "mail": (".eml",),
    "wire": (".xml",),
    "lines": (LINES_ENDING,),
}
_KINDS: Mapping[str, Kind] = {end: kind for kind, ends in ENDINGS.items() for end in ends}


@dataclass(frozen=True, slots=True)
class Census:
    """`ids` are those of the files in the order of a run; `folders` were not looked into."""

    folder: Path
    kinds: Mapping[Kind, int] = field(default_factory=dict)
    ids: tuple[str, ...] = ()
    hidden: int = 0
    folders: int = 0


def census(
    folder: Path,
    *,
    files: Sequence[Path] = (),
    recursive: bool,
    apart: Path | None,
    cancel: CancelToken,
) -> Census:
    """What is in a folder, or what the chosen ones of its `files` are.

    Raises InputError("file-not-found"), CancelledError, OSError where it cannot be read.
    """
    kinds: Counter[Kind] = Counter()
    ids = []
    for found in Stories(
        files or [folder], recursive=recursive, apart=apart, cancel=cancel
    ).files():
        cancel.check()
        kinds[_KINDS.get(found.path.suffix.lower(), "other")] += 1
        if found.path.suffix.lower() != LINES_ENDING:
            ids.append(found.id)
    hidden = folders = 0
    for path in () if files else folder.iterdir():
        cancel.check()
        if is_passed_over(path.name):
            hidden += 1
        elif path.is_dir() and not recursive and path != apart:
            folders += 1
    return Census(folder, dict(kinds), tuple(ids), hidden, folders)
