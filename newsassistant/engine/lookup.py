"""Guesses the next ids from what was said after the same words: prompt lookup decoding.

Knows nothing of models or of time; how many of the ids to try is for `guessing` to say. A summary
repeats its article, a list of quotes even more; a guess is fed together with the last id and costs
little more than that id alone, and only what the model would have chosen is kept.
Source: Saxena, "Prompt Lookup Decoding" (2023); the exact check is that of speculative sampling
with a certain draft (Leviathan et al. 2023).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import NamedTuple

LONGEST = 16
"""Ids that a repetition is compared over, and ids that are expected behind it."""
CANDIDATES = 16


class Repetition(NamedTuple):
    """How many of the last ids stood somewhere before (0: none), and the ids that followed."""

    length: int
    ids: list[int]


class PromptLookup:
    """The ids so far, indexed by pairs; every call takes bounded time."""

    def __init__(
        self, ids: Sequence[int], *, never: Collection[int] = (), limit: int = LONGEST
    ) -> None:
        self._ids: list[int] = []
        self._behind: dict[int, int] = {}
        self._after: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        self._never = frozenset(never)
        self._limit = limit
        for token_id in ids:
            self.push(token_id)

    def push(self, token_id: int) -> None:
        """Add an id of the prompt or the answer."""
        if len(self._ids) >= 2:
            self._after[self._ids[-2], self._ids[-1]].append(len(self._ids))
        if self._ids:
            self._behind[self._ids[-1]] = len(self._ids)
        self._ids.append(token_id)

    def draft(self) -> Repetition:
        """The longest repetition of the last ids, the latest of equals, and what followed it.

        At most `limit` ids, which end before one of `never`. Where the repetition runs into the
        last ids themselves, as in a loop, they go round. The article is not preferred to the
        answer: what followed in either is equally often right (docs/lab.md).
        """
        length, place = self._longest()
        guess: list[int] = []
        while length and len(guess) < self._limit:
            at = place + len(guess) - len(self._ids)
            token_id = self._ids[at] if at < 0 else guess[at]
            if token_id in self._never:
                break
            guess.append(token_id)
        return Repetition(length, guess)

    def _longest(self) -> tuple[int, int]:
        """Length and the place behind it; (0, 0) for none."""
        last = self._ids[-1] if self._ids else -1
        places = self._after.get((self._ids[-2], last), []) if len(self._ids) > 1 else []
        recent = places[-CANDIDATES:]
        if recent:
            return max((self._match(place), place) for place in recent)
        place = self._behind.get(last, 0)
        return (1, place) if place else (0, 0)

    def _match(self, place: int) -> int:
        """How many ids before `place` equal the last ids, up to LONGEST."""
        length = 0
        while (
            length < min(LONGEST, place) and self._ids[place - 1 - length] == self._ids[-1 - length]
        ):
            length += 1
        return length
