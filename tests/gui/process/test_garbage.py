"""Cycles with widgets in them die on the main thread, whatever other threads do."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from newsassistant.gui.process.garbage import MainThreadGarbage


class Cycle(QObject):
    """Refers to itself; notes the thread on which Python lets go of it."""

    def __init__(self, freed_on: list[int]) -> None:
        super().__init__()
        self.itself = self
        self.ticker = QTimer(self)
        self.ticker.start(60_000)
        self._freed_on = freed_on

    def __del__(self) -> None:
        self._freed_on.append(threading.get_ident())


@pytest.fixture
def garbage(qtbot: QtBot) -> Iterator[MainThreadGarbage]:
    gc.collect()
    was_enabled = gc.isenabled()
    gc.enable()
    garbage = MainThreadGarbage()
    garbage.install()
    yield garbage
    garbage.remove()
    if not was_enabled:
        gc.disable()


def litter() -> None:
    """Make enough objects for the collector to start several times."""
    kept = [[number] for number in range(100_000)]
    del kept


def test_another_thread_collects_nothing(garbage: MainThreadGarbage, qtbot: QtBot) -> None:
    freed_on: list[int] = []
    Cycle(freed_on)
    thread = threading.Thread(target=litter)
    thread.start()
    thread.join()
    assert freed_on == []

    litter_here = [[number] for number in range(10_000)]
    qtbot.waitUntil(lambda: bool(freed_on))

    assert freed_on == [threading.get_ident()]
    assert len(litter_here) == 10_000


def test_removing_gives_the_collector_back(garbage: MainThreadGarbage) -> None:
    assert not gc.isenabled()
    garbage.remove()

    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_without_new_objects_nothing_is_collected(
    garbage: MainThreadGarbage, monkeypatch: pytest.MonkeyPatch
) -> None:
    collected: list[int] = []
    monkeypatch.setattr(gc, "collect", collected.append)
    monkeypatch.setattr(gc, "get_count", lambda: (3, 2, 1))
    garbage.collect()
    assert collected == []

    monkeypatch.setattr(gc, "get_count", lambda: (3000, 20, 1))
    garbage.collect()
    assert collected == [1]
