"""A long article on the command line: read in parts that are told, and never cut."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsassistant.app.oneshot import OneShot
from newsassistant.cli.shared.console import Console
from newsassistant.cli.shared.long import condensed
from newsassistant.cli.shared.session import Session
from newsassistant.core.errors import PromptError
from newsassistant.core.types import ModelInfo
from newsassistant.engine.fake import FakeEngine
from newsassistant.text.articles.article import parse
from tests.unit.text.articles.long_stories import ENGLISH, long_article

if TYPE_CHECKING:
    from collections.abc import Iterator

LONG = parse(long_article(ENGLISH, seed=5, fill=60))
MODEL = ModelInfo("fake", "Fake", "int8", 1000)


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine([f"Noted {n}." for n in range(1, 40)], context_length=1000)


@pytest.fixture
def session(engine: FakeEngine) -> Iterator[Session]:
    with OneShot(lambda: engine, lambda model_id, on_progress, cancel: Path(model_id)) as shot:
        shot.load("fake", lambda event: None)
        yield Session(MODEL, shot, Console("en"))


def never() -> bool:
    return False


def test_every_part_is_read_and_told(
    session: Session, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    found = condensed(session, LONG, None, never)
    assert found.stopped is None
    assert found.parts == len(engine.prompts) > 2
    assert found.article.text == "\n\n".join(f"Noted {n}." for n in range(1, found.parts + 1))
    told = capsys.readouterr().err
    assert f"The article is read in {found.parts} parts" in told
    assert f"Summarising part {found.parts} of {found.parts}." in told
    read = "".join(p.article.text for p in engine.prompts if p.article is not None)
    assert all(story.text in read for story in ENGLISH)


def test_what_fits_is_left_as_it_is(session: Session, engine: FakeEngine) -> None:
    short = parse("A short story. It fits.")
    found = condensed(session, short, None, never)
    assert (found.article, found.parts) == (short, 1)
    assert engine.prompts == []


def test_the_user_can_stop(session: Session) -> None:
    found = condensed(session, LONG, None, lambda: True)
    assert found.stopped is not None
    assert found.stopped.reason == "cancelled"


def test_a_model_that_writes_nothing_is_told(session: Session, engine: FakeEngine) -> None:
    engine._answers[""] = [""]
    with pytest.raises(PromptError) as caught:
        condensed(session, LONG, None, never)
    assert caught.value.code == "part-empty"
