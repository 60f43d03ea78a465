"""The actions lead to the sheets, and what is private is forgotten in all of them."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu

from tests.gui.pages import WIND, MainPage


def test_each_action_opens_its_dialog(page: MainPage) -> None:
    page.paste(WIND)
    for name in ("quotes", "facts", "versions"):
        page.action(name).trigger()

    assert page.dialogs.names()[-3:] == ["quotes", "facts", "versions"]


def test_the_actions_are_in_the_menus_without_keys(page: MainPage) -> None:
    actions = page.window.actions_by_name
    menus = [item.menu() for item in actions.more_menu.actions()]
    (article,) = [menu for menu in menus if isinstance(menu, QMenu) and "rticle" in menu.title()]
    more = [action.objectName() for action in article.actions()]

    for name in ("quotes", "facts", "versions"):
        assert f"{name}_action" in more
        assert actions.keys_of(name) == ""


def test_all_is_forgotten(page: MainPage) -> None:
    page.paste(WIND)
    page.action("versions").trigger()
    sheets = page.program.sheets
    assert sheets is not None
    dialog = sheets.versions.dialog
    assert dialog is not None
    assert "Government" in dialog.sides[0].text()
    sheets.forget()

    assert not dialog.isVisible()
    assert [side.text() for side in dialog.sides] == ["", ""]
