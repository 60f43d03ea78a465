"""The styles that ship: they fit the starter that is built here, and do change what is written.

Through the engine as users run it: int8 weights, f16 cache.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsassistant.app.installed.shipped import ShippedStyles
from newsassistant.app.installed.styles import Said, StyleLibrary
from newsassistant.core.resources import sample_article
from newsassistant.core.types import Article, CancelToken, Delta, GenerationParams, Message, Prompt
from newsassistant.engine.engine import OpenVinoEngine
from newsassistant.model.folder import ModelFolder
from newsassistant.model.prefixes.files import read_prefix
from newsassistant.model.prefixes.manifest import PrefixInfo
from newsassistant.text.articles.article import parse
from newsassistant.text.metrics import copied_share
from newsassistant.text.prompts.presets import PRESETS, Preset
from tests.exact import exact_engine

pytestmark = pytest.mark.model

SHIPPED = {str(info.training["preset"]): info for info in ShippedStyles().list()}
SELECTED = 0.8
"""The least share of bigrams copied: a style that invents again has lost what it is for."""


@pytest.fixture(scope="module")
def engine(starter_model_dir: Path) -> Iterator[OpenVinoEngine]:
    made = exact_engine()
    made.load(starter_model_dir, lambda done, total: None)
    yield made
    made.close()


@pytest.fixture(scope="module")
def article() -> Article:
    return parse(sample_article("en").read_text(encoding="utf-8"))


def answer(engine: OpenVinoEngine, article: Article, preset: Preset, style: Path | None) -> str:
    engine.use_prefix(style)
    prompt = Prompt((Message("user", preset.instruction(article.language)),), article)
    stops = ("\n",) if preset.one_line else ()
    params = GenerationParams(temperature=0.0, max_tokens=48, stop_texts=stops)
    events = engine.stream("1", prompt, params, CancelToken(), lambda done, total: None)
    return "".join(event.text for event in events if isinstance(event, Delta)).strip()


def test_each_job_has_one() -> None:
    assert sorted(SHIPPED) == sorted(PRESETS)


@pytest.mark.parametrize("style", SHIPPED.values(), ids=list(SHIPPED))
def test_it_was_trained_on_the_starter(style: PrefixInfo, starter_model_dir: Path) -> None:
    base = ModelFolder.open(starter_model_dir).base()

    read_prefix(style.path).check_fits(base)
    assert style.base.fingerprint == base.fingerprint


@pytest.mark.parametrize("job", list(SHIPPED))
def test_it_selects_where_the_model_invents_and_leaves_that_as_it_was(
    engine: OpenVinoEngine, article: Article, job: str
) -> None:
    preset = PRESETS[job]
    plain = answer(engine, article, preset, None)
    styled = answer(engine, article, preset, SHIPPED[job].path)
    again = answer(engine, article, preset, None)

    assert again == plain
    assert styled != plain
    if job != "headline":
        assert copied_share(styled, article.text, "en") >= SELECTED


def test_a_style_that_has_travelled_writes_the_same(
    engine: OpenVinoEngine, article: Article, tmp_path: Path
) -> None:
    """Exported, installed in another library, used: the same answer to the last character."""
    here, file = SHIPPED["headline"], tmp_path / "headline.newsstyle"
    StyleLibrary(tmp_path).export(str(here.path), file, Said(signed_off_by="A. Editor"))
    there = StyleLibrary(tmp_path / "server").add(file, models=[here.base])

    preset = PRESETS["headline"]
    styled = answer(engine, article, preset, here.path)
    assert answer(engine, article, preset, there.path) == styled
    assert answer(engine, article, preset, None) != styled
