"""Guesses come from the last place where the same ids stood, and never hold a stop id."""

from __future__ import annotations

import random

from newsassistant.engine.lookup import LONGEST, PromptLookup


def test_what_followed_the_same_pair_is_expected() -> None:
    lookup = PromptLookup([1, 2, 3, 4, 5, 9, 1])
    assert lookup.draft() == []
    lookup.push(2)
    assert lookup.draft() == [3]
    lookup.push(3)
    assert lookup.draft() == [4, 5]


def test_a_limit_of_nothing_guesses_nothing() -> None:
    assert PromptLookup([1, 2, 3, 1, 2], limit=0).draft() == []


def test_the_longest_repetition_wins_then_the_latest() -> None:
    assert PromptLookup([7, 1, 2, 5, 8, 1, 2, 6, 7, 1, 2]).draft() == [5, 8]
    assert PromptLookup([1, 2, 5, 8, 1, 2, 6, 0, 9, 1, 2]).draft() == [6]


def test_a_guess_ends_before_a_stop_id() -> None:
    assert PromptLookup([1, 2, 3, 4, 1, 2, 3], never=[5]).draft() == [4, 1]
    assert PromptLookup([1, 2, 3, 4, 1, 2, 3], never=[1]).draft() == [4]
    assert PromptLookup([1, 2, 3, 4, 1, 2, 3], never=[4]).draft() == []


def test_nothing_is_expected_of_too_few_ids() -> None:
    assert PromptLookup([]).draft() == []
    assert PromptLookup([1]).draft() == []
    assert PromptLookup([1, 1]).draft() == []
    assert PromptLookup([1, 1, 1]).draft() == [1]


def test_it_agrees_with_a_plain_search() -> None:
    source = random.Random(3)
    ids = [source.randrange(4) for _ in range(60)]
    lookup = PromptLookup(ids[:1])
    for end in range(2, len(ids) + 1):
        lookup.push(ids[end - 1])
        seen = ids[:end]
        best, expected = 0, []
        for place in range(end - 1, 1, -1):
            length = 0
            while length < min(LONGEST, place) and seen[place - 1 - length] == seen[-1 - length]:
                length += 1
            if length >= 2 and length > best:
                best, expected = length, seen[place : place + length - 1]
        if end <= 16:  # beyond, only the latest candidates are looked at
            assert lookup.draft() == expected, seen
        assert len(lookup.draft()) < LONGEST
