"""A disk without room, for one process: every file may only have a few bytes.

SQLite meets the system's own refusal, not a scripted one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator


@contextlib.contextmanager
def full_disk(limit: int = 8192) -> Iterator[None]:
    """Writing beyond `limit` bytes of any file fails inside; POSIX only."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
