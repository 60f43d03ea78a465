"""What is expected comes from the last place of the same ids, and never holds a stop id."""

from __future__ import annotations

import random

from newsassistant.engine.lookup import CANDIDATES, LONGEST, PromptLookup


def test_what_followed_the_same_ids_is_expected() -> None:
    lookup = PromptLookup([1, 2, 3, 4, 5, 9, 1])
    assert lookup.draft() == (1, [2, 3, 4, 5, 9, 1, *[2, 3, 4, 5, 9, 1], 2, 3, 4, 5])
    lookup.push(2)
    assert lookup.draft() == (2, [3, 4, 5, 9, 1, 2, *[3, 4, 5, 9, 1, 2], 3, 4, 5, 9])
    lookup.push(8)
    assert lookup.draft() == (0, [])


def test_a_limit_cuts_the_ids_but_not_the_repetition() -> None:
    assert PromptLookup([1, 2, 3, 1, 2], limit=0).draft() == (2, [])
    assert PromptLookup([1, 2, 3, 1, 2], limit=2).draft() == (2, [3, 1])


def test_the_longest_repetition_wins_then_the_latest() -> None:
    assert PromptLookup([7, 1, 2, 5, 8, 1, 2, 6, 7, 1, 2], limit=2).draft() == (3, [5, 8])
    assert PromptLookup([1, 2, 5, 8, 1, 2, 6, 0, 9, 1, 2], limit=2).draft() == (2, [6, 0])


def test_a_single_id_repeats_where_no_pair_does() -> None:
    assert PromptLookup([4, 1, 5, 4, 2, 6, 3, 4], limit=2).draft() == (1, [2, 6])


def test_it_ends_before_a_stop_id() -> None:
    ids = [1, 2, 3, 4, 1, 2, 3]
    assert PromptLookup(ids, never=[2]).draft() == (3, [4, 1])
    assert PromptLookup(ids, never=[1]).draft() == (3, [4])
    assert PromptLookup(ids, never=[4]).draft() == (3, [])


def test_a_loop_goes_round() -> None:
    assert PromptLookup([1, 1, 1]).draft() == (2, [1] * LONGEST)
    assert PromptLookup([9, 1, 2, 3, 1, 2, 3, 1, 2], limit=7).draft() == (5, [3, 1, 2, 3, 1, 2, 3])


def test_nothing_is_expected_of_too_few_ids() -> None:
    assert PromptLookup([]).draft() == (0, [])
    assert PromptLookup([1]).draft() == (0, [])


def test_it_agrees_with_a_plain_search() -> None:
    source = random.Random(3)
    ids = [source.randrange(4) for _ in range(60)]
    lookup = PromptLookup(ids[:1], limit=1)
    for end in range(2, len(ids) + 1):
        lookup.push(ids[end - 1])
        seen = ids[:end]
        best, expected = 0, []
        for place in range(end - 1, 0, -1):
            length = 0
            while length < min(LONGEST, place) and seen[place - 1 - length] == seen[-1 - length]:
                length += 1
            if length > best:
                best, expected = length, [seen[place]]
        if end <= CANDIDATES:  # beyond, only the latest candidates are looked at
            assert lookup.draft() == (best, expected), seen
        assert lookup.draft().length <= LONGEST
