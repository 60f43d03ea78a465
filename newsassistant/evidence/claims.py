"""Whether the article has what an answer counts without a plain number.

Vague amounts (dozens, 数百), codes (M1), results (2-1), factors (doubled), numbers within names
("World War Two"), quarters of a year, and the seats of politicians (D-Wash.).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from newsassistant.evidence.index import Index
from newsassistant.evidence.marks import Compared, Mark, MarkKind, Strength, Why
from newsassistant.evidence.reading.amounts import Vague, vague_amounts
from newsassistant.evidence.reading.codes import Code
from newsassistant.evidence.reading.plain import folded, letters
from newsassistant.evidence.reading.scores import Score
from newsassistant.evidence.reading.seats import Seat, spellings
from newsassistant.evidence.reading.spans import Span
from newsassistant.text.numbers.quantities import Kind, Reading

_OF_MONEY = re.compile(r" of (pounds|dollars|euros)\b", re.I)
_MEASURES = {"pounds": "pound", "dollars": "dollar", "euros": "euro"}
_FACTOR = re.compile(
    r"\b(doubl(?:es?|ed|ing)|tripl(?:es?|ed|ing)|trebl(?:es?|ed|ing)|quadrupl(?:es?|ed|ing)"
    r"|halv(?:es?|ed|ing))\b(?! (?:fault|murder|act|decker|bed|room|bogey|over|bill|header|check))",
    re.I,
)
_FACTORS = {
    "doub": ("doub", "twice", "twofold", "two times", "100%", "100 per", "second time"),
    "trip": ("tripl", "trebl", "threefold", "three times", "hattrick", "hat-trick", "thrice"),
    "treb": ("tripl", "trebl", "threefold", "three times", "hattrick", "hat-trick"),
    "quad": ("quadrupl", "fourfold", "four times"),
    "halv": ("halv", "half", "50%", "50 per"),
}
_NUMBER_WORDS = {
    "one": ("1", "i", "first"),
    "two": ("2", "ii", "second"),
    "three": ("3", "iii", "third"),
    "four": ("4", "iv", "fourth"),
    "five": ("5", "v", "fifth"),
}
_NAMED = re.compile(
    r"\b([A-Za-z]*[Ww]ar|League|Division|Category|Phase|Formula|Group|Type|Zone)"
    r" (One|Two|Three|Four|Five|I{1,3}|[a-z]{3,5}|[1-5])\b"
)
_TOLD = 6
_SHORT_NAMES = {"war": "ww"}
_QUARTER = re.compile(
    r"\b(first|second|third|fourth|fifth|1st|2nd|3rd|4th)[ -]quarter\b(?![ -]?final)", re.I
)
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}


def amounts(text: str, index: Index) -> Iterator[Compared]:
    """Each "dozens" or 数百 of an answer; marked where nothing like it is in the article."""
    for amount in vague_amounts(text):
        has = _has_amount(text, amount, index)
        yield _compared(text, amount.start, amount.end, None if has else Why.AMOUNT_ABSENT)


def _has_amount(text: str, amount: Vague, index: Index) -> bool:
    money = _OF_MONEY.match(text, amount.end)
    measure = _MEASURES[money[1].lower()] if money else ""
    if amount.low in index.vague and (not money or _has_phrase(text, amount, money, index)):
        return True
    return _has_any(amount, measure, index)


def _has_phrase(text: str, amount: Vague, money: re.Match[str], index: Index) -> bool:
    """True if the article has "thousands of dollars" in these words."""
    return index.letters.find(letters(text[amount.start : money.end()]).text) >= 0


def _has_any(amount: Vague, measure: str, index: Index) -> bool:
    found = index.between(amount.low, amount.high, Kind.PLAIN)
    return any(not measure or any(u.measure == measure for u in each.units) for each in found)


def codes(text: str, found: Sequence[Code], index: Index) -> Iterator[Compared]:
    """The codes of an answer (M1, COVID-19); marked where the article has not got them."""
    for code in found:
        has = code.key in index.codes or index.letters.find(code.key) >= 0
        yield _compared(text, code.start, code.end, None if has else Why.CODE_ABSENT)


def results(text: str, found: Sequence[Score], index: Index) -> Iterator[Compared]:
    """The scores of an answer; marked where the article has the numbers, but not as one score.

    Results of few goals get no mark: articles tell the goals and not the score.
    """
    for score in found:
        known = all(Reading(Fraction(value)) in index.known for value in score.pair)
        told = score.pair[1] < _TOLD or score.pair in index.scores or not index.scores
        why = Why.SCORE_ABSENT if known and not told else None
        yield _compared(text, score.start, score.end, why, Strength.ELSEWHERE)


def factors(text: str, index: Index) -> Iterator[Compared]:
    """Each "doubled" and its like; marked where the article speaks of no such thing."""
    low = ""
    for match in _FACTOR.finditer(text):
        low = low or index.text.lower()
        has = any(word in low for word in _FACTORS[match[1].lower()[:4]])
        yield _compared(text, *match.span(), None if has else Why.FACTOR_ABSENT)


def numbers_of_names(text: str, index: Index) -> Iterator[Compared]:
    """The numbers that are part of a name: "World War Two" is no count of two."""
    for match in _NAMED.finditer(text):
        word = match[2].lower()
        forms = {"i": "one", "ii": "two", "iii": "three", "1": "one", "2": "two", "3": "three"}
        numbers = _NUMBER_WORDS.get(forms.get(word, word))
        if numbers:
            has = _is_named(match[1].lower(), forms.get(word, word), numbers, index)
            yield _compared(text, *match.span(2), None if has else Why.NUMBER_ABSENT)


def _is_named(noun: str, word: str, numbers: tuple[str, ...], index: Index) -> bool:
    has = index.letters.find
    after = any(has(noun + form) >= 0 for form in (word, *numbers[:2]))
    before = has(numbers[2] + noun) >= 0 or has(numbers[2] + "world" + noun) >= 0
    short = _SHORT_NAMES.get(noun)
    return after or before or (short is not None and any(has(short + n) >= 0 for n in numbers[:2]))


def is_named(text: str, start: int) -> bool:
    """True for a number at `start` that `numbers_of_names` or `quarters` looks at."""
    if _QUARTER.match(text, start):
        return True
    match = _NAMED.search(text, max(0, start - 16), start + 6)
    return match is not None and match.start(2) == start


def quarters(text: str, index: Index) -> Iterator[Compared]:
    """The quarters of a year; marked where the article does not name them."""
    for match in _QUARTER.finditer(text):
        word = match[1].lower()
        number = _QUARTERS.get(word) or int(word[0])
        name = next(each for each, value in _QUARTERS.items() if value == number)
        forms = (name + "quarter", f"q{number}", f"{number}q", word + "quarter")
        months = number == 1 and "first three months" in index.text.lower()
        has = months or any(index.letters.find(form) >= 0 for form in forms)
        yield _compared(text, *match.span(), None if has else Why.NUMBER_ABSENT)


def seats(text: str, found: Sequence[Seat], index: Index) -> Iterator[Compared]:
    """The parties and states of politicians; marked where the article gives that name another one,
    or names no such state."""
    for seat in found:
        mark = _seat_mark(text, seat, index)
        yield Compared.of(MarkKind.NAME, seat.start, seat.end, *([mark] if mark else []))


def _seat_mark(text: str, seat: Seat, index: Index) -> Mark | None:
    words = text[seat.start : seat.end]
    told = index.seats.get(seat.person, []) if seat.person else []
    if told:
        if any(each.key == seat.key for each in told):
            return None
        where = Span(told[0].start, told[0].end)
        found = index.text[where.start : where.end]
        differs = (Strength.ELSEWHERE, words, Why.SEAT_DIFFERS, found, where)
        return Mark(seat.start, seat.end, MarkKind.NAME, *differs)
    if any(each.key == seat.key for same in index.seats.values() for each in same):
        return None
    name, *short = spellings(seat.state)
    if index.letters.find(folded(name)) >= 0 or any(f"{each}." in index.text for each in short):
        return None
    absent = (Strength.ABSENT, words, Why.NAME_ABSENT)
    return Mark(seat.start, seat.end, MarkKind.NAME, *absent)


def _compared(
    text: str, start: int, end: int, why: Why | None, strength: Strength = Strength.ABSENT
) -> Compared:
    """With a mark if there is something to say."""
    kind = MarkKind.NUMBER
    marks = (Mark(start, end, kind, strength, text[start:end], why),) if why else ()
    return Compared.of(kind, start, end, *marks)
