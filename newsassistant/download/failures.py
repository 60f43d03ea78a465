"""What may go wrong with one request and go away by itself, and what is told when it does not."""

from __future__ import annotations

from newsassistant.core.errors import DownloadError


class RetryableError(Exception):
    """What may go away by itself; `wait_s` is the time that the server asked for.

    `restart` says that going on from the middle does not work with this server.
    """

    def __init__(self, detail: str, *, wait_s: float | None = None, restart: bool = False) -> None:
        super().__init__(detail)
        self.wait_s = wait_s
        self.restart = restart


class SlowError(RetryableError):
    """The answer did not come in the time that there is for one."""


class UnreachableError(RetryableError):
    """Nobody answered at all."""


def ended(error: RetryableError, host: str) -> DownloadError:
    """What is told of a failure that was the last one."""
    kind = "unreachable" if isinstance(error, UnreachableError) else "interrupted"
    return DownloadError(f"download-{kind}", host=host, detail=error)
