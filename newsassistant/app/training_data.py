"""The columns of a file with training data, and which of them hold articles and summaries.

Knows nothing of training: it looks at the beginning of the file; `tune --check` reads all of it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PEEK_BYTES = 1 << 20
_ARTICLES = ("content", "article", "document", "text", "body", "source", "input", "原文", "正文")
_SUMMARIES = ("summary", "highlights", "title", "headline", "target", "output", "response", "摘要")


@dataclass(frozen=True, slots=True)
class Columns:
    """All names, and the guessed two; "" where nothing fits. No names: no JSON rows."""

    names: tuple[str, ...] = ()
    article: str = ""
    summary: str = ""


def read_columns(path: Path) -> Columns:
    """The columns of the first row; any thread. Raises OSError."""
    with path.open("rb") as file:
        start = file.read(PEEK_BYTES)
    text = start.decode("utf-8-sig", "replace")
    names = _names(text)
    article = _pick(names, _ARTICLES, "")
    return Columns(names, article, _pick(names, _SUMMARIES, article))


def _pick(names: Sequence[str], known: Sequence[str], taken: str) -> str:
    """The first known name, whatever its case."""
    free = {name.lower(): name for name in names if name != taken}
    return next((free[name] for name in known if name in free), "")


def _names(text: str) -> tuple[str, ...]:
    """Of the first object, which may stand in a list."""
    begin = text.find("{")
    if begin < 0 or text[:begin].strip() not in ("", "["):
        return ()
    try:
        row, _ = json.JSONDecoder().raw_decode(text, begin)
    except (ValueError, RecursionError):
        return ()
    return tuple(row)
