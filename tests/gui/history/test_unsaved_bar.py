"""The line that says why nothing is saved: its words in both languages, its button, its end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from newsassistant.core.errors import StoreError
from newsassistant.gui.history.unsaved_bar import UnsavedBar
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.store.db import UNWRITABLE

REFUSAL = StoreError("store-full", path="/a/history.sqlite3")


@pytest.fixture
def unsaved(theme: Theme, parent: QWidget) -> UnsavedBar:
    return UnsavedBar(theme, parent)


@pytest.fixture
def translations(qapp: object) -> Iterator[Translations]:
    made = Translations()
    yield made
    made.use("en")


def test_it_names_the_cause_what_to_do_and_what_still_works(unsaved: UnsavedBar) -> None:
    assert unsaved.bar.isHidden()
    unsaved.set_refusal(REFUSAL, hides_earlier=False)
    words = unsaved.bar.label.text()
    assert not unsaved.bar.isHidden()
    assert "the disk is full" in words
    assert "Free some disk space" in words
    assert "Summaries and questions work" in words
    assert "Earlier conversations" not in words
    unsaved.set_refusal(REFUSAL, hides_earlier=True)
    assert "Earlier conversations" in unsaved.bar.label.text()
    unsaved.set_refusal(None, hides_earlier=False)
    assert unsaved.bar.isHidden()


@pytest.mark.parametrize("code", sorted(UNWRITABLE))
def test_it_changes_its_language_and_leaves_nothing_behind(
    unsaved: UnsavedBar, translations: Translations, code: str
) -> None:
    unsaved.set_refusal(StoreError(code, path="/", detail=""), hides_earlier=True)
    translations.use("zh")
    QApplication.processEvents()
    words = unsaved.bar.label.text().replace("NEWSASSISTANT_HOME", "")
    assert "摘要和提问照常可用" in words
    assert not any(letter.isascii() and letter.isalpha() for letter in words.replace("U 盘", ""))


def test_closed_it_stays_closed_in_another_language(
    unsaved: UnsavedBar, translations: Translations
) -> None:
    unsaved.set_refusal(REFUSAL, hides_earlier=False)
    unsaved.bar.close_button.click()
    translations.use("zh")
    QApplication.processEvents()
    assert unsaved.bar.isHidden()


def test_its_button_asks_for_another_attempt(unsaved: UnsavedBar) -> None:
    asked: list[bool] = []
    unsaved.retry_requested.connect(lambda: asked.append(True))
    unsaved.set_refusal(REFUSAL, hides_earlier=False)
    assert unsaved.bar.undo_button.text() == "Try again"
    unsaved.bar.undo_button.click()
    assert asked == [True]
