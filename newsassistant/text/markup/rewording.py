"""Other words in the place of some that a reader sees, in the Markdown that they are made from.

What is replaced is looked for without the signs of Markdown, and what comes out is read again: it
says what was wanted and nothing else has changed, or there is no result. Knows nothing of quotes.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

from newsassistant.text.articles.hidden import visible
from newsassistant.text.markup.blocks import (
    Blocks,
    Code,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Table,
    words_of,
)
from newsassistant.text.markup.markdown import parse

MOST_PLACES = 20
"""Places of the same letters that are looked at."""
MOST_ATTEMPTS = 60
MOST_RUNS = 3
"""Runs of signs among the words that go for which a new place is sought."""

_SIGNS = frozenset("\\*_`~[]<>#|")  # that Markdown may take away
_PIECE = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<other>.)",
    re.DOTALL,
)
_TOKEN = re.compile(r"[^\W_\u3400-\u9fff]+|\s+|.", re.DOTALL)
_ESCAPED = re.compile(r"([\\*_`~\[\]<>#|&])")


@dataclass(frozen=True, slots=True)
class _Letters:
    """What is left of a text without spaces and signs; each knows the piece that it comes from."""

    text: str
    spans: Sequence[tuple[int, int]]


def shown_lines(markdown: str) -> str:
    """What a reader sees of a Markdown text: a line for each paragraph, cell and item; linear."""
    return "\n".join(filter(None, map(_spaced, _words(parse(markdown)))))


def shown(markdown: str) -> str:
    """The same with one space between all words."""
    return shown_lines(markdown).replace("\n", " ")


def reworded(markdown: str, old: str, new: str, occurrence: int = 0) -> str | None:
    """`markdown` with `new` where a reader sees `old` for the how manieth time, from 0.

    Both as they are read; only the words that differ are touched. None where `old` is not there or
    the signs around it leave no way. Any thread; milliseconds for an answer.
    """
    before, old, new = shown(markdown), _spaced(visible(old)), _spaced(visible(new))
    at = _nth(before, old, occurrence)
    if at is None:
        return None
    wanted = before[:at] + new + before[at + len(old) :]
    if wanted == before:
        return markdown
    gone, put = _differing(old, new)
    attempts = (
        markdown[:start] + text + markdown[end:]
        for start, end in _places(_letters(markdown), old, gone, occurrence)
        for text in _attempts(markdown[start:end], put)
    )
    tried = islice(attempts, MOST_ATTEMPTS)
    return next((changed for changed in tried if shown(changed) == wanted), None)


def _nth(text: str, piece: str, occurrence: int) -> int | None:
    at = -1
    for _ in range(occurrence + 1):
        at = text.find(piece, at + 1)
        if at < 0 or not piece:
            return None
    return at


# --- what is seen --------------------------------------------------------------------------------


def _words(blocks: Blocks) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph | Heading):
            yield words_of(block.spans)
        elif isinstance(block, Code):
            yield block.text
        elif isinstance(block, Quote):
            yield from _words(block.blocks)
        elif isinstance(block, Listing):
            for item in block.items:
                yield from _words(item)
        elif isinstance(block, Table):
            for row in block.rows:
                yield from map(words_of, row)


def _spaced(text: str) -> str:
    return " ".join(text.split())


# --- where it comes from -------------------------------------------------------------------------


def _letters(markdown: str) -> _Letters:
    """Of a text as it is written."""
    found: list[str] = []
    spans: list[tuple[int, int]] = []
    for piece in _PIECE.finditer(markdown):
        if piece["escaped"] or piece["entity"]:
            text = piece["escaped"] or html.unescape(piece["entity"])
        else:
            text = piece[0]
        for letter in _kept(text):
            found.append(letter)
            spans.append(piece.span())
    return _Letters("".join(found), spans)


def _kept(text: str) -> str:
    return "".join(c for c in visible(text) if not c.isspace() and c not in _SIGNS)


def _places(
    letters: _Letters, old: str, gone: tuple[int, int], occurrence: int
) -> Iterator[tuple[int, int]]:
    """Where the characters [gone] of `old` may stand, the likeliest place first."""
    whole = _kept(old)
    first, last = len(_kept(old[: gone[0]])), len(_kept(old[: gone[1]]))
    if last <= first:
        return
    found: list[int] = []
    at = letters.text.find(whole)
    while at >= 0 and len(found) < occurrence + MOST_PLACES:
        found.append(at)
        at = letters.text.find(whole, at + 1)
    for at in sorted(found, key=lambda each: abs(bisect_left(found, each) - occurrence)):
        yield letters.spans[at + first][0], letters.spans[at + last - 1][1]


# --- what comes there ----------------------------------------------------------------------------


def _differing(old: str, new: str) -> tuple[tuple[int, int], str]:
    """The characters of `old` that go, and what comes: whole words, and no spaces at their ends."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    most = min(len(before), len(after))
    head = 0
    while head < most and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < most - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    while head or tail:
        goes, comes = before[head : len(before) - tail], after[head : len(after) - tail]
        if head and not _begins(goes, comes):
            head -= 1
        elif tail and not _begins(goes[::-1], comes[::-1]):
            tail -= 1
        else:
            break
    start = len("".join(before[:head]))
    end = len(old) - len("".join(before[len(before) - tail :]))
    return (start, end), "".join(after[head : len(after) - tail])


def _begins(goes: list[str], comes: list[str]) -> bool:
    """True where both begin with something to be seen, and what goes can be found."""
    seen = _kept("".join(goes))
    return bool(seen and comes) and bool(_kept(goes[0])) and not comes[0].isspace()


def _attempts(goes: str, comes: str) -> Iterator[str]:
    """What may stand in the place of `goes`, whose signs may belong to others outside of it."""
    escaped = _ESCAPED.sub(r"\\\1", comes)
    texts = dict.fromkeys((comes, escaped))
    yield from texts
    runs = re.findall(r"\*+|_+|~+|`+", goes)
    if not 0 < len(runs) <= MOST_RUNS:
        return
    for sides in product(range(3), repeat=len(runs)):
        before = "".join(run for run, side in zip(runs, sides, strict=True) if side == 1)
        behind = "".join(run for run, side in zip(runs, sides, strict=True) if side == 2)
        for text in texts:
            yield f"{before}{text}{behind}"
