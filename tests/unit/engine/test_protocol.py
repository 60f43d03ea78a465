"""What every engine owes the application: one suite for the scripted and the real one."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsassistant.core.errors import PromptError
from newsassistant.core.types import (
    Article,
    CancelToken,
    Delta,
    Done,
    Event,
    GenerationParams,
    Message,
    Prompt,
)
from newsassistant.engine.fake import FakeEngine
from newsassistant.engine.protocol import Engine
from newsassistant.text.articles.spans import leading

QUESTION = Prompt((Message("user", "Count slowly from one to one hundred, please."),))
SHORT = GenerationParams(max_tokens=6)


@pytest.fixture(params=["fake", "openvino"])
def any_engine(request: pytest.FixtureRequest) -> Engine:
    if request.param == "fake":
        engine = FakeEngine(["One, two, three, four, five, six, seven, eight, nine, ten."])
        engine.load(Path("fake"), lambda done, total: None)
        return engine
    real: Engine = request.getfixturevalue("engine")
    return real


def ask(
    engine: Engine,
    prompt: Prompt = QUESTION,
    *,
    params: GenerationParams = SHORT,
    cancel: CancelToken | None = None,
) -> list[Event]:
    return list(engine.stream("r", prompt, params, cancel or CancelToken(), lambda *_: None))


def ending(events: list[Event]) -> Done:
    """The one Done, which is the last event; all others are deltas of the same request."""
    done = events[-1]
    assert isinstance(done, Done)
    assert all(isinstance(event, Delta) for event in events[:-1])
    assert {event.request_id for event in events} == {"r"}
    return done


def make_article(text: str) -> Article:
    return Article(text=text, title="", language="en", digest="d")


def test_an_answer_is_deltas_and_one_done(any_engine: Engine) -> None:
    events = ask(any_engine)

    done = ending(events)
    tokens = sum(event.n_tokens for event in events if isinstance(event, Delta))
    assert done.reason == "length"
    assert done.usage.completion_tokens == tokens == 6
    assert done.usage.prompt_tokens > 0
    assert "".join(event.text for event in events if isinstance(event, Delta)).strip()


def test_reading_is_reported_up_to_the_whole(any_engine: Engine) -> None:
    reports: list[tuple[int, int]] = []
    prompt = Prompt((Message("user", "word " * 300),))
    params = GenerationParams(max_tokens=1)

    list(any_engine.stream("r", prompt, params, CancelToken(), lambda *r: reports.append(r)))

    assert len({total for _, total in reports}) == 1
    assert reports == sorted(reports)
    assert reports[-1][0] == reports[-1][1]
    assert len(reports) >= 3


def test_cancelled_before_the_start(any_engine: Engine) -> None:
    cancel = CancelToken()
    cancel.cancel()

    events = ask(any_engine, cancel=cancel)
    assert len(events) == 1
    assert ending(events).reason == "cancelled"
    assert ending(ask(any_engine)).reason == "length"


def test_cancelled_while_reading(any_engine: Engine) -> None:
    cancel = CancelToken()
    prompt = Prompt((Message("user", "word " * 600),))

    events = list(
        any_engine.stream("r", prompt, SHORT, cancel, lambda done, total: cancel.cancel())
    )
    assert len(events) == 1
    assert ending(events).reason == "cancelled"
    assert ending(ask(any_engine)).reason == "length"


def test_cancelled_while_answering_keeps_the_text(any_engine: Engine) -> None:
    cancel, events = CancelToken(), []
    params = GenerationParams(max_tokens=50)
    for event in any_engine.stream("r", QUESTION, params, cancel, lambda *_: None):
        events.append(event)
        if len(events) == 3:
            cancel.cancel()
            cancel.cancel()

    assert ending(events).reason == "cancelled"
    assert len(events) == 4
    assert ending(ask(any_engine)).reason == "length"


def test_a_listener_may_leave(any_engine: Engine) -> None:
    stream = any_engine.stream("r", QUESTION, SHORT, CancelToken(), lambda *_: None)
    assert isinstance(next(stream), Delta)
    stream.close()  # type: ignore[attr-defined]

    assert ending(ask(any_engine)).reason == "length"


def test_a_prompt_that_does_not_fit_is_refused(any_engine: Engine) -> None:
    prompt = Prompt((Message("user", "word " * 10_000),))

    with pytest.raises(PromptError) as caught:
        ask(any_engine, prompt)
    assert caught.value.code == "context-full"
    assert ending(ask(any_engine)).reason == "length"


def test_an_answer_ends_before_a_stop_text(any_engine: Engine) -> None:
    whole = ask(any_engine, params=GenerationParams(max_tokens=12))
    text = "".join(event.text for event in whole if isinstance(event, Delta))
    stop = text.split()[2]

    events = ask(any_engine, params=GenerationParams(max_tokens=12, stop_texts=(stop,)))

    assert "".join(e.text for e in events if isinstance(e, Delta)) == text[: text.index(stop)]
    assert ending(events).reason == "stop"


def test_an_article_is_measured(any_engine: Engine) -> None:
    short = any_engine.fit(make_article("Wind power grows."))
    assert 0 < short.tokens <= short.room
    assert short.chars == len("Wind power grows.")

    text = "Wind power grows in the north. " * 3_000
    long = any_engine.fit(make_article(text))
    assert long.tokens > long.room == short.room
    assert 0 < long.chars < len(text)
    prompt = Prompt((Message("user", "Why?"),), make_article(text), reads=leading(long.chars))
    cancel = CancelToken()
    cancel.cancel()
    assert ending(ask(any_engine, prompt, cancel=cancel)).reason == "cancelled"


def test_the_base_model_is_always_there(any_engine: Engine) -> None:
    any_engine.use_prefix(None)

    assert ending(ask(any_engine)).reason == "length"
