"""Documents go through a child process and come onto the desk, whatever they are."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton

from tests.gui.pages import PORT, WIND, MainPage, drop_on

Start = Callable[..., MainPage]
WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>Port strike</dc:title><dc:creator>Jane Smith</dc:creator></cp:coreProperties>"
)
READ = "Port strike\n\nIt entered its second week on Monday."
PAGE = (
    "<html><head><title>Pier</title></head><body><article><h1>Pier gets wider</h1>"
    + "<p>The council agreed on Monday to widen the pier, which is long, and to paint it.</p>" * 3
    + "</article></body></html>"
)


def docx(path: Path) -> Path:
    paragraph = "<w:p><w:r><w:t>It entered its second week on Monday.</w:t></w:r></w:p>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", f"{WORD}<w:body>{paragraph}</w:body></w:document>")
        archive.writestr("docProps/core.xml", CORE)
    return path


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a program of the test's in the place of the reader's child."""

    def put(source: str) -> None:
        program = tmp_path / "child.py"
        program.write_text(source, "utf-8")
        command = [sys.executable, str(program)]
        monkeypatch.setattr("newsassistant.app.reading.command", lambda: command)

    return put


SLEEPS = "import time\ntime.sleep(600)\n"


def said(page: MainPage) -> str:
    return page.window.chat.empty_state().text()


def test_a_document_comes_through_the_dialog(page: MainPage, tmp_path: Path) -> None:
    page.dialogs.file = docx(tmp_path / "port.docx")
    page.action("open_article").trigger()
    assert page.window.article.reading.label.text() == "Reading port.docx…"
    page.wait_opened()
    assert page.article_text() == READ
    assert page.window.article.reading.isHidden()
    article = page.program.desk.article
    assert article is not None
    assert (article.title, article.origin.author) == ("Port strike", "Jane Smith")
    assert article.origin.place.endswith("port.docx")


def test_dropped_named_at_the_start_and_by_a_second_start(start: Start, tmp_path: Path) -> None:
    page = start(file=docx(tmp_path / "port.docx"))
    page.wait_opened()
    assert page.article_text() == READ

    (tmp_path / "pier.html").write_text(PAGE, "utf-8")
    drop_on(page.window, tmp_path / "pier.html")
    page.wait_opened()
    assert page.article_text().startswith("Pier gets wider\n\nThe council agreed")
    article = page.program.desk.article
    assert article is not None
    assert article.origin.way == "dropped"

    page.program.come_forward(tmp_path / "port.docx")
    page.wait_opened()
    assert page.article_text() == READ


def test_what_is_typed_meanwhile_is_put_aside_and_not_lost(page: MainPage, tmp_path: Path) -> None:
    page.program.desk.open_file(docx(tmp_path / "port.docx"))
    page.window.article.edit.insertPlainText(WIND)
    page.wait_opened()
    assert page.article_text() == READ
    page.click("notice_undo_button")
    assert page.article_text() == WIND


def test_escape_gives_up_a_reading_and_the_article_stays(
    page: MainPage, tmp_path: Path, child: Callable[[str], None]
) -> None:
    child(SLEEPS)
    page.paste(WIND)
    assert not page.action("stop").isEnabled()
    page.program.desk.open_file(docx(tmp_path / "port.docx"))
    assert page.button("stop_reading_button").isVisible()
    assert page.button("summarize_button").isEnabled()
    assert page.action("stop").isEnabled()
    page.keys(Qt.Key.Key_Escape)
    assert not page.program.desk.is_reading()
    assert page.window.article.reading.isHidden()
    assert page.article_text() == WIND
    page.qtbot.waitUntil(lambda: not page.program.desk.is_busy(), timeout=20_000)


def test_the_button_stops_and_the_next_file_takes_its_place(
    page: MainPage, tmp_path: Path, child: Callable[[str], None]
) -> None:
    child(SLEEPS)
    (tmp_path / "port.txt").write_text(PORT, "utf-8")
    page.program.desk.open_file(docx(tmp_path / "port.docx"))
    page.click("stop_reading_button")
    assert not page.program.desk.is_reading()

    page.program.desk.open_file(tmp_path / "port.docx")
    page.program.desk.open_file(tmp_path / "port.txt")
    assert page.article_text() == PORT
    assert not page.program.desk.is_reading()
    page.qtbot.waitUntil(lambda: not page.program.desk.is_busy(), timeout=20_000)
    assert page.article_text() == PORT


