"""A lock that one process at a time holds; the system drops it when that process dies."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from newsassistant.core.errors import NewsAssistantError


class Lock:
    """Held from `take` to `release`, by one process; not for threads of one process."""

    def __init__(self, path: Path, handle: int) -> None:
        self.path = path
        self._handle: int | None = handle

    @classmethod
    def take(cls, path: Path) -> Lock | None:
        """The lock at `path`, a file that is made for it; None if somebody has it.

        Never waits. Raises OSError where no file can be made.
        """
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            # A file without a name was just let go of by its owner; another may have a new one.
            if _lock(handle) and os.fstat(handle).st_nlink > 0:
                return cls(path, handle)
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)
        return None

    def release(self) -> None:
        """Let go of it and remove the file; a second time does nothing."""
        if self._handle is None:
            return
        with contextlib.suppress(OSError):  # Windows keeps files that are open
            self.path.unlink()
        os.close(self._handle)
        self._handle = None


@contextlib.contextmanager
def only_one(folder: Path, busy: NewsAssistantError) -> Iterator[None]:
    """Hold the lock of `folder`, a hidden file beside it, while a process works in that folder.

    Raises `busy` at once if somebody else has it; OSError.
    """
    lock = Lock.take(folder.with_name(f".{folder.name}.lock"))
    if lock is None:
        raise busy
    try:
        yield
    finally:
        lock.release()


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
