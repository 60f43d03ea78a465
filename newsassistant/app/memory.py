"""How much memory the program uses and the computer has to spare; whether a model fits into it."""

from __future__ import annotations

import ctypes
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Fit = Literal["fits", "tight", "hopeless"]
MEMINFO = Path("/proc/meminfo")
STATM = Path("/proc/self/statm")


@dataclass(frozen=True, slots=True)
class Spare:
    """Memory that programs can have now, and all there is; bytes."""

    free: int
    total: int


@dataclass(frozen=True, slots=True)
class Used:
    """Resident memory of this process and physical memory of the computer, bytes."""

    used: int
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
    status = _Status()
    status.length = ctypes.sizeof(status)
    if not _kernel32().GlobalMemoryStatusEx(ctypes.byref(status)):
        return None
    return Spare(int(status.free), int(status.total))


def _kernel32() -> Any:
    return getattr(ctypes, "windll").kernel32  # noqa: B009  only Windows has the attribute


# --- what this process uses ----------------------------------------------------------------------


def read_used() -> Used | None:
    """None where the system does not say; a few microseconds, any thread."""
    if sys.platform == "win32":
        return _windows_used()
    if sys.platform == "darwin":
        return _mac_used()
    return _linux_used(STATM)


def _linux_used(statm: Path) -> Used | None:
    try:
        page = os.sysconf("SC_PAGE_SIZE")
        resident = int(statm.read_text().split()[1])
        return Used(resident * page, os.sysconf("SC_PHYS_PAGES") * page)
    except (OSError, ValueError, IndexError):
        return None


def _mac_used() -> Used | None:
    import resource

    # The peak: what is resident now would need a Mach call. ru_maxrss is in bytes on macOS.
    peak: int = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # type: ignore[attr-defined,unused-ignore]
    try:
        return Used(peak, os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
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


def _windows_used() -> Used | None:
    kernel, counters, spare = _kernel32(), _Counters(), _windows()
    counters.cb = ctypes.sizeof(counters)
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    process = ctypes.c_void_p(kernel.GetCurrentProcess())
    known = kernel.K32GetProcessMemoryInfo(process, ctypes.byref(counters), counters.cb)
    return Used(int(counters.working_set), spare.total) if known and spare is not None else None
