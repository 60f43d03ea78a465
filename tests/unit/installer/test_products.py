"""The two products: side by side, and found by the program where it looks."""

from __future__ import annotations

import sys

import pytest

from installer.products import MAIN, TRAINING
from newsassistant.core import edition


def test_the_program_finds_the_pack_where_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(MAIN.program))

    assert edition.pack_folder() == TRAINING.folder.resolve()


def test_they_share_no_environment_and_no_folder() -> None:
    assert MAIN.venv != TRAINING.venv
    assert MAIN.folder != TRAINING.folder
    assert TRAINING.inside.parent == TRAINING.program.parent == TRAINING.folder
