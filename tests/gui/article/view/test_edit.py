"""The article's text view: plain text only, undo, drops, Chinese input."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QInputMethodEvent, QTextCursor, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from newsassistant.gui.article.view.edit import ANYWHERE, WORDS, ArticleEdit
from newsassistant.gui.article.view.format import Kind, kind_of
from newsassistant.gui.look.theme import Theme


@pytest.fixture
def edit(qtbot: QtBot, theme: Theme) -> ArticleEdit:
    edit = ArticleEdit(theme)
    qtbot.addWidget(edit)
    edit.resize(546, 600)
    return edit


def paste(edit: ArticleEdit, *, text: str = "", html: str = "") -> None:
    data = QMimeData()
    if text:
        data.setText(text)
    if html:
        data.setHtml(html)
    edit.insertFromMimeData(data)


def test_pasted_html_leaves_its_text_only(edit: ArticleEdit) -> None:
    paste(edit, html='<h1>Head</h1><p>Some <b>bold</b> text <img src="file:///etc/hosts"></p>')
    assert edit.toPlainText().split() == ["Head", "Some", "bold", "text"]
    assert "font-weight" not in edit.toHtml().split("<body", 1)[1].split("Some", 1)[1]


def test_nothing_is_ever_loaded(edit: ArticleEdit, tmp_path: Path) -> None:
    kind = QTextDocument.ResourceType.ImageResource.value
    assert edit.loadResource(kind, QUrl.fromLocalFile(str(tmp_path))) is None


def test_copying_gives_plain_text(edit: ArticleEdit) -> None:
    paste(edit, text="Head\nBody")
    edit.selectAll()
    data = edit.createMimeDataFromSelection()
    assert data.text() == "Head\nBody"
    assert not data.hasHtml()


def test_a_paste_into_the_empty_view_is_cleaned_and_told(qtbot: QtBot, edit: ArticleEdit) -> None:
    with qtbot.waitSignal(edit.filled):
        paste(edit, text="  Head\r\n\r\n\r\n\r\nBody\u00a0text ")
    assert edit.toPlainText() == "Head\n\nBody text"


def test_a_paste_into_the_text_is_not_trimmed(qtbot: QtBot, edit: ArticleEdit) -> None:
    paste(edit, text="Head")
    edit.moveCursor(QTextCursor.MoveOperation.End)
    with qtbot.assertNotEmitted(edit.filled):
        paste(edit, text=" line")
    assert edit.toPlainText() == "Head line"


HIDDEN = "".join(chr(0xE0000 + ord(char)) for char in "Say so.")


def test_nothing_unseen_is_pasted_anywhere(edit: ArticleEdit) -> None:
    paste(edit, text=f"Head{HIDDEN}\n\nBody.")
    edit.moveCursor(QTextCursor.MoveOperation.End)
    paste(edit, text=f" Mo{HIDDEN}re \u200b👩\u200d🚀.")
    assert edit.toPlainText() == "Head\n\nBody. More 👩\u200d🚀."

    edit.undo()
    assert edit.toPlainText() == "Head\n\nBody."
    edit.redo()
    assert edit.toPlainText() == "Head\n\nBody. More 👩\u200d🚀."
    assert edit.textCursor().position() == len("Head\n\nBody. More 👩\u200d🚀.") + 2


def test_a_text_with_a_file_is_pasted_as_text(qtbot: QtBot, edit: ArticleEdit) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/tmp/a.txt")])
    data.setText("The council agreed.")
    with qtbot.assertNotEmitted(edit.file_dropped):
        edit.insertFromMimeData(data)
    assert edit.toPlainText() == "The council agreed."


def test_a_page_and_broken_lines_arrive_as_text(edit: ArticleEdit) -> None:
    paste(edit, text="<html><body><h1>Pier</h1><p>It&rsquo;s long.</p></body></html>")
    assert edit.toPlainText() == "Pier\n\nIt’s long."


def test_the_first_line_is_a_headline_or_not_as_the_next_ones_show(edit: ArticleEdit) -> None:
    def set_as_headline() -> bool:
        return edit.document().firstBlock().userState() % 2 == 1

    edit.setPlainText("The council agreed to widen its pier\n")
    assert set_as_headline()
    edit.moveCursor(QTextCursor.MoveOperation.End)
    edit.insertPlainText("east of town.")
    assert not set_as_headline()
    edit.undo()
    assert set_as_headline()


def test_headline_and_byline_of_a_pasted_page_are_set_apart(edit: ArticleEdit) -> None:
    page = "<h1>Wind money for the coast</h1><p>By Jane Smith</p><p>The council agreed.</p>"
    paste(edit, html=page)

    lines = [line for line in edit.toPlainText().split("\n") if line]
    assert lines == ["Wind money for the coast", "By Jane Smith", "The council agreed."]
    document = edit.document()
    blocks = [document.findBlockByNumber(number) for number in range(document.blockCount())]
    kinds = [kind_of(block) for block in blocks if block.text()]
    assert kinds[0] in (Kind.HEADLINE, Kind.HEADLINE_TIGHT)
    assert kinds[1] in (Kind.DATELINE, Kind.DATELINE_TIGHT)
    assert kinds[2] is Kind.BODY


def test_undo_takes_a_paste_back_in_one_step(edit: ArticleEdit) -> None:
    paste(edit, text="Head\n\nFirst.\n\nSecond.")
    edit.undo()
    assert edit.is_empty()
    edit.redo()
    assert edit.toPlainText() == "Head\n\nFirst.\n\nSecond."
    assert kind_of(edit.document().firstBlock()) is Kind.HEADLINE_TIGHT


def test_typing_is_undone_in_one_step(edit: ArticleEdit) -> None:
    paste(edit, text="Head\nBody.")
    edit.moveCursor(QTextCursor.MoveOperation.Start)
    edit.moveCursor(QTextCursor.MoveOperation.EndOfBlock)
    QTest.keyClicks(edit, "line.")
    edit.undo()
    assert edit.toPlainText() == "Head\nBody."


def test_enter_after_the_headline_starts_a_body(edit: ArticleEdit) -> None:
    paste(edit, text="Head\nBody.")
    edit.moveCursor(QTextCursor.MoveOperation.Start)
    edit.moveCursor(QTextCursor.MoveOperation.EndOfBlock)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    QTest.keyClicks(edit, "New")
    assert edit.toPlainText() == "Head\nNew\nBody."
    assert kind_of(edit.textCursor().block()) is Kind.BODY


@pytest.mark.parametrize("by_input_method", [True, False])
def test_writing_in_a_gap_makes_room(edit: ArticleEdit, by_input_method: bool) -> None:
    paste(edit, text="Head\n\nBody.")
    cursor = edit.textCursor()
    cursor.setPosition(5)
    edit.setTextCursor(cursor)
    assert kind_of(cursor.block()) is Kind.GAP
    if by_input_method:
        event = QInputMethodEvent()
        event.setCommitString("新")
        QApplication.sendEvent(edit, event)
    else:
        QTest.keyClicks(edit, "x")
    assert kind_of(edit.textCursor().block()) is Kind.BODY


def test_a_new_text_forgets_the_old_one(edit: ArticleEdit) -> None:
    edit.set_text("One article")
    edit.set_text("Another")
    assert not edit.document().isUndoAvailable()
    edit.set_text("", undoable=True)
    edit.undo()
    assert edit.toPlainText() == "Another"


def test_a_pasted_file_is_named_not_inserted(
    qtbot: QtBot, edit: ArticleEdit, tmp_path: Path
) -> None:
    data = QMimeData()
    path = tmp_path / "wire.txt"
    data.setUrls([QUrl.fromLocalFile(str(path))])
    assert edit.canInsertFromMimeData(data)
    with qtbot.waitSignal(edit.file_pasted) as pasted:
        edit.insertFromMimeData(data)
    assert pasted.args == [path]
    assert edit.is_empty()


def test_a_web_address_is_text_not_a_file(edit: ArticleEdit) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/story")])
    data.setText("https://example.org/story")
    edit.insertFromMimeData(data)
    assert edit.toPlainText() == "https://example.org/story"


def test_the_grey_part_starts_at_characters_not_at_utf16(edit: ArticleEdit) -> None:
    edit.set_text("𠮷𠮷𠮷𠮷 end of it")
    edit.set_fit(4)
    assert edit.fit() == 8
    edit.set_fit(14)
    assert edit.fit() is None
    edit.set_fit(None)
    assert edit.fit() is None


def test_the_grey_part_counts_what_is_seen(edit: ArticleEdit) -> None:
    edit.setPlainText("A\u200b\u200bb  c\n\n\n\nd e")
    edit.set_fit(len("Ab c\n\nd"))
    assert edit.fit() == len("A\u200b\u200bb  c\n\n\n\nd")


def test_the_hint_is_there_only_while_empty(qtbot: QtBot, edit: ArticleEdit) -> None:
    edit.set_hint("Paste here")
    hint = edit.findChild(QLabel)
    assert hint is not None
    assert not hint.isHidden()
    QApplication.sendEvent(edit, QInputMethodEvent("pin", []))
    assert hint.isHidden()
    QApplication.sendEvent(edit, QInputMethodEvent("", []))
    assert not hint.isHidden()
    edit.set_text("text")
    assert hint.isHidden()


def test_one_endless_word_is_wrapped_without_looking_for_words(edit: ArticleEdit) -> None:
    paste(edit, text="x" * 200_000)
    assert edit.wordWrapMode() == ANYWHERE
    edit.selectAll()
    paste(edit, text="Short words again")
    edit.set_text("")
    paste(edit, text="Short words again")
    assert edit.wordWrapMode() == WORDS


def test_a_huge_paste_arrives_whole(edit: ArticleEdit) -> None:
    text = "Head\n\n" + "\n\n".join(["The minister said so on Tuesday. " * 12] * 500)
    paste(edit, text=text)
    assert len(edit.toPlainText()) > 190_000
    QTest.keyClick(edit, Qt.Key.Key_X)
    assert edit.toPlainText().startswith("xHead")


def test_zoom_and_colours_follow_the_theme(edit: ArticleEdit, theme: Theme) -> None:
    edit.set_text("Head\nBody")
    small = edit.document().defaultFont().pixelSize()
    theme.set_zoom(1.6)
    assert edit.document().defaultFont().pixelSize() > small
    assert not edit.document().isUndoAvailable()


def test_lines_stay_readable_on_a_wide_screen(edit: ArticleEdit) -> None:
    edit.resize(1600, 600)
    edit.show()
    assert edit.viewport().width() - 2 * edit.document().documentMargin() <= 720


def test_what_does_not_fit_is_grey(edit: ArticleEdit, theme: Theme) -> None:
    edit.set_text("One line.\n" * 3000)
    edit.set_fit(100)

    (grey,) = edit.extraSelections()
    assert grey.format.foreground().color() == theme.colour("faint")
    assert grey.cursor.selectionStart() == 100
    assert grey.cursor.selectionEnd() == len(edit.toPlainText())

    theme.set_scheme("dark")
    (grey,) = edit.extraSelections()
    assert grey.format.foreground().color() == theme.colour("faint")

    edit.set_fit(None)
    assert edit.extraSelections() == []


def test_a_new_text_is_not_grey(edit: ArticleEdit) -> None:
    edit.set_text("A long article. " * 50)
    edit.set_fit(10)

    edit.set_text("Another one.")

    assert edit.extraSelections() == []


class DragFrom(QDragEnterEvent):
    """A text that is dragged in by a part of this program, or by another program (None)."""

    def __init__(self, data: QMimeData, source: QObject | None) -> None:
        button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        super().__init__(QPoint(40, 20), Qt.DropAction.CopyAction, data, button, none)
        self._source = source
        self.ignore()

    def source(self) -> QObject | None:  # type: ignore[override]
        return self._source


def test_an_answer_of_this_window_is_no_article(edit: ArticleEdit, parent: QWidget) -> None:
    edit.set_text("The article.")
    data = QMimeData()
    data.setText("An answer.")
    taken = {}
    for name, source in {
        "another program": None,
        "the article itself": edit.viewport(),
        "an answer": parent,
    }.items():
        event = DragFrom(data, source)
        edit.dragEnterEvent(event)
        taken[name] = event.isAccepted()
    assert taken == {"another program": True, "the article itself": True, "an answer": False}
