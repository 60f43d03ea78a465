"""Keeps the system from writing this process's memory into a file when it crashes.

Knows nothing of what is in the memory. What the system pages out to swap no process can forbid.
"""

from __future__ import annotations

import contextlib
import sys


def forbid_core_dumps() -> bool:
    """No core file is written from now on to the process's end; True where that is sure.

    False on Windows, which has none unless somebody has set that up, and where the system refuses.
    """
    if sys.platform == "win32":
        return False
    import resource

    with contextlib.suppress(OSError, ValueError):
        _, hard = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
    return resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
