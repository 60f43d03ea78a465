"""Lets one process at a time fetch into a folder: a window and a terminal would mix their bytes.

The system drops the lock when its process dies.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from newsassistant.core.errors import DownloadError
from newsassistant.core.only_one import Lock


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the lock of `folder`, a hidden file beside it.

    Raises DownloadError("download-running") at once if somebody else has it; OSError.
    """
    lock = Lock.take(folder.with_name(f".{folder.name}.lock"))
    if lock is None:
        raise DownloadError("download-running", path=folder)
    try:
        yield
    finally:
        lock.release()
