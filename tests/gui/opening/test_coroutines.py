"""Coroutines run on Qt's loop, which runs already, and leave nothing behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsassistant.gui.opening.coroutines import Coroutines

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def coroutines(qapp: QApplication, qtbot: QtBot) -> Iterator[Coroutines]:
    """Ended after the test, whatever it has begun."""
    made = Coroutines()
    yield made
    made.stop()
    qtbot.waitUntil(lambda: not made.is_busy())


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as made:
        yield made


def test_steps_run_on_the_main_thread_and_what_they_await_elsewhere(
    coroutines: Coroutines, pool: ThreadPoolExecutor, qtbot: QtBot
) -> None:
    seen: list[threading.Thread] = []

    async def work() -> None:
        seen.append(threading.current_thread())
        future = pool.submit(threading.current_thread)
        seen.append(await asyncio.wrap_future(future))
        await asyncio.sleep(0.01)
        seen.append(threading.current_thread())

    coroutines.begin(work)
    assert coroutines.is_busy()
    assert seen == []
    qtbot.waitUntil(lambda: not coroutines.is_busy())

    main = threading.main_thread()
    assert (seen[0], seen[2]) == (main, main)
    assert seen[1] is not main


def test_between_two_there_is_no_loop_and_no_handler_is_touched(
    coroutines: Coroutines, qtbot: QtBot
) -> None:
    handlers = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    loops: list[asyncio.AbstractEventLoop] = []

    async def work() -> None:
        loops.append(asyncio.get_running_loop())

    for _ in range(2):
        coroutines.begin(work)
        qtbot.waitUntil(lambda: not coroutines.is_busy())
        assert asyncio.events._get_running_loop() is None

    assert len(set(loops)) == 2
    assert all(loop.is_closed() for loop in loops)
    assert handlers == [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]


def test_qts_loop_goes_on_after_the_last_one(coroutines: Coroutines, qtbot: QtBot) -> None:
    async def work() -> None:
        """Nothing."""

    with qtbot.waitSignal(coroutines.destroyed, timeout=200, raising=False) as waiting:
        coroutines.begin(work)
    assert not waiting.signal_triggered  # the whole time was waited for: nobody has ended the loop
    assert not coroutines.is_busy()


def test_some_at_a_time_and_all_can_be_stopped(
    coroutines: Coroutines, pool: ThreadPoolExecutor, qtbot: QtBot
) -> None:
    release = threading.Event()
    ended: list[str] = []

    async def work() -> None:
        try:
            await asyncio.wrap_future(pool.submit(release.wait, 30))
        finally:
            ended.append("ended")

    coroutines.begin(work)
    coroutines.begin(work)
    qtbot.wait(20)
    coroutines.stop()
    qtbot.waitUntil(lambda: not coroutines.is_busy())
    assert ended == ["ended", "ended"]
    release.set()  # what the threads say now, nobody hears


def test_what_escapes_is_told_like_that_of_a_slot(
    coroutines: Coroutines, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: told.append(error))

    async def work() -> None:
        raise ValueError("unexpected")

    coroutines.begin(work)
    qtbot.waitUntil(lambda: not coroutines.is_busy())
    assert [str(error) for error in told] == ["unexpected"]


def test_stopping_before_the_first_step(coroutines: Coroutines, qtbot: QtBot) -> None:
    begun: list[int] = []

    async def work() -> None:
        begun.append(1)

    coroutines.begin(work)
    coroutines.stop()
    coroutines.stop()
    qtbot.waitUntil(lambda: not coroutines.is_busy())
    assert begun == []


ONE = """
import asyncio, os, sys
from PySide6.QtCore import QCoreApplication, QTimer
from newsassistant.gui.opening.coroutines import Coroutines
assert "qasync" not in sys.modules
app = QCoreApplication([])
coroutines = Coroutines()
async def work():
    await asyncio.sleep(0)
    print("ran under", os.environ["QT_API"])
QTimer.singleShot(0, lambda: coroutines.begin(work))
def look():
    if not coroutines.is_busy():
        app.quit()
timer = QTimer()
timer.timeout.connect(look)
QTimer.singleShot(100, lambda: timer.start(10))
app.exec()
"""


def test_what_other_programs_are_told_of_qt_is_not_for_us() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-c", ONE],
        cwd=ROOT,
        env={**os.environ, "QT_API": "pyqt5"},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert (done.stdout, done.stderr, done.returncode) == ("ran under pyqt5\n", "", 0)
