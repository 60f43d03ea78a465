"""Measures this process's memory and the computer's; None where the system does not say."""

from __future__ import annotations

import ctypes
import os
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident memory of this process and physical memory of the computer, bytes."""

    used: int
    total: int


def read_memory() -> Memory | None:
    """A few microseconds; any thread."""
    if sys.platform == "win32":
        return _windows()
    if sys.platform == "darwin":
        return _mac()
    return _linux(Path("/proc/self/statm"))


def _linux(statm: Path) -> Memory | None:
    try:
        page = os.sysconf("SC_PAGE_SIZE")
        resident = int(statm.read_text().split()[1])
        return Memory(resident * page, os.sysconf("SC_PHYS_PAGES") * page)
    except (OSError, ValueError, IndexError):
        return None


def _mac() -> Memory | None:
    import resource

    # The peak: what is resident now would need a Mach call. ru_maxrss is in bytes on macOS.
    peak: int = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # type: ignore[attr-defined,unused-ignore]
    try:
        return Memory(peak, os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    except (OSError, ValueError):
        return None


class _Counters(ctypes.Structure):
    """PROCESS_MEMORY_COUNTERS of psapi.h."""

    _fields_ = (
        ("cb", ctypes.c_ulong),
        ("page_faults", ctypes.c_ulong),
        ("peak_working_set", ctypes.c_size_t),
        ("working_set", ctypes.c_size_t),
        ("pools", ctypes.c_size_t * 4),
        ("pagefile", ctypes.c_size_t * 2),
    )


class _Status(ctypes.Structure):
    """MEMORYSTATUSEX of sysinfoapi.h."""

    _fields_ = (
        ("length", ctypes.c_ulong),
        ("load", ctypes.c_ulong),
        ("total", ctypes.c_ulonglong),
        ("others", ctypes.c_ulonglong * 6),
    )


def _windows() -> Memory | None:
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  only Windows has the attribute
    counters, status = _Counters(), _Status()
    counters.cb, status.length = ctypes.sizeof(counters), ctypes.sizeof(status)
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    process = ctypes.c_void_p(kernel.GetCurrentProcess())
    known = kernel.K32GetProcessMemoryInfo(process, ctypes.byref(counters), counters.cb)
    if known and kernel.GlobalMemoryStatusEx(ctypes.byref(status)):
        return Memory(int(counters.working_set), int(status.total))
    return None
