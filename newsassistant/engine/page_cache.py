"""Reads a file of weights into the system's cache before the first pass asks for its pages.

The first pass takes them in the order of the layers, a few at a time, and the disk waits between.
Knows nothing of models. Started from any thread; reads on one of its own.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

from newsassistant.core.files import open_regular
from newsassistant.core.outside import UnfitError
from newsassistant.core.types import CancelToken

BLOCK_BYTES = 4 << 20


def fill(path: Path, stop: CancelToken) -> threading.Thread | None:
    """Begin to read what the cache lacks of `path`, until its end or `stop`; returns at once.

    None where the system does not tell what its cache holds (all but Linux): to read what is there
    already takes longer than it is worth. A file that cannot be read is left to who needs it.
    """
    if sys.platform != "linux":
        return None
    thread = threading.Thread(target=_read, args=(path, stop), name="ahead", daemon=True)
    thread.start()
    return thread


def _read(path: Path, stop: CancelToken) -> None:
    if sys.platform != "linux":
        return
    block = bytearray(BLOCK_BYTES)
    try:
        with open_regular(path) as file:
            handle = file.fileno()
            size = os.fstat(handle).st_size
            for start in range(0, size, BLOCK_BYTES):
                if stop.cancelled:
                    return
                if not _is_cached(handle, min(start + BLOCK_BYTES, size) - 1):
                    os.preadv(handle, [block], start)
    except (OSError, UnfitError):
        return


def _is_cached(handle: int, at: int) -> bool:
    """Of the byte `at`, the last of a block."""
    if sys.platform != "linux":
        return False
    try:
        return os.preadv(handle, [bytearray(1)], at, os.RWF_NOWAIT) == 1
    except BlockingIOError:
        return False
