"""A document for programs: one JSON object in UTF-8, whose fields docs/exports.md lists."""

from __future__ import annotations

import json

from newsassistant.writers.document import Document

FORMAT = "newsassistant-export"
VERSION = 1
"""Of the fields; raised where one changes its meaning or goes."""


def write(document: Document) -> bytes:
    """The file; any thread."""
    record = {"format": FORMAT, "version": VERSION, **document.record}
    if document.mark is not None:
        record["AIGC"] = dict(document.mark)
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    return text.encode("utf-8", "replace")
