"""Guesses the next ids from what the prompt says after the same words: prompt lookup decoding.

Knows nothing of models. A summary repeats its article; a guess is fed together with the last id
and costs little more than that id alone, and only what the model would have chosen is kept.
Source: Saxena, "Prompt Lookup Decoding" (2023); the exact check is that of speculative sampling
with a certain draft (Leviathan et al. 2023).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

LONGEST = 7  # ids that a repetition is compared over
CANDIDATES = 16


class PromptLookup:
    """The ids so far, indexed by pairs; every call takes bounded time."""

    def __init__(
        self, ids: Sequence[int], *, never: Collection[int] = (), limit: int = LONGEST - 1
    ) -> None:
        self._ids: list[int] = []
        self._after: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        self._never = frozenset(never)
        self._limit = limit
        for token_id in ids:
            self.push(token_id)

    def push(self, token_id: int) -> None:
        """Add an id of the prompt or the answer."""
        if len(self._ids) >= 2:
            self._after[self._ids[-2], self._ids[-1]].append(len(self._ids))
        self._ids.append(token_id)

    def draft(self) -> list[int]:
        """What followed the longest recent repetition of the last ids, at most `limit`, or none.

        One id fewer than are repeated: each guess makes the pass dearer, and the longer the
        repetition, the likelier it goes on (docs/lab.md). It ends before an id of `never`.
        """
        places = self._after.get((self._ids[-2], self._ids[-1]), []) if len(self._ids) > 1 else []
        recent = places[-CANDIDATES:][::-1]
        if not recent:
            return []
        length, best = max((self._match(place), place) for place in recent)
        guess = self._ids[best : best + min(length - 1, self._limit)]
        ends = [index for index, token_id in enumerate(guess) if token_id in self._never]
        return guess[: ends[0]] if ends else guess

    def _match(self, place: int) -> int:
        """How many ids before `place` equal the last ids, up to LONGEST."""
        length = 0
        while (
            length < min(LONGEST, place) and self._ids[place - 1 - length] == self._ids[-1 - length]
        ):
            length += 1
        return length
