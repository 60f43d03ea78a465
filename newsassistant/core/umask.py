"""Whose eyes new files are for: the user's alone, but those that the user asks for as usual.

Knows nothing of the files. The umask belongs to the process: change it on the main thread, while
nothing else writes. Windows has none, and keeps a user's folders from others by itself.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

PRIVATE = 0o077
_of_user: int | None = None


@contextlib.contextmanager
def private_files() -> Iterator[None]:
    """Files that are made inside the block can be read by their user alone."""
    global _of_user
    before, outer = os.umask(PRIVATE), _of_user
    _of_user = before if outer is None else outer
    try:
        yield
    finally:
        os.umask(before)
        _of_user = outer


@contextlib.contextmanager
def files_of_user() -> Iterator[None]:
    """Files that are made inside the block have the modes that the user's other files have."""
    before = os.umask(users_umask())
    try:
        yield
    finally:
        os.umask(before)


def users_umask() -> int:
    """The umask that this program was started with."""
    if _of_user is not None:
        return _of_user
    # It can only be read by setting it.
    mask = os.umask(PRIVATE)
    os.umask(mask)
    return mask
