"""What a person changed of an answer: counted in sentences, and told in its words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from newsassistant.evidence.reading.quotations import Quotation, quotations
from newsassistant.text.articles.sentences import sentences
from newsassistant.text.markup.rewording import shown_lines

MOST_WORDS = 3000
"""Words that are compared one by one; a text with more in the middle has one change."""

_TOKEN = re.compile(r"[^\W_\u3400-\u9fff]+|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Changes:
    """`changed` of the `total` sentences of before are not there any more; `added` are new."""

    changed: int
    total: int
    added: int


@dataclass(frozen=True, slots=True)
class Edit:
    """Words as they were read before and after; of a direct quote all of it, with its marks."""

    old: str
    new: str
    is_quote: bool = False

    def told(self) -> str:
        """ "“old” → “new”"."""
        return " → ".join(text if self.is_quote else f"“{text}”" for text in (self.old, self.new))


def changes(before: str, after: str) -> Changes | None:
    """What became of the sentences; None where the text is the same but for spaces at its end.

    Sentences that only moved count as unchanged. Linear time; any thread.
    """
    if before.rstrip() == after.rstrip():
        return None
    old, new = Counter(sentences(before)), Counter(sentences(after))
    return Changes((old - new).total(), old.total(), (new - old).total())


# --- in words ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Hunk:
    """The characters [start:end] of before stand in the place of [begin:stop] of after."""

    start: int
    end: int
    begin: int
    stop: int


def edits(before: str, after: str) -> tuple[Edit, ...]:
    """What was changed of a text in Markdown, in order; milliseconds for an answer, any thread."""
    old, new = map(shown_lines, _paragraphs(before, after))
    quotes = quotations(new)

    def place(hunk: _Hunk) -> int:
        return next((n for n, q in enumerate(quotes) if _holds(q, hunk)), -1 - hunk.begin)

    groups = (list(group) for _, group in groupby(_hunks(old, new), key=place))
    return tuple(_edit(old, new, group, quotes) for group in groups)


def _paragraphs(before: str, after: str) -> tuple[str, str]:
    """Without the paragraphs at both ends that are the same: to read them takes most of the time.

    These begin and end at empty lines, within which no quote goes on.
    """
    old, new = before.split("\n"), after.split("\n")
    head = _same(old, new)
    while head and old[head - 1].strip():
        head -= 1
    old, new = old[head:], new[head:]
    tail = _same(old[::-1], new[::-1])
    while tail and old[len(old) - tail].strip():
        tail -= 1
    return "\n".join(old[: len(old) - tail]), "\n".join(new[: len(new) - tail])


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """How many items two rows begin with that are the same."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _holds(quote: Quotation, hunk: _Hunk) -> bool:
    return quote.start < hunk.begin and hunk.stop < quote.end


def _edit(old: str, new: str, hunks: Sequence[_Hunk], quotes: Sequence[Quotation]) -> Edit:
    first, last = hunks[0], hunks[-1]
    for quote in quotes:
        if _holds(quote, first):  # what stands around the hunks is the same in both
            start = first.start - (first.begin - quote.start)
            end = last.end + (quote.end - last.stop)
            return Edit(old[start:end], new[quote.start : quote.end], is_quote=True)
    return Edit(old[first.start : last.end].strip(), new[first.begin : last.stop].strip())


def _hunks(old: str, new: str) -> Iterator[_Hunk]:
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    head = _same(before, after)
    tail = _same(before[head:][::-1], after[head:][::-1])
    at = begin = sum(map(len, before[:head]))
    goes, comes = before[head : len(before) - tail], after[head : len(after) - tail]
    if len(goes) + len(comes) > MOST_WORDS:
        yield _Hunk(at, at + sum(map(len, goes)), begin, begin + sum(map(len, comes)))
        return
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, goes, comes, autojunk=False).get_opcodes():
        gone, put = sum(map(len, goes[i1:i2])), sum(map(len, comes[j1:j2]))
        if kind != "equal":
            yield _Hunk(at, at + gone, begin, begin + put)
        at, begin = at + gone, begin + put
