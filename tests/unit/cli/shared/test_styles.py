"""The styles that a command answers in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsassistant.cli.shared.console import Console, Context
from newsassistant.cli.shared.session import open_session
from newsassistant.cli.shared.styles import style_of_job
from newsassistant.core.paths import Paths
from newsassistant.text.prompts.presets import BASE, PRESETS
from tests.unit.cli.styled import StyledEngine

if TYPE_CHECKING:
    from tests.unit.cli.conftest import UseEngine

JOB = PRESETS["headline"]


@pytest.fixture
def context(home: Paths, use_engine: UseEngine) -> Context:
    use_engine(StyledEngine())
    return Context(home, Console("en"))


def test_the_style_of_a_job(
    context: Context, house: Path, foreign: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_session(context, "x") as session:
        assert style_of_job(replace(JOB, style="house"), session, context) == house
        assert style_of_job(replace(JOB, style=BASE), session, context) is None
        assert style_of_job(JOB, session, context) is None
        assert capsys.readouterr().err == ""
        assert style_of_job(replace(JOB, style="foreign"), session, context) is None
        assert "foreign" in capsys.readouterr().err
