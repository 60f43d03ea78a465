"""How much memory this computer has to spare, and whether a model fits into it."""

from __future__ import annotations

import ctypes
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Fit = Literal["fits", "tight", "hopeless"]
MEMINFO = Path("/proc/meminfo")


@dataclass(frozen=True, slots=True)
class Spare:
    """Memory that programs can have now, and all there is; bytes."""

    free: int
    total: int


def fit(need: int, spare: Spare | None, *, released: int = 0) -> Fit:
    """Warn when it is "tight", refuse only when it is "hopeless": more than the computer has.

    `released` bytes become free first, as when the loaded model makes room. Bytes all.
    """
    if spare is None or need <= spare.free + released:
        return "fits"
    return "tight" if need <= spare.total else "hopeless"


def read_spare() -> Spare | None:
    """None where the system does not say; milliseconds at most, any thread."""
    if sys.platform == "win32":
        return _windows()
    if sys.platform == "darwin":
        return _mac()
    return _linux(MEMINFO)


def _linux(meminfo: Path) -> Spare | None:
    try:
        text = meminfo.read_text(encoding="ascii")
    except (OSError, ValueError):
        return None
    sizes = {name: int(kib) << 10 for name, kib in re.findall(r"(?m)^(\w+): +(\d+) kB$", text)}
    if "MemAvailable" not in sizes or "MemTotal" not in sizes:
        return None
    return Spare(sizes["MemAvailable"], sizes["MemTotal"])


def _mac() -> Spare | None:
    try:
        done = subprocess.run(["/usr/bin/vm_stat"], capture_output=True, text=True, timeout=2)
        total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return _of_vm_stat(done.stdout, total)


def _of_vm_stat(text: str, total: int) -> Spare | None:
    """Free, inactive, speculative and purgeable pages can be had."""
    size = re.search(r"page size of (\d+) bytes", text)
    pages = re.findall(r"(?m)^Pages (?:free|inactive|speculative|purgeable): +(\d+)\.$", text)
    if size is None or not pages:
        return None
    return Spare(min(total, int(size[1]) * sum(map(int, pages))), total)


class _Status(ctypes.Structure):
    """MEMORYSTATUSEX of sysinfoapi.h."""

    _fields_ = (
        ("length", ctypes.c_ulong),
        ("load", ctypes.c_ulong),
        ("total", ctypes.c_ulonglong),
        ("free", ctypes.c_ulonglong),
        ("others", ctypes.c_ulonglong * 5),
    )


def _windows() -> Spare | None:
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  only Windows has the attribute
    status = _Status()
    status.length = ctypes.sizeof(status)
    if not kernel.GlobalMemoryStatusEx(ctypes.byref(status)):
        return None
    return Spare(int(status.free), int(status.total))
