"""What the dialogs of models and styles share: cards made anew, the focus, job, error and note."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from newsassistant.core.errors import PrefixError
from newsassistant.gui.cards.dialog import CardDialog
from newsassistant.gui.cards.strip import JobView
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import make_button


class Buttons(CardDialog):
    """A button for each name."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "buttons")
        self.names = ["first", "second"]
        self.filled = 0
        self._show_all()

    def _cards(self) -> Iterator[QWidget]:
        self.filled += 1
        for name in self.names:
            yield make_button(name, "action")

    def _usual_words(self) -> str:
        return "nothing to tell"

    def retranslate(self) -> None:
        self.note.setText(self._usual_words())
        self._fill()

    def fill(self, *names: str) -> None:
        """Show other cards."""
        self.names = list(names)
        self._fill()

    def shown(self) -> list[str]:
        """The cards as they are laid out."""
        parts = self._scroll.findChildren(QPushButton)
        return [part.objectName() for part in sorted(parts, key=self._list.indexOf)]


@pytest.fixture
def dialog(theme: Theme, qtbot: QtBot) -> Buttons:
    dialog = Buttons(theme)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_cards_are_replaced_in_their_order(dialog: Buttons) -> None:
    assert dialog.shown() == ["first", "second"]

    dialog.fill("third", "first")

    assert dialog.shown() == ["third", "first"]


def test_the_focus_finds_its_button_again(dialog: Buttons, qtbot: QtBot) -> None:
    old = dialog.findChild(QPushButton, "second")
    assert old is not None
    old.setFocus()
    qtbot.waitUntil(old.hasFocus)

    dialog.fill("second", "first")

    again = dialog.findChild(QPushButton, "second")
    assert again is not None
    assert again is not old
    qtbot.waitUntil(again.hasFocus)


def test_cards_are_made_anew_when_a_job_begins_and_ends_not_at_each_report(dialog: Buttons) -> None:
    before = dialog.filled
    dialog.set_job(JobView("verify", "one"))
    assert not dialog.import_button.isEnabled()
    dialog.set_job(JobView("verify", "one"))
    assert dialog.filled == before + 1

    dialog.set_job(None)

    assert dialog.filled == before + 2
    assert dialog.import_button.isEnabled()


def test_what_is_said_gives_way_to_the_usual_words(dialog: Buttons) -> None:
    dialog.say("done")
    assert dialog.note.text() == "done"

    dialog.say("")

    assert dialog.note.text() == "nothing to tell"


def test_an_error_shows_until_it_is_taken_away(dialog: Buttons) -> None:
    dialog.set_error(PrefixError("prefix-name"))
    assert not dialog.error.isHidden()

    dialog.set_error(None)

    assert dialog.error.isHidden()
