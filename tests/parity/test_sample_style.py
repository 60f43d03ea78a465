"""The style that ships: it fits the starter that is built here, and it does change what is written.

Through the engine as users run it: int8 weights, f16 cache.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsassistant.core.resources import resource_path
from newsassistant.core.types import Article, CancelToken, Delta, GenerationParams, Message, Prompt
from newsassistant.engine.engine import OpenVinoEngine
from newsassistant.model.folder import ModelFolder
from newsassistant.model.prefixes.files import read_info, read_prefix
from newsassistant.text.articles.article import parse
from newsassistant.text.prompts.presets import PRESETS
from tests.exact import exact_engine

pytestmark = pytest.mark.model

SAMPLE = resource_path("prefixes", "one-line-news")
PRESET = PRESETS["one-sentence"]


@pytest.fixture(scope="module")
def engine(starter_model_dir: Path) -> Iterator[OpenVinoEngine]:
    made = exact_engine()
    made.load(starter_model_dir, lambda done, total: None)
    yield made
    made.close()


@pytest.fixture(scope="module")
def article() -> Article:
    return parse(resource_path("samples", "offshore-wind.txt").read_text(encoding="utf-8"))


def answer(engine: OpenVinoEngine, article: Article, style: Path | None) -> str:
    engine.use_prefix(style)
    prompt = Prompt((Message("user", PRESET.instruction(article.language)),), article)
    params = GenerationParams(temperature=0.0, max_tokens=48, stop_texts=("\n",))
    events = engine.stream("1", prompt, params, CancelToken(), lambda done, total: None)
    return "".join(event.text for event in events if isinstance(event, Delta)).strip()


def test_it_was_trained_on_the_starter_and_may_be_given_away(starter_model_dir: Path) -> None:
    info = read_info(SAMPLE)

    read_prefix(SAMPLE).check_fits(ModelFolder.open(starter_model_dir).base())
    assert info.licence == "CC0-1.0"
    assert info.training["preset"] == PRESET.id
    assert info.base.fingerprint == ModelFolder.open(starter_model_dir).base().fingerprint


def test_it_writes_otherwise_than_the_model_itself_and_leaves_it_as_it_was(
    engine: OpenVinoEngine, article: Article
) -> None:
    plain = answer(engine, article, None)
    styled = answer(engine, article, SAMPLE)
    again = answer(engine, article, None)

    assert again == plain
    assert styled
    assert styled != plain
    assert len(styled.split()) <= len(plain.split())
