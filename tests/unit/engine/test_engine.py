"""The real engine: determinism, reuse of the state, and a ledger that is always right."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from newsassistant.core.errors import EngineError, ModelError, PromptError
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
from newsassistant.engine.engine import AnswerMemory, OpenVinoEngine
from newsassistant.engine.runtime import Runtime
from newsassistant.model.folder import ModelFolder
from newsassistant.text.prompts.prompt import messages_of
from tests.exact import exact_engine
from tests.unit.engine.conftest import FixedChunk, cached_lengths, runtime_of

BODY = (
    "Wind power grows\nThe government will invest 1.2 billion pounds in offshore wind over three "
    "years, the energy minister said on Tuesday. The plan should support 14,000 jobs. "
)
ARTICLE = Article(BODY, "Wind power grows", "en", "a")
LIST = Message("user", "List the facts of the article above.")


def nothing(done: int, total: int) -> None:
    """No report is wanted."""


def ask(
    engine: OpenVinoEngine,
    prompt: Prompt,
    *,
    max_tokens: int = 16,
    seed: int | None = None,
    on_event: Callable[[Event], None] = lambda event: None,
    cancel: CancelToken | None = None,
) -> tuple[str, Done]:
    temperature = 0.0 if seed is None else 1.2
    params = GenerationParams(max_tokens=max_tokens, temperature=temperature, seed=seed)
    events = []
    for event in engine.stream("r", prompt, params, cancel or CancelToken(), nothing):
        on_event(event)
        events.append(event)
    done = events[-1]
    assert isinstance(done, Done)
    return "".join(event.text for event in events if isinstance(event, Delta)), done


def prompt_ids(engine: OpenVinoEngine, prompt: Prompt) -> list[int]:
    loaded = engine.need()
    return loaded.template.ids(messages_of(prompt), loaded.answers)


def check_ledger(runtime: Runtime) -> list[int]:
    """The ledger, after a look at what the state really holds without rejected guesses."""
    runtime.trim(len(runtime.fed))
    assert cached_lengths(runtime) == {len(runtime.fed)}
    return list(runtime.fed)


def test_greedy_answers_repeat(engine: OpenVinoEngine) -> None:
    prompt = Prompt((LIST,), ARTICLE)
    first, _ = ask(engine, prompt)
    runtime_of(engine).reset()

    assert ask(engine, prompt)[0] == first
    assert first.strip()


def test_a_seed_repeats_a_sampled_answer(engine: OpenVinoEngine) -> None:
    prompt = Prompt((Message("user", "Tell me a story."),))
    answers = []
    for seed in (1, 1, 2):
        runtime_of(engine).reset()
        text, done = ask(engine, prompt, seed=seed)
        assert done.usage.seed == seed
        answers.append(text)

    assert answers[0] == answers[1] != answers[2]


def test_a_stop_id_ends_the_answer_and_leaves_no_text(engine: OpenVinoEngine) -> None:
    prompt = Prompt((Message("user", "Reply with the single word yes."),))

    text, done = ask(engine, prompt, max_tokens=200)

    assert done.reason == "stop"
    assert "<|" not in text
    ids = prompt_ids(engine, prompt)
    assert check_ledger(runtime_of(engine))[: len(ids)] == ids
    assert len(runtime_of(engine).fed) == len(ids) + done.usage.completion_tokens


def test_max_tokens_ends_with_length(engine: OpenVinoEngine) -> None:
    _, done = ask(engine, Prompt((LIST,), ARTICLE), max_tokens=5)

    assert done.reason == "length"
    assert done.usage.completion_tokens == 5


def test_a_follow_up_feeds_only_what_is_new(engine: OpenVinoEngine) -> None:
    text, first = ask(engine, Prompt((LIST,), ARTICLE))
    turns = (LIST, Message("assistant", text), Message("user", "Who said it?"))

    _, second = ask(engine, Prompt(turns, ARTICLE))

    # The last id of an answer that ends with "length" was sampled but never fed.
    fed = first.usage.prompt_tokens + first.usage.completion_tokens - 1
    assert second.usage.reused_tokens == fed
    assert second.usage.prompt_tokens - fed < 30
    check_ledger(runtime_of(engine))


def test_the_same_article_again_keeps_it_cached(engine: OpenVinoEngine) -> None:
    _, first = ask(engine, Prompt((LIST,), ARTICLE))
    other = Message("user", "Write a headline.")

    _, second = ask(engine, Prompt((other,), ARTICLE))
    assert second.usage.reused_tokens > first.usage.prompt_tokens - 20


def test_another_article_goes_back_to_the_common_prefix(engine: OpenVinoEngine) -> None:
    ask(engine, Prompt((LIST,), ARTICLE))
    other = Prompt((LIST,), Article("Rain falls\nIt rained in the north.", "", "en", "b"))

    text, done = ask(engine, other)

    ids = prompt_ids(engine, other)
    assert 0 < done.usage.reused_tokens < 40  # the system turn and the user's header
    assert check_ledger(runtime_of(engine))[: len(ids)] == ids
    runtime_of(engine).reset()
    assert ask(engine, other)[0] == text


def press_later(cancel: CancelToken, started: threading.Event) -> threading.Thread:
    """Press Stop from another thread as soon as `started` is set."""

    def press() -> None:
        started.wait(30)
        cancel.cancel()

    thread = threading.Thread(target=press)
    thread.start()
    return thread


def test_cancelled_while_reading_from_another_thread(
    engine: OpenVinoEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime_of(engine), "chunk", FixedChunk(128))
    cancel, started = CancelToken(), threading.Event()
    prompt = Prompt((LIST,), Article(BODY * 40, "", "en", "c"))
    thread = press_later(cancel, started)

    def on_prefill(done: int, total: int) -> None:
        if done >= 128:
            started.set()

    events = list(engine.stream("r", prompt, GenerationParams(), cancel, on_prefill))
    thread.join()

    assert [type(event) for event in events] == [Done]
    ids = prompt_ids(engine, prompt)
    fed = check_ledger(runtime_of(engine))
    assert 128 <= len(fed) < len(ids)
    assert fed == ids[: len(fed)]

    short = Prompt((LIST,), Article(BODY * 2, "", "en", "c"))
    _, done = ask(engine, short)
    assert done.reason in ("stop", "length")
    assert done.usage.reused_tokens >= 64


def test_cancelled_while_answering_from_another_thread(engine: OpenVinoEngine) -> None:
    cancel, started = CancelToken(), threading.Event()
    prompt = Prompt((Message("user", "Tell me a very long story about the sea."),))
    thread = press_later(cancel, started)
    seen: list[Event] = []

    def on_event(event: Event) -> None:
        seen.append(event)
        if len(seen) == 4:
            started.set()

    text, done = ask(engine, prompt, max_tokens=2_000, on_event=on_event, cancel=cancel)
    thread.join()

    assert done.reason == "cancelled"
    assert 4 <= done.usage.completion_tokens < 2_000
    ids = prompt_ids(engine, prompt)
    answer = engine.need().answers.get(text)
    assert answer is not None
    fed = check_ledger(runtime_of(engine))
    assert fed == [*ids, *answer][: len(fed)]
    assert len(ids) + len(answer) - 1 <= len(fed) <= len(ids) + len(answer)

    turns = (*prompt.messages, Message("assistant", text), Message("user", "Go on."))
    _, follow_up = ask(engine, Prompt(turns))
    assert follow_up.usage.reused_tokens >= len(fed) - 1
    assert follow_up.reason in ("stop", "length")


def test_a_full_context_is_refused_and_nothing_is_fed(engine: OpenVinoEngine) -> None:
    with pytest.raises(PromptError) as caught:
        ask(engine, Prompt((LIST,), Article(BODY * 400, "", "en", "d")))

    assert caught.value.code == "context-full"
    assert check_ledger(runtime_of(engine)) == []


def test_the_answer_ends_with_the_context(
    engine: OpenVinoEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompt = Prompt((Message("user", "Tell me a very long story about the sea."),))
    ids = prompt_ids(engine, prompt)
    monkeypatch.setattr("newsassistant.engine.engine.check_room", lambda ids, context: None)
    loaded = engine.need()
    monkeypatch.setattr(loaded, "folder", _with_context(loaded.folder, len(ids) + 7))

    _, done = ask(engine, prompt, max_tokens=500)

    assert (done.reason, done.usage.completion_tokens) == ("length", 7)


def _with_context(folder: ModelFolder, context: int) -> ModelFolder:
    from dataclasses import replace

    return replace(folder, config=replace(folder.config, context_length=context))


def test_loading_reports_its_steps_and_describes_the_model(starter_model_dir: Path) -> None:
    engine, reports = exact_engine(), []

    info = engine.load(starter_model_dir, lambda *report: reports.append(report))

    assert reports == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert (info.id, info.weights, info.device) == ("starter", "int8", "CPU")
    assert info.generation.repetition_penalty > 1
    assert list(runtime_of(engine).fed) == []
    engine.close()
    with pytest.raises(EngineError) as caught:
        ask(engine, Prompt((LIST,)))
    assert caught.value.code == "engine-closed"
    with pytest.raises(EngineError):
        engine.fit(ARTICLE)


def test_a_failed_load_leaves_no_model(tmp_path: Path) -> None:
    engine = exact_engine()

    with pytest.raises(ModelError) as caught:
        engine.load(tmp_path / "none", nothing)
    assert caught.value.code == "model-missing"
    with pytest.raises(EngineError):
        engine.fit(ARTICLE)


def test_the_memory_of_answers_forgets_the_oldest() -> None:
    memory = AnswerMemory(2)
    memory.put("a", [1])
    memory.put("b", [2])
    memory.put("a", [3])
    memory.put("c", [4])

    assert (memory.get("a"), memory.get("b"), memory.get("c")) == ([3], None, [4])


def test_an_answer_cut_inside_a_token_is_not_remembered_by_wrong_ids(
    engine: OpenVinoEngine,
) -> None:
    prompt = Prompt((LIST,), ARTICLE)
    text, _ = ask(engine, prompt)
    stop = text.split()[1][1:]  # begins inside a word
    params = GenerationParams(max_tokens=16, stop_texts=(stop,))

    events = list(engine.stream("r", prompt, params, CancelToken(), nothing))

    shown = "".join(event.text for event in events if isinstance(event, Delta))
    assert shown == text[: text.index(stop)]
    assert engine.need().answers.get(shown) is None


def test_an_answer_with_control_ids_is_not_remembered(engine: OpenVinoEngine) -> None:
    loaded = engine.need()
    ids = loaded.tokenizer.encode("One.")
    start = loaded.tokenizer.control_ids["<|im_start|>"]

    loaded.remember("One.", [*ids, start])
    assert loaded.answers.get("One.") is None
    loaded.remember("One.", ids)
    assert loaded.answers.get("One.") == ids


def test_a_model_at_rest_answers_as_before(starter_model_dir: Path) -> None:
    engine = exact_engine()
    engine.load(starter_model_dir, nothing)
    prompt = Prompt((LIST,), ARTICLE)
    text, _ = ask(engine, prompt)
    engine.rest()
    assert engine.is_resting
    assert engine.fit(ARTICLE).tokens > 10  # a text is counted all the same
    assert engine.is_resting
    again, done = ask(engine, prompt)

    assert not engine.is_resting
    assert (again, done.usage.reused_tokens) == (text, 0)
    engine.close()
    engine.rest()
    assert not engine.is_resting


def test_forgetting_leaves_nothing_of_an_answer_and_the_model_loaded(
    engine: OpenVinoEngine,
) -> None:
    prompt = Prompt((LIST,), ARTICLE)
    first, _ = ask(engine, prompt)
    assert engine.need().answers.get(first)
    engine.forget()

    assert engine.need().answers.get(first) is None
    assert check_ledger(runtime_of(engine)) == []
    again, done = ask(engine, prompt)
    assert again == first
    assert done.usage.reused_tokens == 0


def test_forgetting_without_a_model_or_at_rest_is_nothing(engine: OpenVinoEngine) -> None:
    OpenVinoEngine().forget()
    engine.rest()
    engine.forget()
    assert engine.is_resting
