"""Which turns of a conversation are shown, of all that were ever asked and answered in it.

A turn names the one before it. Two that name the same one are versions of each other: a question
that was edited, an answer that was given again. Knows nothing of the database; whatever a damaged
row names, the result is a conversation.
"""

from __future__ import annotations

from collections.abc import Iterable

BEGINS = 0
"""In the place of the turn before: there is none. Turns are numbered from 1."""

PART = "part"
"""In the place of a role: an answer that is not the last one to its question."""

Turn = tuple[int, object, object]
"""A turn's number, the number of the one before it, its role or `PART`.

None in the place of the second, as before anybody could edit a question: the one written before.
"""


class Branches:
    """The turns of one conversation, in the order in which they were written."""

    def __init__(self, turns: Iterable[Turn]) -> None:
        self._before: dict[int, int] = {}
        self._after: dict[int, list[int]] = {}
        answers: set[int] = set()
        written, asked = BEGINS, BEGINS
        for number, named, role in turns:
            is_answer = role == "assistant"
            before = asked if is_answer and asked else written
            if type(named) is int and (named == BEGINS or named in self._before):
                before = named
            while is_answer and before in answers:  # an answer's next version, not what follows it
                before = self._before[before]
            self._before[number] = before
            self._after.setdefault(before, []).append(number)
            written = number
            if is_answer:
                answers.add(number)
            else:
                asked = number

    def before(self, number: int) -> int:
        """The turn before one, `BEGINS` for the first and for one that is unknown."""
        return self._before.get(number, BEGINS)

    def versions(self, number: int) -> tuple[int, ...]:
        """A turn and those in whose place it stands, in the order in which they were written."""
        return tuple(self._after.get(self.before(number), ())) or (number,)

    def path(self, through: object = None) -> tuple[int, ...]:
        """From the first turn through this one to the newest that goes on from there.

        Of an unknown one: to the newest of all.
        """
        return self.path_to(self._newest(through))

    def path_to(self, number: int) -> tuple[int, ...]:
        """From the first turn to this one; empty for an unknown one."""
        found: list[int] = []
        while number in self._before:
            found.append(number)
            number = self._before[number]
        return tuple(reversed(found))

    def _newest(self, through: object) -> int:
        numbers = list(self._before)
        if type(through) is not int or through not in self._before:
            return numbers[-1] if numbers else BEGINS
        newest, below = through, {through}
        for number in numbers:  # each comes after the one before it
            if self._before[number] in below:
                below.add(number)
                newest = number
        return newest
