"""`make frozen`: a folder that is not whole ends with an exit code and a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from installer import __main__ as command
from installer import frozen
from scripts.setup_env import SetupError


def test_what_fails_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> Path:
        raise SetupError("it names the build machine")

    monkeypatch.setattr(frozen, "freeze", fail)
    assert command.main() == 1
    assert "it names the build machine" in capsys.readouterr().err


def test_a_whole_folder_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(frozen, "freeze", lambda: tmp_path)
    assert command.main() == 0
    assert str(tmp_path) in capsys.readouterr().err
