"""Each command of the menus opens its page."""

from __future__ import annotations

from tests.gui.pages import MainPage


def test_help_settings_and_about_open(page: MainPage) -> None:
    for name in ("shortcuts", "settings", "about"):
        page.action(name).trigger()
    page.click("settings_button")
    assert page.dialogs.names() == ["shortcuts", "settings", "about", "settings"]
