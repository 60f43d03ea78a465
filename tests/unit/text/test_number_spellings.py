"""A value in one spelling is found in every other, and no other value is; seeded, both ways."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

from newsassistant.text.numbers.scanner import numbers_in
from tests.unit.text.number_support import missing
from tests.unit.text.number_writers import (
    DOUBTFUL,
    Spelling,
    counts,
    points,
    shares,
    some_count,
    wrong,
)

PAIRS = 2000
CARRIERS = ("They came to {} in all, he said.", "据报道，共有{}件。", "Es waren {} am Ende.")

Writer = Callable[[int], Iterator[Spelling]]


def carried(chance: random.Random, spelling: Spelling) -> str:
    """A sentence with the number."""
    return chance.choice(CARRIERS).format(spelling.text)


def pairs(
    seed: int, number: int, writers: Sequence[Writer]
) -> Iterator[tuple[Spelling, Spelling, str, str]]:
    """One value in two spellings and sentences; `writers` take turns."""
    chance = random.Random(seed)
    for index in range(number):
        write = writers[index % len(writers)]
        value = some_count(chance) if write is counts else chance.randint(1, 999)
        spellings = list(write(value))
        one, other = chance.choice(spellings), chance.choice(spellings)
        yield one, other, carried(chance, one), carried(chance, other)


def errors(seed: int, number: int, write: Writer) -> Iterator[tuple[Spelling, Spelling, str, str]]:
    """Two values, the second as a model might get the first wrong."""
    chance = random.Random(seed)
    for _ in range(number):
        value = some_count(chance) if write is counts else chance.randint(2, 999)
        limit = 10**12 if write is counts else 1000
        one = chance.choice(list(write(value)))
        other = chance.choice(list(write(wrong(chance, value, limit))))
        yield one, other, carried(chance, one), carried(chance, other)


def test_one_value_is_found_in_every_spelling() -> None:
    missed = [
        (one, other)
        for one, other, summary, article in pairs(1, PAIRS, (counts, shares, points))
        if missing(summary, article)
    ]

    assert missed == []


def test_another_count_is_never_taken_for_it() -> None:
    taken = [
        (one, other)
        for one, other, summary, article in errors(2, PAIRS, counts)
        if not missing(summary, article)
    ]

    assert [
        pair for pair in taken if pair[0].sort not in DOUBTFUL and pair[1].sort not in DOUBTFUL
    ] == []
    assert len(taken) < PAIRS / 100


def test_another_share_is_never_taken_for_it() -> None:
    for write in (shares, points):
        for one, other, summary, article in errors(3, PAIRS // 4, write):
            assert missing(summary, article), (one, other)


def test_per_cent_points_and_counts_stay_apart() -> None:
    chance = random.Random(4)
    for _ in range(PAIRS // 4):
        tenths = chance.randint(2, 99) * 10
        kinds = [list(shares(tenths)), list(points(tenths)), list(counts(tenths // 10))]
        mine, other = chance.sample(kinds, 2)
        one, two = chance.choice(mine), chance.choice(other)

        assert missing(carried(chance, one), carried(chance, two)), (one, two)


def test_each_spelling_is_one_number_in_its_place() -> None:
    chance = random.Random(5)
    for _ in range(PAIRS // 4):
        value = some_count(chance)
        for spelling in counts(value):
            sentence = f"Then: {spelling.text}; 件"
            (found,) = numbers_in(sentence)
            start = sentence.index(spelling.text)

            assert value in {reading.value for reading in found.readings}, spelling
            assert found.stated
            assert start <= found.start < found.end <= start + len(spelling.text), spelling