def test_the_window_closes_while_a_file_is_read(
    page: MainPage, tmp_path: Path, child: Callable[[str], None]
) -> None:
    child(SLEEPS)
    page.program.desk.open_file(docx(tmp_path / "port.docx"))
    with page.qtbot.waitSignal(page.program.ended, timeout=20_000):
        page.window.close()
    assert not page.program.desk.is_busy()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("import os\nos._exit(9)\n", "The reader of port.docx has failed"),
        ("print('{')\n", "The reader of port.docx has failed"),
        ('print(\'{"error": "document-old", "params": {"path": "a"}}\')\n', "old format"),
    ],
)
def test_whatever_the_child_does_the_window_says_what_to_do(
    page: MainPage, tmp_path: Path, child: Callable[[str], None], source: str, words: str
) -> None:
    child(source)
    page.paste(WIND)
    page.program.desk.open_file(docx(tmp_path / "port.docx"))
    page.wait_opened()
    assert words in said(page)
    assert page.article_text() == WIND


def test_a_document_is_one_whatever_its_name_is(page: MainPage, tmp_path: Path) -> None:
    page.program.desk.open_file(docx(tmp_path / "port.txt"))
    page.wait_opened()
    assert page.article_text() == READ

    (tmp_path / "wind").write_text(WIND, "utf-8")
    page.program.desk.open_file(tmp_path / "wind")
    page.wait_opened()
    assert page.article_text() == WIND


def test_markdown_has_a_headline_and_what_stands_on_top(page: MainPage, tmp_path: Path) -> None:
    file = tmp_path / "pier.md"
    file.write_bytes("---\nauthor: Jane Smith\n---\n# Pier\n\n央行宣布下调".encode()[:-1])
    page.program.desk.open_file(file)
    page.wait_opened()
    assert page.window.article.encoding.isVisible()
    for encoding in ("windows-1252", "utf-8"):
        page.program.desk.read_as(encoding)
        assert page.article_text().startswith("Pier\n\n")
        article = page.program.desk.article
        assert article is not None
        assert (article.title, article.origin.author) == ("Pier", "Jane Smith")
    assert page.article_text().startswith("Pier\n\n央行宣布下")


LOCKED = """import json, sys
asked = json.loads(sys.stdin.buffer.readline())["password"]
code = {"": "document-password-wanted", "pier": ""}.get(asked, "document-password-wrong")
told = {"error": code, "params": {"path": "a.pdf"}} if code else {
    "reading": {"text": "The council agreed.", "warnings": ["notes-left-out"]}
}
print(json.dumps(told))
"""


def test_a_password_is_asked_for_until_it_is_right(
    page: MainPage,
    tmp_path: Path,
    child: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    child(LOCKED)
    answers = iter(("peer", "pier"))
    sheets: list[str] = []

    def answer(dialog: QDialog) -> None:
        field = dialog.findChild(QLineEdit, "password_edit")
        assert isinstance(field, QLineEdit)
        wrong = dialog.findChild(QLabel, "password_wrong_label")
        sheets.append("wrong" if wrong is not None else dialog.windowTitle())
        field.setText(next(answers))
        next(each for each in dialog.findChildren(QPushButton) if each.isDefault()).click()

    monkeypatch.setattr(page.program.dialogs, "open", answer)
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    page.program.desk.open_file(tmp_path / "a.pdf")
    page.wait_opened()
    assert page.article_text() == "The council agreed."
    assert sheets == ["a.pdf needs a password", "wrong"]
    line = page.window.article.reading
    assert line.label.text() == "Footnotes and endnotes are left out."
    page.click("reading_close_button")
    assert line.isHidden()


def test_what_was_left_out_is_said_of_its_own_article_only(
    page: MainPage, tmp_path: Path, child: Callable[[str], None]
) -> None:
    child(LOCKED.replace('"": "document-password-wanted"', '"": ""'))
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    page.program.desk.open_file(tmp_path / "a.pdf")
    page.wait_opened()
    assert page.window.article.reading.isVisible()
    page.paste(WIND)
    assert page.window.article.reading.isHidden()


def test_without_a_password_nothing_changes(
    page: MainPage, tmp_path: Path, child: Callable[[str], None]
) -> None:
    child(LOCKED)
    page.paste(WIND)
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    page.program.desk.open_file(tmp_path / "a.pdf")
    page.wait_opened()
    assert page.dialogs.names() == ["password"]
    assert page.article_text() == WIND
