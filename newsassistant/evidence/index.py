"""An article, read once, as what answers are checked against."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property

from newsassistant.core.types import Language
from newsassistant.evidence.reading.amounts import vague_amounts
from newsassistant.evidence.reading.codes import codes
from newsassistant.evidence.reading.dates import dates
from newsassistant.evidence.reading.plain import Letters, letters, spelled_out
from newsassistant.evidence.reading.quantities import (
    MOST,
    Amount,
    Quantity,
    loose_readings,
    quantities,
)
from newsassistant.evidence.reading.said import Field, Said
from newsassistant.evidence.reading.scores import scores
from newsassistant.evidence.reading.seats import Seat, seats
from newsassistant.evidence.reading.units import MONTHS, SECONDS
from newsassistant.evidence.sentences import Sentences
from newsassistant.evidence.words.english import (
    Known,
    Word,
    acronyms_of,
    initials_of,
    known_words,
    words_of,
)
from newsassistant.evidence.words.people import named_in
from newsassistant.evidence.words.segment import pieces
from newsassistant.text.numbers.folding import fold
from newsassistant.text.numbers.quantities import Kind, Reading
from newsassistant.text.numbers.scanner import numbers_in

LONGEST = 1_000_000
"""Characters of an article that are read; what follows them is not known."""

_ONE_UNIT = re.compile(
    r"\b(?:an?|one|full|whole|per|each|every) (second|minute|hour|day|week|month|year)s?\b", re.I
)
_KEPT = 12  # quantities of one value with different units
_COUNTED = (Kind.PLAIN, Kind.PERCENT, Kind.POINTS)
_BASES = {
    "second": (SECONDS, 1),
    "minute": (SECONDS, 60),
    "hour": (SECONDS, 3600),
    "day": (SECONDS, 86400),
    "week": (SECONDS, 604800),
    "month": (MONTHS, 1),
    "year": (MONTHS, 12),
}


class Index:
    """All that an article has, by value. Made by `Index.of`; read from any thread.

    `counted`: False where it has more numbers than are read; none is then said to be missing.
    """

    def __init__(self, text: str, language: Language) -> None:
        self.text = text[:LONGEST]
        self.language = language
        folded = fold(self.text)
        self.said = dates(folded)
        self.codes = frozenset(code.key for code in codes(self.text))
        numbers = numbers_in(self.text, MOST)
        self.counted = len(numbers) < MOST
        self.quantities = quantities(self.text, self.said, codes(self.text), numbers)
        self.units = frozenset(unit for each in self.quantities for unit in each.units)
        self.known: dict[Reading, list[Quantity]] = {}
        self.amounts: dict[Amount, Quantity] = {}
        for quantity in self.quantities:
            for reading in quantity.number.all_readings():
                same = self.known.setdefault(reading, [])
                if len(same) < _KEPT and all(each.units != quantity.units for each in same):
                    same.append(quantity)
            for amount in quantity.amounts():
                self.amounts.setdefault(amount, quantity)
        for reading in loose_readings(self.text):
            self.known.setdefault(reading, [])
        self.single = frozenset(
            (measure, Fraction(base))
            for measure, base in (_BASES[m[1].lower()] for m in _ONE_UNIT.finditer(self.text))
        )
        vague = list(vague_amounts(self.text))
        self.vague = frozenset(amount.low for amount in vague)
        self.reached = frozenset(amount.low for amount in vague if amount.reached)
        self._sorted = {kind: self._values(kind) for kind in _COUNTED}
        self.fields = self._fields()
        self.scores = frozenset(score.pair for score in scores(self.text, self.said))
        self.letters: Letters = letters(self.text)

    @classmethod
    def of(cls, text: str, language: Language) -> Index:
        """Read an article of at most a million characters; linear time, any thread."""
        return cls(text, language)

    @cached_property
    def sentences(self) -> Sentences:
        """Its sentences with the words that answers are linked by."""
        return Sentences.of(self.text, self.quantities, self.said)

    @cached_property
    def words(self) -> Known:
        """The words of an English article."""
        return known_words(self.text, self._words)

    @cached_property
    def initials(self) -> frozenset[str]:
        """The initials of its names."""
        return initials_of(self.text, self._words)

    @cached_property
    def seats(self) -> dict[str, list[Seat]]:
        """The parties and states that it gives politicians, by their surnames."""
        found: dict[str, list[Seat]] = {}
        for seat in seats(self.text):
            found.setdefault(seat.person, []).append(seat)
        return found

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """Its words in capitals."""
        return acronyms_of(self._words)

    @cached_property
    def _words(self) -> list[Word]:
        return words_of(self.text)

    @cached_property
    def persons(self) -> frozenset[str]:
        """The persons of a Chinese article whose names have three characters."""
        return named_in(self.text, list(pieces(self.text)))

    @cached_property
    def spelled_out(self) -> Letters:
        """The letters of the article with its contractions written in full."""
        return letters(spelled_out(self.text))

    def _values(self, kind: Kind) -> list[tuple[Fraction, int]]:
        return sorted(
            (reading.value, number)
            for number, quantity in enumerate(self.quantities)
            for reading in quantity.number.all_readings()
            if reading.kind is kind
        )

    def between(self, low: Fraction, high: Fraction, kind: Kind) -> Iterator[Quantity]:
        """Quantities with a value of `kind` from `low` to `high`, at most fifty."""
        values = self._sorted.get(kind, [])
        at = bisect_left(values, (low, -1))
        for value, number in values[at : at + 50]:
            if value > high:
                return
            yield self.quantities[number]

    def _fields(self) -> dict[Field, dict[int, Said]]:
        fields: dict[Field, dict[int, Said]] = {field: {} for field in Field}
        for said in self.said:
            fields[said.field].setdefault(said.value, said)
        return fields
