"""The engine's side of a run: what is fed is answered, with scripted rows and the real starter."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from newsassistant.app.batch.rows import Asked, Feed, open_rows, serve
from newsassistant.core.types import Delta, Done, Event, Failed, GenerationParams, Message, Prompt
from newsassistant.text.articles.article import parse
from tests.exact import exact_engine
from tests.unit.app.batch.scripted import BREAKS, ScriptedRows


def asked(name: str, text: str = "One story") -> Asked:
    prompt = Prompt((Message("user", "Sum up."),), parse(f"{text}\n\nThe port opens."))
    return Asked(name, prompt, GenerationParams(max_tokens=6))


def ends(events: list[Event]) -> dict[str, str]:
    found = {}
    for event in events:
        if isinstance(event, Done | Failed):
            assert event.request_id not in found
            found[event.request_id] = "" if isinstance(event, Done) else event.error.code
    return found


def test_what_is_fed_is_answered_until_the_feed_ends() -> None:
    feed, events = Feed(), list[Event]()
    for number in range(9):
        feed.put(asked(str(number)))
    feed.close()
    serve(ScriptedRows(rows=2), feed, events.append)
    assert ends(events) == {str(number): "" for number in range(9)}


def test_it_waits_for_what_comes_later() -> None:
    feed, events, has_ended = Feed(), list[Event](), threading.Event()

    def post(event: Event) -> None:
        events.append(event)
        if isinstance(event, Done):
            has_ended.set()

    thread = threading.Thread(target=serve, args=(ScriptedRows(), feed, post))
    thread.start()
    feed.put(asked("0"))
    assert has_ended.wait(30)
    feed.put(asked("1"))
    feed.close()
    thread.join(30)
    assert ends(events) == {"0": "", "1": ""}


def test_a_stop_leaves_what_was_begun() -> None:
    feed, events = Feed(), list[Event]()
    feed.put(asked("0"))
    feed.stop()
    serve(ScriptedRows(), feed, events.append)
    assert events == []


def test_what_a_failure_takes_along_is_named() -> None:
    feed, events = Feed(), list[Event]()
    for name, text in (("0", "One"), ("1", BREAKS), ("2", "Two"), ("3", "Three")):
        feed.put(asked(name, text))
    feed.close()
    serve(ScriptedRows(rows=2), feed, events.append)
    assert ends(events) == {"0": "inference-failed", "1": "inference-failed", "2": "", "3": ""}


@pytest.mark.model
def test_the_real_engine(starter_model_dir: Path) -> None:
    engine = exact_engine()
    engine.load(starter_model_dir, lambda done, total: None)
    rows = open_rows(engine, 3, 1 << 28)
    assert rows.least >= 1
    feed, events = Feed(), list[Event]()
    for number in range(4):
        feed.put(asked(str(number), f"Headline {number}"))
    feed.close()
    serve(rows, feed, events.append)
    assert ends(events) == {str(number): "" for number in range(4)}
    assert any(isinstance(event, Delta) for event in events)
    rows.submit(asked("lost"))
    rows.step()
    assert rows.lost() == ["lost"]
    assert rows.is_idle
