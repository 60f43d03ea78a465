"""The command `self-test` with a scripted engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsassistant import __version__
from newsassistant.engine.fake import FakeEngine

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.cli.conftest import Cli, UseEngine


def test_it_says_what_it_did(cli: Cli, use_engine: UseEngine) -> None:
    use_engine(FakeEngine(["Wind farms come."]))

    result = cli("self-test")

    assert (result.code, result.err) == (0, "")
    for words in (__version__, "offshore-wind.txt", "Scripted model", "Wind farms come.", "passed"):
        assert words in result.out


def test_an_empty_answer_fails(cli: Cli, use_engine: UseEngine) -> None:
    use_engine(FakeEngine([" \n"]))

    result = cli("self-test")

    assert result.code == 1
    assert "empty answer" in result.err
    assert "passed" not in result.out


def test_it_names_the_style(cli: Cli, use_engine: UseEngine, house: Path) -> None:
    engine = use_engine(FakeEngine(["Wind farms come."]))

    assert "Style: base model\n" in cli("self-test").out
    assert "Style: house\n" in cli("self-test", "--prefix", "house").out
    assert engine.prefixes == [None, house]
