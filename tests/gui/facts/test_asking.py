"""What the sheets ask of is what the window's checks are."""

from __future__ import annotations

from newsassistant.gui.facts.asking import Checks
from tests.gui.pages import MainPage


def test_the_checks_of_the_window_can_be_asked(page: MainPage) -> None:
    checks: Checks = page.program.checks
    checks.give_up("nothing was asked by this")

    assert not page.program.checks.is_busy()
