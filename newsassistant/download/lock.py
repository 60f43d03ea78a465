"""Lets one process at a time fetch into a folder: a window and a terminal would mix their bytes.

Knows nothing of what is fetched. The system drops the lock when its process dies.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from newsassistant.core.errors import DownloadError


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the lock of `folder`, a hidden file beside it.

    Raises DownloadError("download-running") at once if somebody else has it; OSError.
    """
    path = folder.with_name(f".{folder.name}.lock")
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        # A file without a name was just let go of by its owner, and another may have a new one.
        if not _lock(handle) or os.fstat(handle).st_nlink == 0:
            raise DownloadError("download-running", path=folder)
        try:
            yield
        finally:
            with contextlib.suppress(OSError):  # Windows keeps files that are open
                path.unlink()
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
