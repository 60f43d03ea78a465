"""Switching the style of the real engine: nothing is read twice, and no answer changes by it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from newsassistant.core.errors import EngineError, PrefixError
from newsassistant.core.types import Article, Message, Prompt
from newsassistant.engine.engine import OpenVinoEngine
from newsassistant.engine.lookup import Repetition
from newsassistant.model.prefixes.files import write_prefix
from tests.exact import exact_engine
from tests.unit.engine.conftest import cached_lengths, random_prefix, runtime_of
from tests.unit.engine.test_engine import BODY, LIST, ask

ARTICLE = Article(BODY * 2, "Wind power grows", "en", "a")
SUMMARY = Prompt((LIST,), ARTICLE)
HEADLINE = Prompt((Message("user", "Write a headline."),), ARTICLE)


def anew(engine: OpenVinoEngine, path: Path | None, prompt: Prompt) -> str:
    """The answer of an engine that remembers nothing."""
    runtime = runtime_of(engine)
    engine.use_prefix(path)
    runtime._snapshots.clear()
    runtime.reset()
    return ask(engine, prompt)[0]


def test_switching_back_and_forth_reads_an_article_once(
    engine: OpenVinoEngine, style: Path
) -> None:
    expected = {path: anew(engine, path, SUMMARY) for path in (None, style)}
    runtime_of(engine)._snapshots.clear()
    runtime_of(engine).reset()
    assert expected[None] != expected[style]

    reused = []
    for path in (None, style, None, style, None):
        engine.use_prefix(path)
        text, done = ask(engine, SUMMARY)
        assert text == expected[path]
        reused.append(done.usage.reused_tokens)
        everything = done.usage.prompt_tokens - 1

    assert reused == [0, 0, everything, everything, everything]


def test_another_question_on_the_article_goes_on_from_its_snapshot(
    engine: OpenVinoEngine, style: Path
) -> None:
    ask(engine, SUMMARY)
    engine.use_prefix(style)
    ask(engine, SUMMARY)
    engine.use_prefix(None)
    text, done = ask(engine, HEADLINE)

    assert done.usage.reused_tokens > done.usage.prompt_tokens - 20
    assert text == anew(engine, None, HEADLINE)


def test_coming_back_to_an_article_reads_it_once(engine: OpenVinoEngine, style: Path) -> None:
    other = Prompt((LIST,), Article("Rain falls\nIt rained in the north. " * 8, "", "en", "b"))
    engine.use_prefix(style)
    text, _ = ask(engine, SUMMARY)
    _, between = ask(engine, other)
    again, done = ask(engine, SUMMARY)

    assert 0 < between.usage.reused_tokens < 40  # the system turn and the user's header
    assert done.usage.reused_tokens == done.usage.prompt_tokens - 1
    assert again == text


def test_the_present_style_again_changes_nothing(engine: OpenVinoEngine, style: Path) -> None:
    engine.use_prefix(style)
    text, _ = ask(engine, SUMMARY)
    fed = list(runtime_of(engine).fed)
    engine.use_prefix(style)

    assert list(runtime_of(engine).fed) == fed
    assert ask(engine, SUMMARY)[0] == text


def test_a_style_that_cannot_be_used_leaves_the_former(
    engine: OpenVinoEngine, style: Path, tmp_path: Path
) -> None:
    base = engine.need().folder.base()
    wrong = random_prefix(replace(base, layers=base.layers + 1))
    write_prefix(tmp_path / "wrong", wrong, name="Other")
    engine.use_prefix(style)
    text, _ = ask(engine, SUMMARY)

    for path, code in (("wrong", "prefix-other-shape"), ("none", "prefix-missing")):
        with pytest.raises(PrefixError) as caught:
            engine.use_prefix(tmp_path / path)
        assert caught.value.code == code
    again, done = ask(engine, SUMMARY)

    assert again == text
    assert done.usage.reused_tokens == done.usage.prompt_tokens - 1


def test_shifted_positions_take_room(engine: OpenVinoEngine, tmp_path: Path) -> None:
    base = engine.need().folder.base()
    write_prefix(tmp_path / "peft", random_prefix(base, offset=8), name="PEFT")
    room = engine.fit(ARTICLE).room
    engine.use_prefix(tmp_path / "peft")

    assert engine.fit(ARTICLE).room == room - 8
    assert ask(engine, SUMMARY)[1].reason == "length"


def test_guesses_change_no_answer_in_a_style(
    engine: OpenVinoEngine, style: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repeat = Prompt((Message("user", "Repeat: " + "the north wind blows " * 6),))
    engine.use_prefix(style)
    guessed, _ = ask(engine, repeat, max_tokens=40)
    assert cached_lengths(runtime_of(engine)) != {8}
    nothing = Repetition(0, [])
    monkeypatch.setattr("newsassistant.engine.lookup.PromptLookup.draft", lambda self: nothing)

    assert anew(engine, style, repeat)[:40] == guessed[: len(guessed)][:40]


def test_a_style_needs_a_model_and_goes_with_it(starter_model_dir: Path, style: Path) -> None:
    engine = exact_engine()
    with pytest.raises(EngineError) as caught:
        engine.use_prefix(style)
    assert caught.value.code == "engine-closed"

    engine.load(starter_model_dir, lambda done, total: None)
    engine.use_prefix(style)
    engine.load(starter_model_dir, lambda done, total: None)
    assert cached_lengths(runtime_of(engine)) == {0}
    assert np.all(runtime_of(engine)._alive)
    engine.close()
