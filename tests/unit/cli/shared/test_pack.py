"""What training and scoring ask of the pack: that it takes the place of a frozen program."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsassistant.cli.shared.pack import hand_over
from newsassistant.core.errors import TrainError
from tests.unit.app.packs import install

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Cli

POSIX = pytest.mark.skipif(os.name == "nt", reason="there the pack is a child")


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A frozen program without a pack, with a command line."""
    program = tmp_path / "opt" / "newsassistant" / "newsassistant"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr(sys, "argv", [str(program), "tune", "--data", "a b.csv"])
    return program


@pytest.fixture
def became(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[str]]]:
    """The programs that took the place of this one."""
    became: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(os, "execv", lambda path, words: became.append((path, words)))
    return became


def test_a_checkout_does_it_itself(became: list[object]) -> None:
    assert hand_over() is None
    assert became == []


@POSIX
def test_the_pack_gets_the_whole_command_line(program: Path, became: list[object]) -> None:
    pack = str(install(program))

    hand_over()

    assert became == [(pack, [pack, "tune", "--data", "a b.csv"])]


@pytest.mark.usefixtures("program")
def test_without_the_pack_it_is_named(became: list[object]) -> None:
    with pytest.raises(TrainError) as caught:
        hand_over()

    assert caught.value.code == "pack-missing"
    assert became == []


@pytest.mark.usefixtures("program")
@pytest.mark.parametrize(
    "words", [["tune", "--model=starter", "--json"], ["evaluate", "--data=x.csv"]]
)
def test_the_commands_say_so_before_all_else(cli: Cli, words: list[str]) -> None:
    result = cli(*words)

    assert result.code == 1
    assert "Install newsassistant-training " in result.err
    if "--json" in words:
        assert json.loads(result.out)["error"] == "pack-missing"


@POSIX
@pytest.mark.parametrize(
    "words", [["tune", "--check"], ["tune", "--resume=run"], ["evaluate", "--data=x.csv"]]
)
def test_the_commands_are_handed_over(
    program: Path, monkeypatch: pytest.MonkeyPatch, cli: Cli, words: list[str]
) -> None:
    pack = str(install(program))
    monkeypatch.setattr(sys, "argv", [str(program), *words])

    def become(path: str, words: list[str]) -> None:
        raise OverflowError(path, words)  # this process would be another program now

    monkeypatch.setattr(os, "execv", become)
    reported: list[BaseException] = []
    monkeypatch.setattr(
        "newsassistant.cli.main._report", lambda error, console: reported.append(error)
    )
    cli(*words)

    assert [error.args for error in reported] == [(pack, [pack, *words])]
