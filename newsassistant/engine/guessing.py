"""How many ids to guess in a pass, by what passes cost here and by what proved right so far.

Knows nothing of models. A pass over k + 1 ids pays where (1 + the guesses that prove right) is more
than what it costs against a pass over one id. Both are learnt: costs from passes that were waited
for, chances from every id that is written, also while nothing is guessed, so that guessing turns
itself off and on again. Guesses change the speed only; engine thread.
"""

from __future__ import annotations

import statistics
from collections import deque
from collections.abc import Sequence

from newsassistant.engine.lookup import LONGEST, Repetition

SIZES = (1, 2, 3, 4, 6, 8, 12, 16)
"""Numbers of guesses; kernels are made for each length that was not there before."""
PRIOR_COST = 0.25
"""What a further id costs where nobody has measured it (docs/lab.md)."""
REMEMBERED = 15
FEWEST = 3
FRESH = 64  # passes
WAITED = 0.1
CAUTION = 1.2
"""What guesses cost more is taken as so much dearer: the best of several uncertain numbers looks
better than it is, and a wrong guess stays in the cache."""
MARGIN = 1.03
LOSS = 3.0  # passes
PAUSE = 32  # passes

PRIOR_CHANCE = (0.2, 0.48, 0.66, 0.68, 0.78, 0.8, 0.83, 0.95)
"""That a repetition of 1, 2, 3 ... ids goes on by one more (docs/lab.md)."""
GROUPS = (1, 2, 3, 4, 5, 7, 15, LONGEST)
"""The longest repetition that shares each of those."""
PRIOR_WEIGHT = 12.0
DECAY = 0.97


class PassCosts:
    """Passes over several ids against passes over one, as this machine runs the loaded model."""

    def __init__(self) -> None:
        self._ones: deque[tuple[int, int, float]] = deque(maxlen=REMEMBERED)
        self._ratios: dict[int, deque[float]] = {}
        self._passes = 0
        self._costs: list[float] = []
        self._reckon()

    def learn(self, count: int, past: int, elapsed_s: float, waited_s: float) -> None:
        """Take a pass over `count` ids behind `past` others into account.

        `waited_s` is the part of `elapsed_s` at its end in which nobody did anything but wait: if
        there was hardly any, the pass had ended before, who knows when, and says nothing.
        Several ids are compared with single ones of late behind about as much, since a machine is
        slower at times and every pass is behind a long text; the first of a length, which makes
        its kernels, is not.
        """
        self._passes += 1
        if waited_s < WAITED * elapsed_s or elapsed_s <= 0:
            return
        if count == 1:
            self._ones.append((self._passes, past, elapsed_s))
            return
        if count - 1 not in SIZES:
            return
        if count not in self._ratios:
            self._ratios[count] = deque(maxlen=REMEMBERED)
            return
        ones = [
            seconds
            for turn, behind, seconds in self._ones
            if self._passes - turn <= FRESH and abs(past - behind) <= 128 + past // 4
        ]
        if len(ones) >= FEWEST:
            self._ratios[count].append(elapsed_s / _typical(ones))
            self._reckon()

    def of(self, guesses: int) -> float:
        """A pass with so many guesses, one of SIZES, against one without: at least 1."""
        return self._costs[SIZES.index(guesses)]

    def _reckon(self) -> None:
        """Means, each with what was expected; then as much above as below falling ones.

        From a size to the next a further id costs what it cost before, or less: the step from one
        id to two may be dear for another reason.
        """
        raw: list[float] = []
        expected, slope, before = 1.0, PRIOR_COST, 0
        for guesses in SIZES:
            expected += slope * (guesses - before)
            measured = self._ratios.get(guesses + 1)
            expected = max(1.0, _typical([expected, *(measured or ())]))
            raw.append(expected)
            if measured:
                slope = min(PRIOR_COST, (expected - 1) / guesses)
            before = guesses
        rising = [max(raw[: index + 1]) for index in range(len(raw))]
        falling = [min(raw[index:]) for index in range(len(raw))]
        self._costs = [(a + b) / 2 for a, b in zip(rising, falling, strict=True)]


def _typical(values: Sequence[float]) -> float:
    """The mean of all but the largest of several: passes that are slow now and then count.

    One during which the machine stood still does not. A median would be too low: the times of
    passes over several ids are skewed (docs/lab.md).
    """
    return statistics.mean(sorted(values)[:-1] if len(values) > FEWEST else values)


class Chances:
    """How likely a repetition of some length goes on by one more id; follows the text."""

    def __init__(self) -> None:
        self._right = [0.0] * len(GROUPS)
        self._seen = [0.0] * len(GROUPS)

    def learn(self, length: int, *, right: bool) -> None:
        """One id behind a repetition of `length` ids was the expected one, or another."""
        group = _group(length)
        self._right[group] = DECAY * self._right[group] + right
        self._seen[group] = DECAY * self._seen[group] + 1

    def of(self, length: int) -> float:
        """Between 0 and 1."""
        group = _group(length)
        right = self._right[group] + PRIOR_WEIGHT * PRIOR_CHANCE[group]
        return right / (self._seen[group] + PRIOR_WEIGHT)


def _group(length: int) -> int:
    return next(index for index, most in enumerate(GROUPS) if min(length, LONGEST) <= most)


class Guessing:
    """Of one answer: `costs` are the loaded model's, chances those of this text."""

    def __init__(self, costs: PassCosts) -> None:
        self.costs = costs
        self.chances = Chances()
        self._tried = 0
        self._won = 0.0
        self._pause = 0
        self._next_pause = PAUSE
        self._idle = 0

    def length(self, found: Repetition, most: int) -> int:
        """How many of the ids behind `found` to try in the next pass, at most `most`.

        0 where nothing pays, and for a while after guesses have lost more than LOSS passes. Where
        nothing has paid for long it tries once all the same, in case the machine has changed.
        """
        self._tried = 0
        sizes = [size for size in SIZES if size <= min(len(found.ids), most)]
        if self._pause or not sizes:
            self._pause = max(0, self._pause - 1)
            return 0
        gains, expected, chance = [], 0.0, 1.0
        for place in range(sizes[-1]):
            chance *= self.chances.of(found.length + place)
            expected += chance
            if place + 1 in sizes:
                dearer = CAUTION * (self.costs.of(place + 1) - 1)
                gains.append((1 + expected) / (1 + dearer))
        best = max(gains)
        self._idle = 0 if best >= MARGIN else self._idle + 1
        if self._idle and self._idle < PAUSE:
            return 0
        self._idle, self._tried = 0, sizes[gains.index(best)]
        return self._tried

    def learn(self, found: Repetition, written: Sequence[int]) -> None:
        """What was written where `found` was expected, up to the first that is not."""
        right = 0
        for place, (expected, token_id) in enumerate(zip(found.ids, written, strict=False)):
            self.chances.learn(found.length + place, right=expected == token_id)
            if expected != token_id:
                break
            right += 1
        if self._tried:
            won = 1 + min(right, self._tried) - self.costs.of(self._tried)
            self._settle(won)

    def _settle(self, won: float) -> None:
        """Keep the account, in passes over one id; what was won long ago covers no loss."""
        self._won = min(self._won + won, LOSS)
        if self._won >= 0:
            self._next_pause = PAUSE
        if self._won <= -LOSS:
            self._pause, self._won = self._next_pause, -LOSS / 2
            self._next_pause = 2 * self._next_pause
