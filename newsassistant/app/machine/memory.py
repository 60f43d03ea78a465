"""How much memory the program uses and the computer has to spare; whether a model fits into it."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Fit = Literal["fits", "tight", "hopeless"]
STATUS = Path("/proc/self/status")
MEGA = 1_000_000
KEPT_SHARE = 10
ROWS_SHARE = 3
KEPT_LEAST, KEPT_UNKNOWN, KEPT_MOST = 128 * MEGA, 512 * MEGA, 4000 * MEGA


@dataclass(frozen=True, slots=True)
class Spare:
    """Memory that programs can have now, and all there is; bytes."""

    free: int
    total: int


@dataclass(frozen=True, slots=True)
class Used:
    """What this process holds and the system cannot drop, and the computer's memory; bytes.

    Parts of files that are only mapped, such as a model's weights, do not count: the system takes
    that memory back when it wants to.
    """

    used: int
    total: int


def fit(need: int, spare: Spare | None, *, least: int | None = None, released: int = 0) -> Fit:
    """Warn when it is "tight", refuse only when it is "hopeless": more than the computer has.

    `need` is the most that is taken, `least` (None: as much) what nothing works without; `released`
    bytes become free first, as when the loaded model makes room. Bytes all.
    """
    if spare is None or need <= spare.free + released:
        return "fits"
    return "tight" if (need if least is None else least) <= spare.total else "hopeless"


def kept_bound(setting_mb: int, spare: Spare | None) -> int:
    """Bytes that what was read before may take; 0: a tenth of what is free, within bounds."""
    if setting_mb:
        return setting_mb * MEGA
    if spare is None:
        return KEPT_UNKNOWN
    return min(KEPT_MOST, max(KEPT_LEAST, spare.free // KEPT_SHARE))


def rows_bound(setting_mb: int, spare: Spare | None) -> int:
    """Bytes that the KV cache of many answers at once may take; 0: a third of what is free."""
    if setting_mb:
        return setting_mb * MEGA
    return KEPT_UNKNOWN if spare is None else max(KEPT_LEAST, spare.free // ROWS_SHARE)


def read_spare() -> Spare | None:
    """None where the system does not say; a fraction of a millisecond, any thread."""
    import psutil  # some 10 ms, which the window's start does not wait for

    try:
        memory = psutil.virtual_memory()
    except (OSError, ValueError, LookupError):
        return None
    return Spare(min(int(memory.available), int(memory.total)), int(memory.total))


def read_used() -> Used | None:
    """None where the system does not say; a fraction of a millisecond, any thread."""
    spare, held = read_spare(), _held()
    return Used(held, spare.total) if spare is not None and held is not None else None


def _held() -> int | None:
    """Bytes of this process that are its own."""
    if sys.platform == "linux":
        return _anonymous(STATUS)  # psutil reads the sum with mapped files only
    import psutil

    process = psutil.Process()
    try:
        if sys.platform == "win32":
            return int(process.memory_info().private)
        return int(process.memory_full_info().uss)
    except (psutil.Error, OSError):
        return None


def _anonymous(status: Path) -> int | None:
    try:
        found = re.search(r"(?m)^RssAnon:\s+(\d{1,15}) kB$", status.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return int(found[1]) << 10 if found is not None else None
