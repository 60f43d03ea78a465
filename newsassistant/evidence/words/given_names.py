"""How much two or three Chinese characters are like a person's name, learnt from the word list.

Each character has odds: how much oftener it stands at its place in a name than anywhere.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from math import log2

from newsassistant.evidence.words.characters import SURNAMES
from newsassistant.evidence.words.word_lists import chinese_words

_RARE = 0.3  # of a name's character that the list never has in that place
_SPREAD = 1000
_LEAST = 20


@dataclass(frozen=True, slots=True)
class _Odds:
    """Logarithms to the base 2 by character, and what a character without any has."""

    known: dict[str, float]
    other: float

    def of(self, char: str) -> float:
        return self.known.get(char, self.other)


def likeness(name: str) -> float:
    """The odds that two or three characters are a surname and a given name; above 6 they are.

    The first call reads the word list. Raises FileNotFoundError without the resources.
    """
    surname, middle, last, single = _odds()
    if len(name) == 2:
        return surname.of(name[0]) + single.of(name[1])
    return surname.of(name[0]) + middle.of(name[1]) + last.of(name[2])


@cache
def _odds() -> tuple[_Odds, _Odds, _Odds, _Odds]:
    """Of surnames, of the second and third of three characters, of the second of two."""
    lexicon = chinese_words()
    anywhere: Counter[str] = Counter()
    for word, weight in lexicon.weights.items():
        for char in word:
            anywhere[char] += 1 << weight
    places: tuple[Counter[str], ...] = (Counter(), Counter(), Counter(), Counter())
    for name, tag in lexicon.tags.items():
        if tag != "r" or name[0] not in SURNAMES or len(name) > 3:
            continue
        places[0][name[0]] += 1
        if len(name) == 3:
            places[1][name[1]] += 1
            places[2][name[2]] += 1
        elif len(name) == 2:
            places[3][name[1]] += 1
    first, second, third, only = (_of_place(place, anywhere) for place in places)
    return first, second, third, only


def _of_place(place: Counter[str], anywhere: Counter[str]) -> _Odds:
    names, total = place.total() + _SPREAD, anywhere.total()

    def odds(char: str) -> float:
        usual = (anywhere[char] + _LEAST) / total
        return log2((place[char] + _RARE) / names) - log2(usual)

    return _Odds({char: odds(char) for char in anywhere}, -4.0)
