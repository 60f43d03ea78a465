"""How many ids are guessed, over made-up costs and texts: no model, no clock."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial

import pytest

from newsassistant.engine.guessing import (
    FEWEST,
    LOSS,
    PAUSE,
    PRIOR_CHANCE,
    REMEMBERED,
    SIZES,
    Chances,
    Guessing,
    PassCosts,
)
from newsassistant.engine.lookup import LONGEST, Repetition

LONG = Repetition(LONGEST, list(range(100, 100 + LONGEST)))
SHORT = Repetition(2, [7, 8, 9])


def learnt(cost: Callable[[int], float], single_s: float = 0.01) -> PassCosts:
    """Costs of a machine on which a pass with some guesses costs that."""
    costs = PassCosts()
    for _ in range(REMEMBERED + 1):
        for guesses in (0, *SIZES):
            elapsed = single_s * (cost(guesses) if guesses else 1)
            costs.learn(1 + guesses, 500, elapsed, elapsed)
    return costs


def rising(slope: float, guesses: int) -> float:
    """A pass with so many guesses where each costs the same."""
    return 1 + slope * guesses


def write(guessing: Guessing, found: Repetition, right: int, most: int = 99) -> int:
    """One pass in which the first `right` guesses prove right; how many were made."""
    tried = guessing.length(found, most)
    guessing.learn(found, [*found.ids[: min(right, tried)], -1 if right <= tried else right])
    return tried


def test_costs_are_those_of_the_machine() -> None:
    costs = learnt(lambda guesses: 1 + 0.07 * guesses)

    assert [costs.of(size) for size in SIZES] == pytest.approx([1 + 0.07 * size for size in SIZES])


def test_costs_never_fall_and_are_never_below_one() -> None:
    source = random.Random(1)
    for _ in range(50):
        costs = learnt(lambda guesses: source.uniform(0.5, 3))
        found = [costs.of(size) for size in SIZES]
        assert found == sorted(found)
        assert found[0] >= 1


def test_a_longer_guess_is_expected_to_go_on_as_a_shorter_one_did() -> None:
    costs = PassCosts()
    for _ in range(REMEMBERED):
        costs.learn(1, 500, 0.01, 0.01)
        costs.learn(3, 500, 0.0104, 0.01)

    assert costs.of(16) == pytest.approx(1.32)


def test_what_says_nothing_of_a_pass_is_left_out() -> None:
    before = [PassCosts().of(size) for size in SIZES]
    costs = PassCosts()
    for _ in range(FEWEST):
        costs.learn(1, 500, 0.01, 0.01)
    costs.learn(2, 500, 9.0, 9.0)  # the first of its length makes kernels
    costs.learn(2, 500, 9.0, 0.01)  # it had ended long before
    costs.learn(2, 2000, 9.0, 9.0)  # no single pass behind so long a text
    costs.learn(6, 500, 9.0, 9.0)  # no length that is ever guessed
    costs.learn(2, 500, 0.0, 0.0)

    assert [costs.of(size) for size in SIZES] == before
    costs.learn(2, 500, 0.02, 0.02)
    assert costs.of(1) > before[0]


def test_passes_of_long_ago_are_no_measure() -> None:
    costs = PassCosts()
    for _ in range(FEWEST):
        costs.learn(1, 500, 0.01, 0.01)
    for _ in range(100):
        costs.learn(2, 500, 0.05, 0.05)
    slow = costs.of(1)
    for _ in range(100):
        costs.learn(2, 500, 0.05, 0.05)

    assert costs.of(1) == slow


def test_chances_follow_the_text() -> None:
    chances = Chances()
    assert [chances.of(length) for length in (1, 2, LONGEST, 99)] == pytest.approx(
        [PRIOR_CHANCE[0], PRIOR_CHANCE[1], PRIOR_CHANCE[-1], PRIOR_CHANCE[-1]]
    )
    for _ in range(60):
        chances.learn(2, right=True)
    assert chances.of(2) > 0.8
    for _ in range(60):
        chances.learn(2, right=False)
    assert chances.of(2) < 0.3
    assert chances.of(1) == pytest.approx(PRIOR_CHANCE[0])


def test_cheap_passes_and_copied_text_make_long_guesses() -> None:
    guessing = Guessing(learnt(lambda guesses: 1 + 0.02 * guesses))

    assert write(guessing, LONG, LONGEST) == 16
    assert write(guessing, SHORT, 3) == 3
    assert guessing.length(LONG, 7) == 6
    assert guessing.length(LONG, 0) == 0
    assert guessing.length(Repetition(0, []), 99) == 0


def test_dearer_passes_make_shorter_guesses() -> None:
    slopes = (0.02, 0.1, 0.4, 0.7, 1.0)
    machines = [learnt(partial(rising, slope)) for slope in slopes]
    lengths = [Guessing(costs).length(LONG, 99) for costs in machines]

    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] == 16
    assert lengths[-1] == 0


def test_unlikely_guesses_are_not_made_where_they_cost() -> None:
    single = Repetition(1, [5, 6])

    assert Guessing(learnt(lambda guesses: 1.01)).length(single, 99) > 0
    assert Guessing(learnt(lambda guesses: 1.3)).length(single, 99) == 0


def test_refusals_turn_it_off_and_copied_text_on_again() -> None:
    guessing = Guessing(learnt(lambda guesses: 1 + 0.2 * guesses))
    made = [write(guessing, SHORT, 0) for _ in range(60)]
    assert made[0] > 0
    assert sum(tried > 0 for tried in made[-PAUSE:]) <= 1
    # Nothing is guessed now, but what is written shows that it would be right.
    found = []
    for _ in range(3 * PAUSE):
        tried = guessing.length(SHORT, 99)
        guessing.learn(SHORT, SHORT.ids[: tried + 1])
        found.append(tried)

    assert not all(found[:PAUSE])
    assert found[-1] > 0


def test_refusals_lose_little() -> None:
    guessing = Guessing(learnt(lambda guesses: 1 + 0.12 * guesses))
    lost = sum(
        guessing.costs.of(tried) - 1 for _ in range(300) if (tried := write(guessing, LONG, 0))
    )

    assert lost < 3 * LOSS
    assert lost > 0


def test_where_nothing_pays_it_tries_again_after_a_while() -> None:
    costs = learnt(lambda guesses: 3.0 + guesses)
    guessing = Guessing(costs)
    made = [write(guessing, LONG, 0) for _ in range(2 * PAUSE)]
    assert made[: PAUSE - 1] == [0] * (PAUSE - 1)
    assert sum(tried > 0 for tried in made) <= 2
    for _ in range(2 * REMEMBERED):  # nothing else runs beside it now
        costs.learn(1, 500, 0.01, 0.01)
        costs.learn(2, 500, 0.0101, 0.01)

    assert Guessing(costs).length(LONG, 99) > 0
