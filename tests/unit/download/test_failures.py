"""What is told of a request that failed for the last time."""

from __future__ import annotations

import pytest

from newsassistant.core.errors import DownloadError
from newsassistant.download.failures import RetryableError, SlowError, UnreachableError, ended


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (RetryableError("status 502", wait_s=7.0), "download-interrupted"),
        (SlowError("too slow"), "download-interrupted"),
        (UnreachableError("no such name"), "download-unreachable"),
    ],
)
def test_who_never_answered_is_told_apart(failure: RetryableError, code: str) -> None:
    error = ended(failure, "hub.example")

    assert isinstance(error, DownloadError)
    assert (error.code, error.params["host"]) == (code, "hub.example")
    assert str(failure) in str(error.params["detail"])
