"""The scripted engine says what its script says, in order."""

from __future__ import annotations

import sys
from pathlib import Path
from subprocess import run

import pytest

from newsassistant.core.errors import EngineError, ModelError
from newsassistant.core.types import (
    Article,
    CancelToken,
    Delta,
    Event,
    GenerationParams,
    Message,
    Prompt,
)
from newsassistant.engine.fake import DEFAULT_ANSWERS, FakeEngine

PROMPT = Prompt((Message("user", "Why?"),))


def ask(engine: FakeEngine) -> str:
    params = GenerationParams()
    events: list[Event] = list(
        engine.stream("r", PROMPT, params, CancelToken(), lambda done, total: None)
    )
    return "".join(event.text for event in events if isinstance(event, Delta))


def test_answers_come_in_turn_and_begin_again() -> None:
    engine = FakeEngine()

    assert [ask(engine) for _ in range(3)] == [*DEFAULT_ANSWERS, DEFAULT_ANSWERS[0]]
    assert engine.prompts == [PROMPT] * 3


def test_a_style_has_answers_of_its_own() -> None:
    engine = FakeEngine(["Base."], answers_with={"house": ["One.", "Two."]})
    house, other = Path("styles/house"), Path("other")

    answers = []
    for path in (None, house, house, other, house):
        engine.use_prefix(path)
        answers.append(ask(engine))
    assert answers == ["Base.", "One.", "Two.", "Base.", "One."]
    assert engine.prefix == house
    assert engine.prefixes == [None, house, house, other, house]


def test_failures_come_first() -> None:
    engine = FakeEngine(["Fine."], failures=[EngineError("inference-failed", detail="x")])

    with pytest.raises(EngineError):
        ask(engine)
    assert ask(engine) == "Fine."


def test_loading_fails_once() -> None:
    engine = FakeEngine(load_failure=ModelError("model-missing", model="m"), context_length=99)
    reports: list[tuple[int, int]] = []

    with pytest.raises(ModelError):
        engine.load(Path("m"), lambda *report: reports.append(report))
    info = engine.load(Path("m"), lambda *report: reports.append(report))
    assert info.context_length == 99
    assert reports == [(1, 2), (1, 2), (2, 2)]
    engine.close()


def test_each_token_takes_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr("newsassistant.engine.fake.time.sleep", slept.append)

    ask(FakeEngine(["one two three"], delay_s=0.5))
    assert slept == [0.5] * 4  # one chunk of the prompt and three words


@pytest.mark.parametrize(("context", "room", "chars"), [(2048, 1920, 17), (130, 2, 10), (99, 0, 0)])
def test_a_word_is_a_token(context: int, room: int, chars: int) -> None:
    article = Article("Wind power grows.", "", "en", "d")

    fit = FakeEngine(context_length=context).fit(article)
    assert (fit.tokens, fit.room, fit.chars) == (3, room, chars)


@pytest.mark.parametrize(
    ("stop", "text"), [("\n", "one line."), ("li", "one "), ("xx", "one line.\nx")]
)
def test_stop_texts_end_the_answer(stop: str, text: str) -> None:
    engine = FakeEngine(["one line.\nx"])
    params = GenerationParams(stop_texts=(stop,))
    events = engine.stream("r", PROMPT, params, CancelToken(), lambda done, total: None)

    assert "".join(event.text for event in events if isinstance(event, Delta)) == text


def test_it_needs_no_openvino() -> None:
    code = "import sys, newsassistant.engine.fake; sys.exit('openvino' in sys.modules)"

    assert run([sys.executable, "-c", code], check=False).returncode == 0
