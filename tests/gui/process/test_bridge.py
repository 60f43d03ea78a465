"""Events cross from any thread to the main thread: in order, whole, and not one by one."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsassistant.core.types import Delta, Done, Event, Progress, Usage
from newsassistant.gui.process.bridge import INTERVAL_MS, SLOW_INTERVAL_MS, Bridge, coalesce


class Receiver:
    """Remembers what arrived and on which thread."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.threads: set[object] = set()

    def __call__(self, event: Event) -> None:
        self.events.append(event)
        self.threads.add(threading.current_thread())

    def text(self) -> str:
        return "".join(event.text for event in self.events if isinstance(event, Delta))


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def bridge(qapp: QApplication, receiver: Receiver) -> Iterator[Bridge]:
    bridge = Bridge(receiver)
    yield bridge
    bridge.close()


def done(request_id: str = "r") -> Done:
    return Done(request_id, "stop", Usage())


def test_an_event_arrives_on_the_main_thread(
    bridge: Bridge, receiver: Receiver, qtbot: QtBot
) -> None:
    thread = threading.Thread(target=bridge.post, args=(done(),))
    thread.start()
    thread.join()
    assert receiver.events == []

    qtbot.waitUntil(lambda: bool(receiver.events))

    assert receiver.threads == {threading.main_thread()}
    assert bridge.thread() is QThread.currentThread()


def test_a_flood_arrives_whole_in_order_and_in_few_pieces(
    bridge: Bridge, receiver: Receiver, qtbot: QtBot
) -> None:
    words = [f"{number} " for number in range(5000)]

    def speak() -> None:
        for word in words:
            bridge.post(Delta("r", word, 1))
        bridge.post(done())

    thread = threading.Thread(target=speak)
    thread.start()
    qtbot.waitUntil(lambda: bool(receiver.events) and isinstance(receiver.events[-1], Done))
    thread.join()

    assert receiver.text() == "".join(words)
    assert sum(e.n_tokens for e in receiver.events if isinstance(e, Delta)) == len(words)
    assert sum(isinstance(event, Done) for event in receiver.events) == 1
    assert len(receiver.events) < 500


def test_an_event_after_a_pause_arrives_too(
    bridge: Bridge, receiver: Receiver, qtbot: QtBot
) -> None:
    bridge.post(done("first"))
    qtbot.waitUntil(lambda: len(receiver.events) == 1)
    qtbot.waitUntil(lambda: not bridge.is_awake())

    bridge.post(done("second"))

    qtbot.waitUntil(lambda: len(receiver.events) == 2)


def test_closing_delivers_what_is_left(bridge: Bridge, receiver: Receiver) -> None:
    bridge.post(Delta("r", "last", 1))

    bridge.close()

    assert receiver.text() == "last"


def test_slow_updates_come_less_often(qapp: QApplication) -> None:
    times = iter([0.0, 0.050, 1.0, 1.001])
    bridge = Bridge(lambda event: None, clock=lambda: next(times))

    bridge.post(done())
    bridge.close()
    assert bridge.interval_ms() == SLOW_INTERVAL_MS

    bridge.post(done())
    bridge.close()
    assert bridge.interval_ms() == INTERVAL_MS


def test_only_neighbours_of_one_request_are_joined() -> None:
    events: list[Event] = [
        Delta("a", "1", 1),
        Delta("a", "2", 1),
        Delta("b", "3", 1),
        done("b"),
        Delta("b", "4", 0),
    ]

    joined = list(coalesce(events))

    assert joined == [
        Delta("a", "12", 2),
        Delta("b", "3", 1),
        done("b"),
        Delta("b", "4", 0),
    ]


def test_the_last_progress_of_a_stage_counts() -> None:
    events: list[Event] = [
        Progress("a", "loading", 1, 3),
        Progress("a", "loading", 3, 3),
        Progress("a", "prefill", 1, 9),
    ]

    assert list(coalesce(events)) == events[1:]
    assert list(coalesce([])) == []
