"""Exports in the whole window: asked for in every way, written, told, refused with words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QPushButton

from newsassistant.core.settings import Settings
from newsassistant.engine.fake import FakeEngine
from newsassistant.evidence.index import Index
from newsassistant.gui.conversation.message_card import AnswerCard
from newsassistant.gui.export.label_form import LabelForm
from newsassistant.gui.widgets.error_block import ErrorBlock
from newsassistant.readers import docx
from newsassistant.store.chat_file import read
from tests.gui.pages import PORT, WIND, MainPage

Start = Callable[..., MainPage]
LONG_MS = 30_000
TITLE = "Government puts £1.2bn into offshore wind to cut bills"


def agreeing(page: MainPage, file: Path) -> MainPage:
    """Whatever is asked is agreed to, and the file is that."""
    page.dialogs.agree, page.dialogs.file = True, file
    return page


def exported(page: MainPage) -> None:
    """The export has ended: answers are checked on another thread, which reads word lists first."""
    page.qtbot.waitUntil(
        lambda: page.window.notice.isVisible() or bool(error_words(page)), timeout=LONG_MS
    )


def card(page: MainPage, number: int = -1) -> AnswerCard:
    return page.window.chat.findChildren(AnswerCard)[number]


def error_words(page: MainPage) -> str:
    blocks = page.window.chat.transcript().findChildren(ErrorBlock)
    return "\n".join(block.text() for block in blocks if block.has_error())


def test_the_keys_export_the_open_conversation(page: MainPage, tmp_path: Path) -> None:
    assert not page.action("export_conversation").isEnabled()
    page.summarized(WIND)
    agreeing(page, tmp_path / "wind.docx")

    page.window.activateWindow()
    page.qtbot.waitUntil(page.window.isActiveWindow)
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    page.keys(Qt.Key.Key_E, control, shift)

    exported(page)
    assert page.dialogs.names() == ["export", "save"]
    reading = docx.read((tmp_path / "wind.docx").read_bytes(), "wind.docx")
    assert reading.title == TITLE
    assert "• The government will invest £1.2 billion in offshore wind" in reading.text
    assert page.program.history.article(1).digest in reading.text  # type: ignore[union-attr]
    assert "3 bullets" in reading.text


def test_the_notice_leads_to_the_folder(
    page: MainPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(page.program.exports, "_open_folder", opened.append)
    page.summarized(WIND)
    agreeing(page, tmp_path / "wind.docx").action("export_conversation").trigger()

    exported(page)
    notice = page.window.notice
    assert notice.label.text() == "Exported as wind.docx"
    assert notice.undo_button.text() == "Show in folder"
    notice.undo_button.click()
    assert opened == [tmp_path]


def test_the_menu_of_the_list_exports_the_row_under_the_mouse(
    page: MainPage, tmp_path: Path
) -> None:
    page.summarized(WIND)
    page.action("new_chat").trigger()
    page.summarized(PORT)
    agreeing(page, tmp_path / "a.docx")
    panel = page.window.history
    place = panel.list.visualRect(panel.model().index(panel.model().row_of(1))).center()

    panel.list.customContextMenuRequested.emit(QPoint(place))
    menu = panel.findChild(QMenu, "history_menu")
    assert isinstance(menu, QMenu)
    next(each for each in menu.actions() if each.text() == "Export…").trigger()
    menu.close()
    exported(page)

    assert docx.read((tmp_path / "a.docx").read_bytes(), "a.docx").title == TITLE


def test_an_answer_has_a_button_of_its_own(start: Start, tmp_path: Path) -> None:
    settings = Settings(language="en", scheme="light", export_format="json")
    page = start(FakeEngine(["First answer.", "Second answer."]), settings=settings)
    page.summarized(WIND)
    page.ask("And then?")
    agreeing(page, tmp_path / "a.json")

    card(page, 0).export.click()
    exported(page)

    found = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert [turn["text"] for turn in found["turns"]] == ["First answer."]
    assert found["provenance"]["answers"][0]["job"] == "3 bullets"


def test_answers_are_checked_against_the_article(start: Start, tmp_path: Path) -> None:
    settings = Settings(language="en", scheme="light", export_format="md")
    page = start(FakeEngine(["It costs £1.2bn, not £350m."]), settings=settings)
    page.summarized(WIND)
    agreeing(page, tmp_path / "a.md").action("export_conversation").trigger()
    exported(page)

    text = (tmp_path / "a.md").read_text("utf-8")
    assert "It costs £1.2bn, not £350m[^1]." in text
    assert "[^1]: **350m** This number is not in the article." in text
    assert "| Checked against the article | 2 numbers; 1 number is not in the article |" in text


def test_without_notes_nothing_is_checked(start: Start, tmp_path: Path) -> None:
    settings = Settings(language="en", scheme="light", export_format="md", export_checks=False)
    page = start(FakeEngine(["It costs £350m."]), settings=settings)
    page.summarized(WIND)
    agreeing(page, tmp_path / "a.md").action("export_conversation").trigger()

    text = (tmp_path / "a.md").read_text("utf-8")
    assert "It costs £350m." in text
    assert "Checked" not in text
    assert not page.program.preferences.settings.export_checks


def test_a_check_that_fails_loses_no_export(
    page: MainPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*given: object) -> None:
        raise MemoryError

    monkeypatch.setattr(Index, "of", fail)
    page.summarized(WIND)
    agreeing(page, tmp_path / "a.docx").action("export_conversation").trigger()
    exported(page)

    reading = docx.read((tmp_path / "a.docx").read_bytes(), "a.docx")
    assert reading.title == TITLE
    assert "Checked" not in reading.text


@pytest.mark.parametrize("how", ["forget", "close"])
def test_what_ends_the_check_loses_no_export(page: MainPage, tmp_path: Path, how: str) -> None:
    page.summarized(WIND)
    agreeing(page, tmp_path / "a.docx").action("export_conversation").trigger()
    getattr(page.program.checks, how)()

    assert docx.read((tmp_path / "a.docx").read_bytes(), "a.docx").title == TITLE


def test_what_was_chosen_is_remembered(page: MainPage, tmp_path: Path) -> None:
    page.summarized(WIND)
    page.program.preferences.set(
        Settings(language="en", scheme="light", export_format="md", export_article=False)
    )
    agreeing(page, tmp_path / "draft v1.2").action("export_conversation").trigger()
    exported(page)

    text = (tmp_path / "draft v1.2.md").read_text("utf-8")
    assert "\n## Article" not in text
    assert page.program.preferences.settings.export_format == "md"
    assert not page.program.preferences.settings.export_article


def test_a_file_to_open_again_is_the_conversation(page: MainPage, tmp_path: Path) -> None:
    page.summarized(WIND)
    page.program.preferences.set(Settings(language="en", scheme="light", export_format="newschat"))
    agreeing(page, tmp_path / "a.newschat").action("export_conversation").trigger()

    assert read(tmp_path / "a.newschat").conversation.title == TITLE


def test_what_cannot_be_written_is_told(page: MainPage, tmp_path: Path) -> None:
    page.summarized(WIND)
    agreeing(page, tmp_path / "no folder" / "a.docx").action("export_conversation").trigger()
    exported(page)

    assert "cannot be written" in error_words(page)
    assert not page.window.notice.isVisible()


def test_without_a_conversation_there_is_nothing(page: MainPage) -> None:
    page.program.exports.ask(None)

    assert page.dialogs.asked == []
    assert "nothing to export" in page.window.chat.empty_state().text()


def test_an_answer_that_is_gone_meanwhile_opens_nothing(page: MainPage) -> None:
    number = page.summarized(WIND)
    page.program.exports.ask_answer(number, 999)

    assert page.dialogs.asked == []


def test_a_running_answer_is_exported_as_far_as_it_has_come(start: Start, tmp_path: Path) -> None:
    page = start(FakeEngine(["word " * 5000], delay_s=0.01))
    page.paste(WIND)
    page.click("summarize_button")
    page.qtbot.waitUntil(lambda: "word word" in page.transcript())
    agreeing(page, tmp_path / "a.docx").action("export_conversation").trigger()

    exported(page)
    text = docx.read((tmp_path / "a.docx").read_bytes(), "a").text
    assert "word word" in text
    assert "stopped before its end" in text
    page.program.service.stop()
    page.wait_idle()


def test_the_labels_are_reached_from_the_settings_too(page: MainPage) -> None:
    page.action("settings").trigger()
    button = page.window.findChild(QPushButton, "labels_button")
    assert button is not None
    button.click()

    assert page.dialogs.names()[-1] == "labels"


def test_changed_labels_leave_other_settings_alone(page: MainPage) -> None:
    page.program.exports.show_labels()
    form = page.window.findChildren(LabelForm)[-1]
    page.program.preferences.zoom_by(1)
    zoom = page.program.preferences.settings.zoom

    form.edited.emit(Settings(export_label="By the desk"))

    assert page.program.preferences.settings.export_label == "By the desk"
    assert page.program.preferences.settings.zoom == zoom


def test_in_chinese(start: Start, tmp_path: Path) -> None:
    settings = Settings(language="zh", scheme="light", chinese_labels=True)
    page = start(settings=settings)
    page.summarized(WIND)
    agreeing(page, tmp_path / "a.docx").action("export_conversation").trigger()

    exported(page)
    text = docx.read((tmp_path / "a.docx").read_bytes(), "a").text
    assert "来源说明" in text
    assert "本内容由人工智能生成合成" in text
    assert page.window.notice.label.text() == "已导出为 a.docx"
