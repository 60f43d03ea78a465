"""Paragraphs, headings, items and rows of a document -> the text and the headline of an article."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from newsassistant.readers.web.credits import author_in
from newsassistant.text.articles.article import clean
from newsassistant.text.articles.headline import HEADLINE_CHARS, headline_of, is_furniture
from newsassistant.text.articles.layout import ends_sentence
from newsassistant.text.articles.reading import Reading, date_of, document_title, person

LONGEST_TITLE = 300  # characters; what is longer was only styled as one
_NEAR = 12  # blocks at the top in which a headline is looked for
_MOST_FACTS = 4
_BELOW, _LINE = 3, 60  # blocks below the headline in which a byline is looked for, characters
_FACTS = {
    "date": "date|published|release date|datum|日期|时间|時間|发布日期|发布时间|發布日期",
    "source": "source|outlet|publication|publisher|quelle|来源|來源|出处|媒体",
    "author": "author|by|writer|reporter|autor|作者|记者|記者|撰稿",
}
_PROSE = 300  # characters in a cell: a table of such is a layout


class Kind(enum.Enum):
    """What a block is."""

    TITLE = enum.auto()
    HEADING = enum.auto()
    TEXT = enum.auto()
    ITEM = enum.auto()
    ROW = enum.auto()
    FACT = enum.auto()


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph; `level` is a heading's (1 the highest), `strong` set in bold as a whole.

    A fact is no paragraph: `fact` names the field of a `Reading` that `text` belongs into.
    """

    text: str
    kind: Kind = Kind.TEXT
    level: int = 0
    strong: bool = False
    fact: str = ""


def assemble(
    blocks: Iterable[Block],
    *,
    title: str = "",
    author: str = "",
    date: str = "",
    source: str = "",
    language: str = "",
    warnings: Sequence[str] = (),
) -> Reading:
    """The reading of a document; `title` and the others are those of its properties."""
    cleaned = [replace(block, text=clean(block.text)) for block in blocks]
    facts = {block.fact: block.text for block in reversed(cleaned) if block.kind is Kind.FACT}
    kept = [block for block in cleaned if block.text and block.kind is not Kind.FACT]
    found, places = _headline(kept, document_title(title))
    body = [block for place, block in enumerate(kept) if place not in places]
    if not body and kept:  # a headline alone is the text
        found, body = "", kept
    return Reading(
        text=_joined(body),
        title=found,
        author=facts.get("author", "") or _byline(body) or person(author),
        date=facts.get("date", "") or date,
        source=facts.get("source", "") or source,
        language=language,
        warnings=tuple(warnings),
    )


def _byline(body: Sequence[Block]) -> str:
    """Who is named in a line of its own below the headline; it stays in the text, too.

    It goes before the author in the document's properties, who is often whoever typed it.
    """
    lines: list[str] = []
    for block in body[:_BELOW]:
        if len(block.text) > _LINE or block.kind is not Kind.TEXT:
            break
        if not ends_sentence(block.text):
            lines.append(block.text)
    return author_in(lines)


def _joined(blocks: Sequence[Block]) -> str:
    """Items of a list and rows of a table are lines of one paragraph."""
    parts: list[str] = []
    for before, block in zip([None, *blocks], blocks, strict=False):
        if before is not None:
            together = before.kind is block.kind and block.kind in (Kind.ITEM, Kind.ROW)
            parts.append("\n" if together else "\n\n")
        parts.append(block.text)
    return "".join(parts)


def _headline(blocks: Sequence[Block], said: str) -> tuple[str, range]:
    """The headline, and the blocks that it is made of."""
    near = blocks[:_NEAR]
    for wanted in (Kind.TITLE, Kind.HEADING):
        for place, block in enumerate(near):
            if block.kind is wanted and block.level <= 1 and len(block.text) <= LONGEST_TITLE:
                return _run_of(blocks, place)
            if wanted is Kind.HEADING and len(block.text) > HEADLINE_CHARS:
                break  # what follows is the headline of a part
    for place, block in enumerate(near):
        if said and _same(block.text, said):
            return block.text, range(place, place + 1)
    likely = _likely(near)
    if likely is not None:
        return near[likely].text, range(likely, likely + 1)
    return said, range(0)


def _run_of(blocks: Sequence[Block], place: int) -> tuple[str, range]:
    """A headline may be set in several paragraphs of one style."""
    end = place + 1
    first = blocks[place]
    if first.kind is Kind.TITLE:
        while end < len(blocks) and blocks[end].kind is Kind.TITLE and end - place < 4:
            end += 1
    text = " ".join(" ".join(block.text.split()) for block in blocks[place:end])
    return text, range(place, end)


def _likely(near: Sequence[Block]) -> int | None:
    """The first line that reads as a headline, behind labels and dates; a strong one sooner."""
    short: list[int] = []
    for place, block in enumerate(near):
        if block.kind not in (Kind.TEXT, Kind.HEADING) or len(block.text) > HEADLINE_CHARS:
            break
        short.append(place)
    strong = [at for at in short if near[at].strong and not is_furniture(near[at].text)]
    for place in strong:
        if len(strong) < len(short) or len(short) < len(near):
            return place
    for place in short:
        if is_furniture(near[place].text):
            continue
        rest = "\n\n".join(block.text for block in near[place:])
        return place if headline_of(rest) == near[place].text else None
    return None


def _same(text: str, other: str) -> bool:
    return "".join(text.split()).casefold() == "".join(other.split()).casefold()


def table_blocks(rows: Sequence[Sequence[Sequence[Block]]]) -> Iterator[Block]:
    """A table as a line a row; one that only places text, as the text.

    One of nothing but the date, the source and the author of the article is told as facts.
    """
    columns = max((len(row) for row in rows), default=0)
    longest = max(
        (sum(len(block.text) for block in cell) for row in rows for cell in row), default=0
    )
    if columns <= 1 or longest > _PROSE:
        for row in rows:
            for cell in row:
                yield from cell
        return
    told = [
        [" ".join(" ".join(block.text.split()) for block in cell) for cell in row] for row in rows
    ]
    told = [cells for row in told if (cells := [cell for cell in row if cell])]
    facts = _facts(told)
    if facts:
        for name, value in facts.items():
            yield Block(value, Kind.FACT, fact=name)
        return
    for cells in told:
        yield Block(" | ".join(cells), Kind.ROW)


def _facts(rows: list[list[str]]) -> dict[str, str]:
    """The facts in a table of labels and values, side by side or one above the other; or none."""
    pairs = rows
    if len(rows) == 2 and len(rows[0]) == len(rows[1]) > 1:
        across = [list(pair) for pair in zip(*rows, strict=True)]
        pairs = across if all(label in _labels() for label in map(_label, rows[0])) else rows
    if not pairs or len(pairs) > _MOST_FACTS or any(len(pair) != 2 for pair in pairs):
        return {}
    found: dict[str, str] = {}
    for label, value in pairs:
        name = _labels().get(_label(label), "")
        value = date_of(value) if name == "date" else value
        if not name or not value or name in found:
            return {}  # a table of something else, or of what has no field
        found[name] = value
    return found


def _label(text: str) -> str:
    return text.strip(" :：").casefold()


@cache
def _labels() -> dict[str, str]:
    return {label: name for name, labels in _FACTS.items() for label in labels.split("|")}
