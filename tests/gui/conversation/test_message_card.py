"""One question and one answer, in every state."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot

from newsassistant.core.errors import EngineError
from newsassistant.core.types import Progress
from newsassistant.gui.conversation import message_card as module
from newsassistant.gui.conversation.message_card import AnswerCard
from newsassistant.gui.look.theme import Theme
from newsassistant.store.history import StoredMessage
from tests.gui.stories import USAGE, message


def shown(widget: AnswerCard) -> list[str]:
    """The words of all labels that are not hidden in the card."""
    return [
        label.text()
        for label in widget.findChildren(QLabel)
        if label.text() and label.isVisibleTo(widget)
    ]


def make(qtbot: QtBot, theme: Theme, stored: StoredMessage) -> AnswerCard:
    card = AnswerCard(theme, stored)
    qtbot.addWidget(card)
    card.resize(500, 300)
    return card


def test_an_answer_names_style_model_and_speed(qtbot: QtBot, theme: Theme) -> None:
    card = make(qtbot, theme, message(2, "assistant", "Yes.", prefix="House style", usage=USAGE))
    assert shown(card) == ["House style", "ChatGLM3-6B", "9.8 tokens/s · first word 0.4 s"]
    plain = make(qtbot, theme, message(3, "assistant", "Yes."))
    assert shown(plain) == ["Base model", "ChatGLM3-6B"]
    assert plain.accessibleName() == "Answer by ChatGLM3-6B, Base model"
    assert plain.accessibleDescription() == "Yes."


def test_text_is_formatted_while_it_streams(qtbot: QtBot, theme: Theme) -> None:
    running = message(2, "assistant", "", status="running")
    card = make(qtbot, theme, running)
    card.append("**Wi")
    card.append("nd**")
    assert card.text() == "**Wind**"
    assert card.view.toPlainText() == "Wind"
    assert not card.copy.isVisibleTo(card)
    card.finish(dataclasses.replace(running, content="**Wind**", status="done"))
    assert card.view.toPlainText() == "Wind"
    assert card.text() == "**Wind**"
    assert card.copy.isVisibleTo(card)


def test_reading_the_article_is_counted(qtbot: QtBot, theme: Theme) -> None:
    card = make(qtbot, theme, message(2, "assistant", "", status="running"))
    card.set_progress(Progress("r", "prefill", 62, 100))
    assert "Reading the article: 62 %" in shown(card)
    card.append("First")
    assert "Reading the article: 62 %" not in shown(card)
    card.set_progress(Progress("r", "prefill", 90, 100))
    assert shown(card) == ["Base model", "ChatGLM3-6B"]


def test_progress_of_other_stages_is_not_the_cards(qtbot: QtBot, theme: Theme) -> None:
    card = make(qtbot, theme, message(2, "assistant", "", status="running"))
    card.set_progress(Progress("r", "loading", 1, 2))
    assert shown(card) == ["Base model", "ChatGLM3-6B"]
    card.set_progress(Progress("r", "prefill", 0, 0))
    assert "Reading the article: 0 %" in shown(card)


@pytest.mark.parametrize(
    ("status", "words"), [("stopped", "Stopped"), ("length", "Cut at the length limit")]
)
def test_an_early_end_is_said(qtbot: QtBot, theme: Theme, status: str, words: str) -> None:
    card = make(qtbot, theme, message(2, "assistant", "Half an", status=status))
    assert words in shown(card)


def test_a_failure_says_what_to_do(qtbot: QtBot, theme: Theme) -> None:
    card = make(qtbot, theme, message(2, "assistant", "", status="failed", error="oom"))
    assert "The answer did not finish." in shown(card)
    error = EngineError("inference-failed", detail="oom")
    card.set_error(error)
    assert error.what() in shown(card)
    card.finish(message(2, "assistant", "", status="failed", error="oom"))
    assert error.what() in shown(card)


def test_copy_takes_the_answer_without_marks_and_says_so(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "COPIED_MS", 20)
    card = make(qtbot, theme, message(2, "assistant", "- **one**\n- two"))
    with qtbot.waitSignal(card.copy_requested) as copied:
        card.copy.click()
    assert copied.args == [2]
    assert QGuiApplication.clipboard().text() == "• one\n• two"
    assert "<li><b>one</b></li>" in QGuiApplication.clipboard().mimeData().html()
    assert card.copy.text() == "Copied"
    qtbot.waitUntil(lambda: card.copy.text() == "Copy")


def test_only_the_last_finished_answer_can_be_made_again(qtbot: QtBot, theme: Theme) -> None:
    card = make(qtbot, theme, message(2, "assistant", "Yes."))
    assert not card.regenerate.isVisibleTo(card)
    card.set_last(True)
    assert card.regenerate.isVisibleTo(card)
    with qtbot.waitSignal(card.regenerate_requested):
        card.regenerate.click()
    running = make(qtbot, theme, message(3, "assistant", "", status="running"))
    running.set_last(True)
    assert not running.regenerate.isVisibleTo(running)


def test_a_narrow_column_at_a_large_zoom_is_enough(qtbot: QtBot, theme: Theme) -> None:
    theme.set_zoom(1.6)
    card = make(qtbot, theme, message(2, "assistant", "Yes.", prefix="House style", usage=USAGE))
    card.set_last(True)
    card.show()
    assert card.minimumSizeHint().width() <= 330


def test_the_chip_calls_a_style_by_its_present_name(qtbot: QtBot, theme: Theme) -> None:
    card = AnswerCard(theme, message(1, "assistant", "Yes.", prefix="house"))
    qtbot.addWidget(card)
    chip = card.findChild(QLabel, "style_chip")
    assert chip is not None
    assert (chip.text(), chip.property("role")) == ("house", "chip-accent")

    card.set_style_names({"house": "The Gazette"})

    assert chip.text() == "The Gazette"
    assert "The Gazette" in card.accessibleName()


def test_an_answer_of_the_starter_says_what_it_is(qtbot: QtBot, theme: Theme) -> None:
    answer = message(2, "assistant", "Wind.", status="running")
    running = dataclasses.replace(answer, model="SmolLM2-135M-Instruct · int8")
    card = make(qtbot, theme, running)
    assert card.starter.isHidden()

    card.finish(dataclasses.replace(running, status="done"))
    assert "often wrong" in card.starter.text()
    card.finish(dataclasses.replace(running, status="failed", content=""))

    assert card.starter.isHidden()


def test_an_answer_can_be_exported_once_it_has_words(qtbot: QtBot, theme: Theme) -> None:
    card = make(qtbot, theme, message(7, "assistant", "- One", usage=USAGE))
    assert card.export.isVisibleTo(card)
    with qtbot.waitSignal(card.export_requested) as asked:
        card.export.click()
    assert asked.args == [7]

    card.finish(message(7, "assistant", " ", status="failed"))
    assert not card.export.isVisibleTo(card)


def test_in_a_narrow_card_the_actions_go_before_the_figures(qtbot: QtBot, theme: Theme) -> None:
    card = make(qtbot, theme, message(2, "assistant", "- One", usage=USAGE))
    card.set_last(True)
    card.show()
    assert any("tokens/s" in words for words in shown(card))

    card.resize(240, 300)
    assert not any("tokens/s" in words for words in shown(card))
    card.resize(500, 300)
    assert any("tokens/s" in words for words in shown(card))


# --- edited since --------------------------------------------------------------------------------

WRITTEN, EDITED = "He said “We **never** go.”", "He said “We **do not** go.”"


def test_an_edited_answer_shows_and_copies_its_edited_words(qtbot: QtBot, theme: Theme) -> None:
    card = make(qtbot, theme, message(2, "assistant", EDITED, written=WRITTEN))
    assert "Edited" in shown(card)
    assert card.view.toPlainText() == "He said “We do not go.”"
    assert card.edited is not None
    card.edited.button.click()
    assert card.view.toPlainText() == "He said “We never go.”"
    assert card.text_to_copy() == EDITED
    card.edited.button.click()
    assert card.view.toPlainText() == "He said “We do not go.”"
    card.toggle_written()
    card.finish(message(2, "assistant", WRITTEN))
    assert card.view.toPlainText() == "He said “We never go.”"
    assert card.edited.isHidden()
    card.toggle_written()  # nothing to show
    assert not card.shows_written()


def test_the_menu_of_an_edited_answer_gives_the_models_words_back(
    qtbot: QtBot, theme: Theme
) -> None:
    card = make(qtbot, theme, message(2, "assistant", EDITED, written=WRITTEN))
    card.show()
    entries = menu_of(card)
    assert "Show what the model wrote" in entries
    with qtbot.waitSignal(card.restore_requested) as asked:
        entries["Give back what the model wrote"].trigger()
    assert asked.args == [2]
    plain = make(qtbot, theme, message(2, "assistant", WRITTEN))
    plain.show()
    assert "Give back what the model wrote" not in menu_of(plain)


def test_the_line_of_an_edited_answer_comes_when_it_is_needed_and_in_its_place(
    qtbot: QtBot, theme: Theme
) -> None:
    card = make(qtbot, theme, message(2, "assistant", WRITTEN))
    assert card.edited is None
    card.finish(message(2, "assistant", EDITED, written=WRITTEN))
    assert card.edited is not None
    layout = card.layout()
    assert layout is not None
    assert layout.indexOf(card.view) < layout.indexOf(card.edited) < layout.indexOf(card.error)


def menu_of(card: AnswerCard) -> dict[str, QAction]:
    """The entries of the menu that a press of the right button opens."""
    place = card.mapToGlobal(card.rect().center())
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, card.rect().center(), place)
    card.contextMenuEvent(event)
    [menu] = card.view.findChildren(QMenu, "card_menu")
    return {action.text(): action for action in menu.actions() if action.text()}
