"""The start under Windows: as an installed program, and errors are seen without a console."""

from __future__ import annotations

import sys

import pytest

from installer.windows import start
from newsassistant.app.machine.process import command
from newsassistant.core.edition import is_frozen


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What boxes said."""
    monkeypatch.setattr(sys, "frozen", False, raising=False)
    said: list[str] = []
    monkeypatch.setattr(start, "tell", said.append)
    return said


def command_that_fails(code: int, words: str) -> int:
    if words:
        print(words, file=sys.stderr)
    return code


def test_it_is_the_installed_program(shown: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "main", lambda: 0)

    assert start.run() == 0
    assert is_frozen()
    assert command() == [sys.executable]


@pytest.mark.parametrize(
    ("code", "words", "boxes"),
    [(1, "no library", ["no library"]), (0, "a note", []), (130, "", [])],
)
def test_a_window_program_shows_why_it_failed(
    shown: list[str],
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    words: str,
    boxes: list[str],
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    monkeypatch.setattr(start, "main", lambda: command_that_fails(code, words))

    assert start.run() == code
    assert shown == boxes


def test_the_command_line_lives_without_streams(
    shown: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    monkeypatch.setattr(sys, "argv", ["NewsAssistant.exe", "models", "remove", "none"])

    assert start.run() == 1
    assert len(shown) == 1
    assert shown[0].startswith("newsassistant: ")


def test_what_a_console_program_says_stays_there(
    shown: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start, "main", lambda: command_that_fails(1, "no library"))

    assert start.run() == 1
    assert (shown, capsys.readouterr().err) == ([], "no library\n")
