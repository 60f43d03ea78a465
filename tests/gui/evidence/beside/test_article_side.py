"""The parts beside the article are there once the program has started, and forget together."""

from __future__ import annotations

from newsassistant.gui.evidence.beside.article_side import ACTIONS
from tests.gui.evidence.mills import MILL
from tests.gui.pages import MainPage

LONG_MS = 30_000  # the first check reads the word lists


def test_its_actions_are_in_the_menus(page: MainPage) -> None:
    inside = {action for menu in page.window.menuBar().actions() for action in _below(menu)}
    assert all(page.action(name) in inside for name in ACTIONS)


def _below(entry: object) -> list[object]:
    menu = entry.menu()  # type: ignore[attr-defined]
    return list(menu.actions()) if menu is not None else []


def test_it_forgets_what_it_has_found(page: MainPage) -> None:
    side = page.program.article_side
    page.paste(MILL)
    page.qtbot.waitUntil(lambda: side.keys.found() is not None, timeout=LONG_MS)
    side.forget()
    assert side.keys.found() is None
    assert side.sources.covering().sentences == []
    assert page.window.article.edit.extraSelections() == []
