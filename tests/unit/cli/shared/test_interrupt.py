"""Ctrl-C as a flag, and work on another thread that it cancels."""

from __future__ import annotations

import os
import signal
import sys
import threading
from concurrent import futures
from typing import Any

import pytest

from newsassistant.cli.shared.interrupt import Interrupt, run_cancellable
from newsassistant.core.errors import TrainError
from newsassistant.core.types import CancelToken

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="os.kill would end the process")


def press() -> None:
    """What Ctrl-C does."""
    os.kill(os.getpid(), signal.SIGINT)


def test_the_first_press_is_a_flag_and_the_second_an_exception() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Interrupt() as interrupt:
        assert not interrupt.pressed
        press()
        assert interrupt.pressed
        with pytest.raises(KeyboardInterrupt):
            press()

    assert signal.getsignal(signal.SIGINT) is before


def test_results_and_errors_come_back() -> None:
    def fail(cancel: CancelToken) -> None:
        raise ValueError("x")

    assert run_cancellable(lambda cancel: threading.current_thread().name) == "engine_0"
    with pytest.raises(ValueError, match="x"):
        run_cancellable(fail)


def test_ctrl_c_cancels_and_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting, stopped = threading.Event(), threading.Event()
    ended: list[bool] = []

    def work(cancel: CancelToken) -> None:
        cancel.set_hook(stopped.set)
        assert waiting.wait(30)
        press()
        ended.append(stopped.wait(30))

    def wait(*arguments: Any, **options: Any) -> Any:
        waiting.set()
        return futures.wait(*arguments, **options)

    monkeypatch.setattr("newsassistant.cli.shared.interrupt.wait", wait)
    with pytest.raises(KeyboardInterrupt):
        run_cancellable(work)

    assert ended == [True]


def test_what_fails_after_ctrl_c_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkpoint that could not be saved must not look like one that was."""
    waiting, stopped = threading.Event(), threading.Event()

    def work(cancel: CancelToken) -> None:
        cancel.set_hook(stopped.set)
        assert waiting.wait(30)
        press()
        assert stopped.wait(30)
        raise TrainError("run-unwritable", path="run", detail="No space left on device")

    def wait(*arguments: Any, **options: Any) -> Any:
        waiting.set()
        return futures.wait(*arguments, **options)

    monkeypatch.setattr("newsassistant.cli.shared.interrupt.wait", wait)
    with pytest.raises(TrainError, match="No space left"):
        run_cancellable(work)


def test_a_patient_wait_hears_one_ctrl_c_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """torchrun sends a second one at once; what is being saved must not be lost for it."""
    before = signal.getsignal(signal.SIGINT)
    waiting, stopped = threading.Event(), threading.Event()
    ended: list[bool] = []

    def work(cancel: CancelToken) -> None:
        cancel.set_hook(stopped.set)
        assert waiting.wait(30)
        press()
        assert stopped.wait(30)
        for _ in range(3):
            press()
        ended.append(True)

    def wait(*arguments: Any, **options: Any) -> Any:
        waiting.set()
        return futures.wait(*arguments, **options)

    monkeypatch.setattr("newsassistant.cli.shared.interrupt.wait", wait)
    with pytest.raises(KeyboardInterrupt):
        run_cancellable(work, patient=True)

    assert ended == [True]
    assert signal.getsignal(signal.SIGINT) is before
