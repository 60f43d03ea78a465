"""The engine thread driven by a caller that waits."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsassistant.app.oneshot import OneShot
from newsassistant.core.errors import EngineError, ModelError
from newsassistant.core.types import (
    Delta,
    Done,
    Event,
    GenerationParams,
    Message,
    Progress,
    Prompt,
)
from newsassistant.engine.fake import FakeEngine
from newsassistant.engine.protocol import Engine
from newsassistant.text.articles.article import parse

TIMEOUT_S = 20.0
PARAMS = GenerationParams(max_tokens=5000)
ASK = Prompt((Message("user", "one two"),))


def oneshot(engine: FakeEngine) -> OneShot:
    return OneShot(lambda: engine, lambda model_id, on_progress, cancel: Path(model_id))


@pytest.fixture
def ready() -> Iterator[OneShot]:
    with oneshot(FakeEngine(["word " * 5000, "Second."], delay_s=0.001)) as engine:
        engine.load("x", lambda event: None)
        yield engine


def test_load_reports_its_stages() -> None:
    stages: list[Progress] = []
    with oneshot(FakeEngine()) as engine:
        model = engine.load("x", stages.append)

    assert model.id == "fake"
    assert {(event.stage, event.total) for event in stages} == {("loading", 2)}


def test_failures_are_raised_and_the_next_request_works() -> None:
    engine = FakeEngine(["A."], load_failure=ModelError("model-missing", model="x"))
    with oneshot(engine) as driver:
        with pytest.raises(ModelError):
            driver.load("x", lambda event: None)
        assert driver.load("x", lambda event: None).id == "fake"
        engine._failures.append(EngineError("inference-failed", detail="x"))
        with pytest.raises(EngineError):
            list(driver.answer(ASK, PARAMS))
        assert isinstance(list(driver.answer(ASK, PARAMS))[-1], Done)


def test_an_article_is_measured(ready: OneShot) -> None:
    measured = ready.measure(parse("one two three"))

    assert (measured.tokens, measured.fit_chars) == (3, 13)


def test_a_wish_to_stop_ends_the_answer_with_what_is_there(ready: OneShot) -> None:
    texts: list[str] = []
    done: list[Done] = []
    for event in ready.answer(ASK, PARAMS, wants_stop=lambda: len(texts) >= 3):
        if isinstance(event, Delta):
            texts.append(event.text)
        elif isinstance(event, Done):
            done.append(event)

    assert [event.reason for event in done] == ["cancelled"]
    assert 3 <= len(texts) < 5000


def test_an_abandoned_answer_leaks_nothing_into_the_next(ready: OneShot) -> None:
    events = ready.answer(ASK, PARAMS)
    next(events)
    events.close()

    texts = [event.text for event in ready.answer(ASK, PARAMS) if isinstance(event, Delta)]

    assert texts == ["Second."]


def test_the_thread_ends_even_during_an_answer() -> None:
    driver = oneshot(FakeEngine(["word " * 5000], delay_s=0.001))
    with driver:
        events = driver.answer(ASK, PARAMS)
        next(events)

    assert not driver._worker.is_alive()
    events.close()


def test_an_answer_names_its_style() -> None:
    engine = FakeEngine(["A."])
    with oneshot(engine) as driver:
        driver.load("x", lambda event: None)
        for prefix in (Path("styles/house"), None):
            list(driver.answer(ASK, PARAMS, prefix=prefix))

    assert engine.prefixes == [Path("styles/house"), None]


def test_the_engine_can_be_lent(ready: OneShot) -> None:
    seen: list[str] = []

    def use(engine: Engine, post: Callable[[Event], None]) -> None:
        assert threading.current_thread().name == "engine"
        seen.append(type(engine).__name__)
        post(Delta("mine", "a", 1))
        has_waited.wait(TIMEOUT_S)
        post(Delta("mine", "b", 1))

    has_waited = threading.Event()
    events = []
    for event in ready.lend(use):
        if event is None:
            has_waited.set()
        else:
            events.append(event)

    assert events == [Delta("mine", "a", 1), Delta("mine", "b", 1)]
    assert seen == ["FakeEngine"]
    assert isinstance(list(ready.answer(ASK, PARAMS))[-1], Done)


def test_what_ends_the_use_of_a_lent_engine_is_raised(ready: OneShot) -> None:
    def use(engine: Engine, post: Callable[[Event], None]) -> None:
        raise EngineError("inference-failed", detail="x")

    with pytest.raises(EngineError) as caught:
        list(ready.lend(use))

    assert caught.value.code == "inference-failed"
    assert isinstance(list(ready.answer(ASK, PARAMS))[-1], Done)
