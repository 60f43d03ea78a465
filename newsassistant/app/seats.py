"""A seat for each window of a home: a draft file that nobody else writes while the window is open.

A seat is a lock, which the system drops when its process dies; a draft on a seat that nobody has
was left behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from newsassistant.core.only_one import Lock

_DRAFT = re.compile(r"draft(?:-([1-9][0-9]{0,5}))?\.json")


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a window keeps its draft; `lock` is None where no lock could be made."""

    draft: Path
    lock: Lock | None

    def leave(self) -> None:
        """Give the seat back; its draft stays."""
        if self.lock is not None:
            self.lock.release()


def take_seat(state: Path) -> Seat:
    """The first free seat with a draft that was left behind, else the first free one; any thread.

    Where the folder cannot be written there are no drafts either, and the seat has no lock.
    """
    try:
        return take_left(state) or next(_free(state, count(1)))
    except OSError:
        return Seat(_draft(state, 1), None)


def take_left(state: Path) -> Seat | None:
    """The first free seat with a draft, None if there is none; raises OSError."""
    return next(_free(state, _numbers(state)), None)


def take_empty(state: Path) -> Seat:
    """The first free seat without a draft; raises OSError."""
    for seat in _free(state, count(1)):
        if not seat.draft.exists():
            return seat
        seat.leave()
    raise AssertionError("numbers do not end")


def others(state: Path, own: Seat) -> bool:
    """True if another window of this home is open."""
    for path in state.glob("window-*.lock"):
        if own.lock is not None and path == own.lock.path:
            continue
        try:
            lock = Lock.take(path)
        except OSError:
            continue
        if lock is None:
            return True
        lock.release()
    return False


def _free(state: Path, numbers: Iterator[int]) -> Iterator[Seat]:
    for number in numbers:
        lock = Lock.take(state / f"window-{number}.lock")
        if lock is not None:
            yield Seat(_draft(state, number), lock)


def _numbers(state: Path) -> Iterator[int]:
    found = (_DRAFT.fullmatch(path.name) for path in state.glob("draft*.json"))
    return iter(sorted(int(match[1] or 1) for match in found if match))


def _draft(state: Path, number: int) -> Path:
    return state / ("draft.json" if number == 1 else f"draft-{number}.json")
