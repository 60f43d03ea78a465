"""The engine's side: turns, rows of one user, failures of a pass, and calls between passes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from newsassistant.core.types import (
    Done,
    Event,
    Failed,
    GenerationParams,
    Message,
    Progress,
    Prompt,
)
from newsassistant.engine.fake import FakeEngine
from newsassistant.server.answering import OPENED, Answering
from newsassistant.server.line import Asked, Line
from tests.unit.server.serving import BREAKS, ScriptedRows


def asked(id_: str, user: str, text: str = "One two") -> Asked:
    return Asked(id_, user, Prompt((Message("user", text),)), GenerationParams())


@contextmanager
def answering(line: Line, rows: int = 4) -> Iterator[tuple[ScriptedRows, list[Event]]]:
    """On a thread of its own, until the line is closed."""
    scripted, events = ScriptedRows(), list[Event]()
    work = Answering(line, rows, 1 << 20, scripted.open)
    thread = threading.Thread(target=work.use, args=(FakeEngine(), events.append))
    thread.start()
    try:
        yield scripted, events
    finally:
        line.close()
        thread.join(30)
        assert not thread.is_alive()


def wait_for(line: Line) -> None:
    """Until the engine thread has taken all, and once more."""
    while len(line):
        line.call(lambda rows: None).result(30)
    done = False
    while not done:
        done = bool(line.call(lambda rows: rows.is_idle).result(30))


def test_all_are_answered_and_the_opening_is_told() -> None:
    line = Line()
    for number in range(6):
        line.put(asked(f"a{number}", "anna"))
    with answering(line) as (_, events):
        wait_for(line)

    assert isinstance(events[0], Progress)
    assert events[0].request_id == OPENED
    done = [event.request_id for event in events if isinstance(event, Done)]
    assert sorted(done) == [f"a{number}" for number in range(6)]


def test_one_user_leaves_a_row_to_others() -> None:
    line = Line()
    held = [asked(f"a{number}", "anna", "Holds on") for number in range(4)]
    for one in held:
        line.put(one)
    with answering(line) as (scripted, events):
        while len(scripted.submitted) < 3:
            line.call(lambda rows: None).result(30)
        line.put(asked("b0", "ben"))
        while not any(isinstance(e, Done) and e.request_id == "b0" for e in list(events)):
            line.call(lambda rows: None).result(30)
        assert [one.id for one in scripted.submitted] == ["a0", "a1", "a2", "b0"]
        for one in held:
            one.cancel.cancel()
        wait_for(line)


def test_beside_others_a_user_has_a_fair_part() -> None:
    line = Line()
    for number, user in enumerate(("anna", "ben", "cleo", "dan")):
        line.put(asked(f"x{number}", user))
    held = [asked(f"a{number}", "anna", "Holds on") for number in range(4)]
    for one in held:
        line.put(one)
    with answering(line, rows=4) as (scripted, _):
        while len(scripted.submitted) < 5:
            line.call(lambda rows: None).result(30)
        for _ in range(20):
            line.call(lambda rows: None).result(30)
        assert len(scripted.submitted) == 5  # one of the four that anna would have
        for one in held:
            one.cancel.cancel()
        wait_for(line)


def test_a_failed_pass_ends_what_was_begun_and_no_more() -> None:
    line = Line()
    with answering(line) as (_, events):
        line.put(asked("a0", "anna", BREAKS))
        wait_for(line)
        line.put(asked("a1", "anna"))
        wait_for(line)

    ends = {e.request_id: type(e) for e in events if isinstance(e, Done | Failed)}
    assert ends == {"a0": Failed, "a1": Done}


def test_what_a_call_raises_reaches_its_caller() -> None:
    line = Line()
    with answering(line):
        future = line.call(lambda rows: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            future.result(30)
