"""What a check finds in an answer: values that cross floors, all frozen.

Places are characters of the text that was given, end not included.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from newsassistant.evidence.reading.spans import Span

CLEAR = 0.15
"""The share of a sentence, words weighed by their rarity, that a clear source has."""


LONGEST_ANSWER = 50_000
"""Characters of an answer that are checked; what follows them gets no mark."""


class MarkKind(StrEnum):
    """What a mark is about."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    QUOTE = "quote"


class Strength(StrEnum):
    """How far the article is from it.

    `ABSENT`: not in the article. `ELSEWHERE`: there, but with another unit or date, or as another
    thing. `ROUNDED`: the article has a finer number that it is made from, or the
    same words with a contraction; no alarm.
    """

    ABSENT = "absent"
    ELSEWHERE = "elsewhere"
    ROUNDED = "rounded"


class Why(StrEnum):
    """Why a mark was made; `evidence.wording` has the sentence of each, in both languages."""

    NUMBER_ABSENT = "number-absent"
    UNIT_DIFFERS = "unit-differs"
    SIGN_DIFFERS = "sign-differs"
    AMOUNT_ABSENT = "amount-absent"
    CODE_ABSENT = "code-absent"
    SCORE_ABSENT = "score-absent"
    FACTOR_ABSENT = "factor-absent"
    ROUNDED_FROM = "rounded-from"
    DATE_ABSENT = "date-absent"
    DATE_DIFFERS = "date-differs"
    TIME_ABSENT = "time-absent"
    NAME_ABSENT = "name-absent"
    SEAT_DIFFERS = "seat-differs"
    NAME_SPELLED_OUT = "name-spelled-out"
    QUOTE_ABSENT = "quote-absent"
    QUOTE_ALTERED = "quote-altered"
    QUOTE_SPELLED_OUT = "quote-spelled-out"


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of an answer and what is to be said of it.

    `text` is that piece. `found`: what the article has in its place, empty where it has nothing
    like it. `nearest` is where in the article that stands.
    """

    start: int
    end: int
    kind: MarkKind
    strength: Strength
    text: str
    why: Why
    found: str = ""
    nearest: Span | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A number, date, name or quote of an answer that was looked for in the article."""

    start: int
    end: int
    kind: MarkKind


@dataclass(frozen=True, slots=True)
class Compared:
    """A claim as a rule compared it, with its marks: none where the article has it."""

    claim: Claim
    marks: tuple[Mark, ...] = ()

    @classmethod
    def of(cls, kind: MarkKind, start: int, end: int, *marks: Mark) -> Compared:
        """The claim at [start:end], or wider where its marks are."""
        first = min([start, *(mark.start for mark in marks)])
        last = max([end, *(mark.end for mark in marks)])
        return cls(Claim(first, last, kind), marks)


@dataclass(frozen=True, slots=True)
class Checked:
    """`marks` are of some of the `claims`; both by place. What is no claim was not compared."""

    marks: tuple[Mark, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence of the article that a sentence of the answer comes from; `score` is 0 to 1."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Sourced:
    """A sentence of an answer with its likeliest sources, at most two; none if no word is shared.

    The second adds what the first has not got.
    """

    start: int
    end: int
    sources: tuple[Source, ...] = field(default=())

    @property
    def is_clear(self) -> bool:
        """True if the first source has enough of the sentence; else no source is sure.

        That is no error: one in thirty true headlines has none.
        """
        return bool(self.sources) and self.sources[0].score >= CLEAR
