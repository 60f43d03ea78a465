"""The command that opens the window, with a stand-in for the window."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

import newsassistant.gui

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Cli


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path | None]:
    """The files that windows were opened with."""
    calls: list[Path | None] = []

    def run(file: Path | None, *, new_window: bool, on_raised: Callable[[], None]) -> int:
        calls.append(file)
        if not new_window:
            on_raised()
        return 0

    window = ModuleType("newsassistant.gui.application")
    window.run = run  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, window.__name__, window)
    monkeypatch.setattr(newsassistant.gui, "application", window, raising=False)
    return calls


def test_with_a_file_and_without(cli: Cli, opened: list[Path | None]) -> None:
    codes = [cli().code, cli("gui").code, cli("gui", "a.txt").code]

    assert codes == [0, 0, 0]
    assert opened == [None, None, Path("a.txt")]


def test_it_is_said_which_window_has_it(cli: Cli, opened: list[Path | None]) -> None:
    assert "has come to the front" in cli("gui", "a.txt").err
    assert cli("gui", "--new-window", "a.txt").err == ""
    assert opened == [Path("a.txt")] * 2


def test_standard_input_is_wrong_usage(cli: Cli, opened: list[Path | None]) -> None:
    assert cli("gui", "-").code == 2
    assert opened == []


def test_a_missing_library_says_what_to_do(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(newsassistant.gui, "application", raising=False)
    monkeypatch.setitem(sys.modules, "newsassistant.gui.application", None)

    result = cli("gui")

    assert result.code == 1
    assert "window cannot be opened" in result.err
    assert "make run" in result.err


def test_nothing_is_collected_while_it_starts_and_then_as_before(
    cli: Cli, opened: list[Path | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    window, states = sys.modules["newsassistant.gui.application"], []

    def run(*_: object, **__: object) -> int:
        states.append(gc.isenabled())
        return 0

    monkeypatch.setattr(window, "run", run)
    before = gc.isenabled()

    assert cli("gui", "--new-window").code == 0
    assert states == [False]
    assert gc.isenabled() == before
