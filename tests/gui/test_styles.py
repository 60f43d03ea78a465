"""House styles in the whole window, on a scripted engine and real files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from newsassistant.gui.conversation.message_card import AnswerCard
from tests.gui.example_styles import OTHER, GlmEngine, install
from tests.gui.pages import WIND, MainPage, StylesPage

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Start = Callable[..., MainPage]


@pytest.fixture
def engine() -> GlmEngine:
    return GlmEngine()


@pytest.fixture
def page(start: Start, engine: GlmEngine, tmp_path: Path) -> MainPage:
    """The window with one style that fits and one that does not."""
    prefixes = Paths.under(tmp_path).ensure().prefixes
    install(prefixes, "house-style", "House style")
    install(prefixes, "small", "Starter style", OTHER)
    return start(engine)


def choose(page: MainPage, style_id: str) -> None:
    combo = page.window.status.prefix_combo
    combo.setCurrentIndex(combo.findData(style_id))
    combo.activated.emit(combo.currentIndex())


def chips(page: MainPage) -> list[str]:
    """The styles that the cards name, from top to bottom."""
    cards = [page.window.chat.card(number) for number in page.message_ids()]
    answers = [card for card in cards if isinstance(card, AnswerCard)]
    found = [card.findChild(QLabel, "style_chip") for card in answers]
    return [label.text() for label in found if label is not None]


def styles_page(page: MainPage, qtbot: QtBot) -> StylesPage:
    page.action("styles").trigger()
    assert page.program.pages.styles is not None
    return StylesPage(page.program.pages.styles.dialog, qtbot)


def second_lines(page: MainPage) -> list[str]:
    model = page.window.history.model()
    rows = [model.index(row) for row in range(model.rowCount())]
    return [str(row.data(int(Qt.ItemDataRole.UserRole) + 1)) for row in rows if row.data(256)]


def test_summaries_use_the_style_and_questions_the_base_model(
    page: MainPage, engine: GlmEngine
) -> None:
    choose(page, "house-style")
    page.paste(WIND)
    page.summarize()
    page.ask("Who criticised it?")

    assert chips(page) == ["House style", "Base model"]
    assert [path.name if path else "" for path in engine.prefixes] == ["house-style", ""]
    conversation = page.conversations()[0]
    messages = page.program.history.messages(conversation.id)
    assert [m.prefix for m in messages if m.role == "assistant"] == ["house-style", ""]
    assert second_lines(page) == ["3 bullets · House style"]


def test_used_for_everything_it_answers_questions_too(page: MainPage) -> None:
    choose(page, "house-style")
    page.window.status.prefix_combo.use_chosen.emit("everything")
    page.paste(WIND)
    page.ask("Who criticised it?")

    assert chips(page) == ["House style"]


def test_the_shortcut_switches_it_off_and_on_and_says_so(page: MainPage) -> None:
    choose(page, "house-style")
    page.keys(Qt.Key.Key_B, CONTROL, SHIFT)
    assert page.window.status.prefix_combo.currentText() == "Base model"
    assert page.window.status.status_label.text() == "The base model answers from now on"

    page.keys(Qt.Key.Key_B, CONTROL, SHIFT)

    assert page.window.status.prefix_combo.currentText() == "House style"
    assert "Ctrl+Shift+B" in page.window.status.prefix_combo.toolTip()


def test_a_switch_during_an_answer_counts_for_the_next(start: Start, tmp_path: Path) -> None:
    install(Paths.under(tmp_path).ensure().prefixes, "house-style", "House style")
    page = start(GlmEngine(delay_s=0.02))
    page.paste(WIND)
    page.click("summarize_button")
    page.wait_answering()
    choose(page, "house-style")
    page.wait_idle()
    page.summarize()

    assert chips(page) == ["Base model", "House style"]


def test_the_next_start_keeps_the_choice(
    page: MainPage, start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    choose(page, "house-style")
    with qtbot.waitSignal(page.program.ended):
        page.window.close()
    settings, _ = Settings.load(Paths.under(tmp_path).settings_file)
    again = start(GlmEngine(), settings=settings)

    assert again.window.status.prefix_combo.currentData() == "house-style"


def test_one_for_another_model_is_offered_disabled(page: MainPage) -> None:
    combo = page.window.status.prefix_combo
    entry = next(a for a in combo.menu().actions() if a.text().startswith("Starter style"))

    assert not entry.isEnabled()
    assert "SmolLM2-135M" in entry.toolTip()


def test_a_chosen_style_that_does_not_fit_gives_way_with_a_notice(
    start: Start, tmp_path: Path
) -> None:
    install(Paths.under(tmp_path).ensure().prefixes, "small", "Starter style", OTHER)
    page = start(GlmEngine(), settings=Settings(language="en", scheme="light", prefix="small"))
    page.qtbot.waitUntil(page.window.notice.isVisible)
    page.paste(WIND)
    page.summarize()

    assert "was made for SmolLM2-135M" in page.window.notice.label.text()
    assert page.window.notice.undo_button.isHidden()
    assert chips(page) == ["Base model"]


def test_a_style_that_is_gone_at_the_start_gives_way(start: Start) -> None:
    page = start(settings=Settings(language="en", scheme="light", prefix="gone"))

    assert "gone is no longer installed" in page.window.notice.label.text()
    assert page.program.preferences.settings.prefix == ""


def test_deleting_the_style_in_use_keeps_its_answers(page: MainPage, qtbot: QtBot) -> None:
    choose(page, "house-style")
    page.paste(WIND)
    page.summarize()
    page.dialogs.agree = True
    styles = styles_page(page, qtbot)

    styles.press("delete", "house-style")
    styles.wait_job()
    styles.dialog.close()

    assert chips(page) == ["house-style"]  # its id: the name is gone with it
    assert page.window.status.prefix_combo.currentText() == "Base model"
    page.summarize()
    assert chips(page) == ["house-style", "Base model"]


def test_a_new_name_is_shown_everywhere(page: MainPage, qtbot: QtBot) -> None:
    choose(page, "house-style")
    page.paste(WIND)
    page.summarize()
    styles = styles_page(page, qtbot)

    styles.rename("house-style", "The Gazette")

    assert chips(page) == ["The Gazette"]
    assert second_lines(page) == ["3 bullets · The Gazette"]
    assert page.window.status.prefix_combo.currentText() == "The Gazette"


def test_a_folder_dropped_on_the_window_is_imported(
    page: MainPage, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = install(tmp_path / "from a colleague", "gazette", "The Gazette")

    page.drop(folder)

    assert page.program.pages.styles is not None
    styles = StylesPage(page.program.pages.styles.dialog, qtbot)
    styles.wait_job()
    assert "The Gazette" in styles.names()
    assert page.window.status.prefix_combo.findText("The Gazette") > 0
    styles.press("use", "the-gazette")
    assert page.window.status.prefix_combo.currentText() == "The Gazette"


def test_a_bad_folder_says_what_to_do_and_changes_nothing(
    page: MainPage, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = install(tmp_path, "broken", "Broken")
    rows = folder / "prefix.safetensors"
    rows.write_bytes(rows.read_bytes()[:-7])
    styles = styles_page(page, qtbot)

    assert styles.drop(folder)
    styles.wait_job()

    assert "is damaged" in styles.error()
    assert styles.names() == ["House style", "Starter style"]
    assert (folder / "manifest.json").is_file()


def test_the_words_follow_the_language(page: MainPage) -> None:
    choose(page, "house-style")
    page.window.status.prefix_combo.use_chosen.emit("everything")
    page.program.preferences.set(
        Settings(language="zh", scheme="light", prefix="house-style", prefix_for="summaries")
    )

    assert page.window.status.prefix_combo.itemText(0) == "基础模型"
    assert page.window.status.prefix_combo.currentText() == "House style"
