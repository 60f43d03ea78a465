"""The numbers, dates and names of an article with their sentences, for a sheet of facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from newsassistant.evidence.index import Index
from newsassistant.evidence.marks import MarkKind
from newsassistant.evidence.names_en import names_in
from newsassistant.evidence.names_zh import listed_names
from newsassistant.evidence.reading.dates import wholes
from newsassistant.evidence.reading.quantities import Quantity
from newsassistant.evidence.reading.spans import Span, sentence_at

_SIGN = re.compile(r"(?:(?:US|A|C|NZ|HK)?[$£€¥￥]|第)[ ]?\Z")
_LETTERS = re.compile(r"[A-Za-z]+")
_UNIT = re.compile(r"[ -]?[a-z]+(?:-olds?)?")
_JOINED = re.compile(r",? ?(?:of |at )?|年|月|日|号|年 ?|月 ?|日 ?")
_DATE_END = re.compile(r"[年月日号时分]")
_POSSESSIVE = re.compile(r"['’]s?\Z")
_COUNTER = re.compile(
    r"(?:多|余|几)?(?:万|亿)?(?:美元|欧元|英镑|日元|港元|元|人次|平方公里|平方米|立方米|公里|公顷"
    r"|千米|厘米|毫米|米|吨|公斤|千克|克|小时|分钟|秒|个月|个百分点|天|年|周|岁|个|名|人|位|户|家|次"
    r"|起|场|枚|种|处|座|条|项|件|辆|架|艘|台|亩|张|部|届|号|层|倍|票|分|万|亿|多|余)?"
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A number, date or name as it stands at `place`, and the sentence that has it."""

    kind: MarkKind
    text: str
    place: Span
    sentence: Span


def facts(index: Index) -> list[Fact]:
    """All of an article in order, a name where it stands first only; linear, any thread.

    A number has its currency and its unit with it, where they stand beside it.
    """
    spans = index.sentences.spans
    if not spans:
        return []
    found = [
        Fact(
            kind, index.text[place.start : place.end], place, spans[sentence_at(spans, place.start)]
        )
        for kind, place in _places(index)
    ]
    return sorted(found, key=lambda fact: (fact.place.start, fact.place.end))


def _places(index: Index) -> Iterator[tuple[MarkKind, Span]]:
    for each in index.quantities:
        if each.number.stated and (place := _whole(index, each)) is not None:
            yield MarkKind.NUMBER, place
    dates = list(_dates(index))
    for place in dates:
        yield MarkKind.DATE, place
    dated = {at for place in dates for at in range(place.start, place.end)}
    seen: set[str] = set()
    names = listed_names(index.text) if index.language == "zh" else names_in(index.text)
    for place in names:
        name = index.text[place.start : place.end]
        tail = _POSSESSIVE.search(name)
        if tail is not None:
            name = name[: tail.start()]
        if len(name) > 1 and name not in seen and place.start not in dated:
            seen.add(name)
            yield MarkKind.NAME, Span(place.start, place.start + len(name))


def _whole(index: Index, quantity: Quantity) -> Span | None:
    """A number with what it counts; None for the figure of a name such as 18F."""
    text, start, end = index.text, quantity.number.start, quantity.number.end
    glued = _LETTERS.match(text, end)
    if glued is not None and text[end - 1].isascii():
        if not quantity.units:
            return None
        end = glued.end()
    sign = _SIGN.search(text[max(0, start - 4) : start])
    if sign is not None:
        start -= len(sign[0])
    if index.language == "zh":
        counter = _COUNTER.match(text, end)
        return Span(start, counter.end() if counter is not None else end)
    unit = _UNIT.match(text, end)
    if unit is not None and quantity.units and sign is None and glued is None:
        end = unit.end() if text[end - 1] != "%" else end
    return Span(start, end)


def _dates(index: Index) -> Iterator[Span]:
    """The dates, their parts together: "8 December, 2004" is one."""
    start = end = -1
    for said in _in_order(index):
        if end >= 0 and said.start <= end + 5 and _is_one(index.text, end, said.start):
            end = max(end, said.end)
            continue
        if end >= 0:
            yield Span(start, _date_end(index.text, end))
        start, end = said.start, said.end
    if end >= 0:
        yield Span(start, _date_end(index.text, end))


def _in_order(index: Index) -> Iterable[Span]:
    found = wholes(index.text, index.said)
    return [Span(whole[0].start, max(said.end for said in whole)) for whole in found]


def _is_one(text: str, end: int, start: int) -> bool:
    return start <= end or _JOINED.fullmatch(text, end, start) is not None


def _date_end(text: str, end: int) -> int:
    if text[end - 1 : end] == ".":  # it ends the sentence, or an abbreviation
        return end - 1
    return end + 1 if text[end - 1 : end].isdigit() and _DATE_END.match(text, end) else end
