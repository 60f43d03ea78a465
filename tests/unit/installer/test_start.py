"""The frozen program starts with the command line."""

from __future__ import annotations

from installer import start
from newsassistant.cli.main import main


def test_it_starts_with_the_command_line() -> None:
    assert start.main is main
