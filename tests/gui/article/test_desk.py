"""The article on the desk: text, length, files."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from newsassistant.gui.opening.opening import INLINE_BYTES
from newsassistant.text.articles.encodings import ENCODINGS
from tests.gui.pages import PORT, WIND, MainPage


def notice(page: MainPage) -> str:
    return page.window.notice.label.text() if page.window.notice.isVisible() else ""


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_the_meter_follows_the_text(page: MainPage) -> None:
    page.paste(WIND)
    assert page.program.desk.article is not None
    assert "48" in page.window.article.meter.accessibleName() + " ".join(
        label.text() for label in page.window.article.meter.findChildren(QLabel)
    )

    page.paste(PORT)
    assert page.program.desk.article.title == "Port strike enters second week"


def test_text_of_spaces_is_no_article(page: MainPage) -> None:
    page.paste(WIND)
    page.window.article.edit.setPlainText("  \n ")
    page.qtbot.waitUntil(lambda: page.program.desk.article is None)

    assert not page.button("summarize_button").isEnabled()


def test_a_file_is_opened_by_ctrl_o(page: MainPage, tmp_path: Path) -> None:
    page.dialogs.file = write(tmp_path / "wind.txt", WIND)

    page.action("open_article").trigger()

    assert page.article_text() == WIND
    assert page.program.desk.article is not None
    assert page.program.desk.article.origin.place.endswith("wind.txt")


def test_a_file_of_any_usual_encoding_is_read(page: MainPage, tmp_path: Path) -> None:
    file = tmp_path / "zh.txt"
    file.write_bytes("央行宣布下调存款准备金率\n\n中国人民银行周五宣布下调。".encode("gb18030"))

    page.program.desk.open_file(file)

    assert page.article_text().startswith("央行宣布")


def test_a_large_file_is_read_in_the_background(page: MainPage, tmp_path: Path) -> None:
    line = "The minister said that the plan was sound. " * 50 + "\n"
    file = write(tmp_path / "large.txt", line * (INLINE_BYTES // len(line) + 10))

    page.program.desk.open_file(file)
    assert page.article_text() == ""

    page.qtbot.waitUntil(lambda: page.program.desk.article is not None, timeout=20_000)
    assert page.article_text().startswith("The minister said")


def test_files_that_cannot_be_used_are_explained(page: MainPage, tmp_path: Path) -> None:
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\0\0\0")

    for name, words in (("missing.txt", "no file"), ("picture.txt", "not a plain text")):
        page.program.desk.open_file(tmp_path / name)
        page.wait_opened()
        assert words in page.window.chat.empty_state().text()
    assert page.article_text() == ""


def test_a_file_does_not_swallow_what_was_there(page: MainPage, tmp_path: Path) -> None:
    page.paste(WIND)

    page.program.desk.open_file(write(tmp_path / "port.txt", PORT))

    assert page.article_text() == PORT
    assert "Government puts" in notice(page)
    page.click("notice_undo_button")
    assert page.article_text() == WIND


def test_what_the_history_has_is_not_offered_again(page: MainPage, tmp_path: Path) -> None:
    page.paste(WIND)
    page.summarize()

    page.program.desk.open_file(write(tmp_path / "port.txt", PORT))

    assert notice(page) == ""


def test_lengths_are_taken_again_for_another_model(page: MainPage) -> None:
    page.paste(WIND)

    page.program.service.load("another")
    page.wait_idle()

    page.qtbot.waitUntil(page.program.desk.is_measured)
    assert page.button("summarize_button").isEnabled()


def open_raw(page: MainPage, file: Path, raw: bytes) -> None:
    file.write_bytes(raw)
    page.program.desk.open_file(file)


def choose(page: MainPage, encoding: str) -> None:
    page.window.article.encoding.menu.actions()[ENCODINGS.index(encoding)].trigger()


def test_a_damaged_file_is_told(page: MainPage, tmp_path: Path) -> None:
    bar = page.window.article.encoding
    open_raw(page, tmp_path / "cut.txt", "央行宣布下调存款准备金率".encode()[:-1])
    assert bar.isVisible()
    assert "could not be read: 1" in bar.label.text()

    open_raw(page, tmp_path / "whole.txt", "央行宣布下调存款准备金率".encode())
    assert not bar.isVisible()


def test_read_as_reads_the_same_bytes_again(page: MainPage, tmp_path: Path) -> None:
    bar, file = page.window.article.encoding, tmp_path / "short.txt"
    open_raw(page, file, "£5 or €6 – 7".encode("cp1252"))
    assert bar.isVisible()
    file.unlink()

    choose(page, "gb18030")
    assert "£5" not in page.article_text()
    assert bar.isVisible()
    choose(page, "windows-1252")

    assert page.article_text() == "£5 or €6 – 7"
    assert notice(page) == ""
    assert page.program.desk.article is not None
    origin = page.program.desk.article.origin
    assert (origin.way, origin.place, origin.encoding) == ("opened", str(file), "windows-1252")


def test_read_as_loses_no_edit(page: MainPage, tmp_path: Path) -> None:
    open_raw(page, tmp_path / "short.txt", "£5 or €6 – 7".encode("cp1252"))
    page.window.article.edit.setPlainText("My own words.")

    choose(page, "utf-16-le")

    assert notice(page)
    page.click("notice_undo_button")
    assert page.article_text() == "My own words."
    assert not page.window.article.encoding.isVisible()


def test_a_choice_that_gives_no_text_changes_nothing(page: MainPage, tmp_path: Path) -> None:
    open_raw(page, tmp_path / "high.txt", "ÀÉ".encode("cp1252") * 8)
    before = page.article_text()
    assert before

    choose(page, "utf-8")

    assert page.article_text() == before
    assert "not a plain text" in page.window.chat.empty_state().text()


def test_another_article_ends_the_doubt(page: MainPage, tmp_path: Path) -> None:
    for end in ("clear", "paste"):
        open_raw(page, tmp_path / "cut.txt", "央行宣布下调存款准备金率".encode()[:-1])
        assert page.window.article.encoding.isVisible()
        if end == "clear":
            page.click("clear_article_button")
        else:
            page.window.article.edit.selectAll()
            page.paste(WIND)
        assert not page.window.article.encoding.isVisible()


def test_a_web_page_and_a_broken_text_are_opened_as_text(page: MainPage, tmp_path: Path) -> None:
    open_raw(page, tmp_path / "a.html", b"<html><body><h1>Pier</h1><p>It&rsquo;s long.</p></body>")
    page.wait_opened()
    assert page.article_text() == "Pier\n\nIt’s long."

    broken = (
        "The harbour council of Westmere agreed on Tuesday to widen the\n"
        "east pier by 1,200 metres at a cost of 29,000 crowns, the mayor\n"
        "said. Work begins on 14 March."
    )
    page.program.desk.open_file(write(tmp_path / "broken.txt", broken))
    assert "\n" not in page.article_text()


# --- how it came in -----------------------------------------------------------------------------


def chip(page: MainPage) -> str:
    labels = page.window.article.findChildren(QLabel)
    return next(x.text() for x in labels if x.property("role") == "chip")


def paste_file(page: MainPage, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    page.window.article.edit.insertFromMimeData(data)


def test_each_way_in_is_named(page: MainPage, tmp_path: Path) -> None:
    wind, port = write(tmp_path / "wind.txt", WIND), write(tmp_path / "port.txt", PORT)
    page.program.desk.open_file(wind)
    assert chip(page) == "opened wind.txt"
    page.drop(port)
    assert chip(page) == "dropped port.txt"
    paste_file(page, wind)
    assert chip(page) == "pasted from wind.txt"
    page.paste(PORT)
    assert re.fullmatch(r"pasted \d\d:\d\d", chip(page))
    page.click("clear_article_button")
    assert chip(page) == ""
    QTest.keyClicks(page.window.article.edit, "Rain")
    page.wait_read("Rain")
    assert chip(page) == "typed"
    page.program.desk.open_file(wind, "sample")
    assert chip(page) == "sample article"


def test_a_refused_file_gives_no_article_its_name(page: MainPage, tmp_path: Path) -> None:
    bad = tmp_path / "picture.txt"
    bad.write_bytes(b"\x89PNG\0\0\0")
    page.program.desk.open_file(write(tmp_path / "wind.txt", WIND))

    for come in (page.drop, page.program.desk.open_file, lambda path: paste_file(page, path)):
        come(bad)
        assert chip(page) == "opened wind.txt"
    page.paste(PORT)
    assert chip(page).startswith("pasted ")


def test_undo_brings_the_origin_back_with_its_text(page: MainPage, tmp_path: Path) -> None:
    edit = page.window.article.edit
    page.program.desk.open_file(write(tmp_path / "wind.txt", WIND))
    page.paste(PORT)
    assert chip(page).startswith("pasted ")
    edit.undo()
    page.wait_read(WIND)
    assert chip(page) == "opened wind.txt"
    edit.redo()
    page.wait_read(PORT)
    assert chip(page).startswith("pasted ")
    page.click("clear_article_button")
    edit.undo()
    page.wait_read(PORT)
    assert chip(page).startswith("pasted ")


def test_an_edit_is_told(page: MainPage, tmp_path: Path) -> None:
    edit = page.window.article.edit
    page.program.desk.open_file(write(tmp_path / "wind.txt", WIND))
    edit.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(edit, " Yes.")
    page.wait_read(WIND + " Yes.")
    assert chip(page) == "opened wind.txt, edited"

    while edit.document().isUndoAvailable():
        edit.undo()
    page.wait_read(WIND)
    assert chip(page) == "opened wind.txt"

    edit.selectAll()
    QTest.keyClicks(edit, "Rain")
    page.wait_read("Rain")
    assert chip(page) == "typed"


def test_the_origin_comes_back_with_the_conversation(page: MainPage, tmp_path: Path) -> None:
    page.program.desk.open_file(write(tmp_path / "wind.txt", WIND))
    page.wait_read(WIND)
    page.summarize()
    page.paste(PORT)
    page.summarize()
    port, wind = page.conversations()
    page.window.history.opened.emit(wind.id)
    assert chip(page) == "opened wind.txt"
    page.window.history.opened.emit(port.id)
    assert chip(page).startswith("pasted ")


def test_the_same_text_from_elsewhere_keeps_its_origin(page: MainPage, tmp_path: Path) -> None:
    """The conversation that is open has stored it."""
    page.paste(WIND)
    page.summarize()
    page.program.desk.open_file(write(tmp_path / "wind.txt", WIND))
    assert chip(page).startswith("pasted ")

    page.click("new_chat_button")
    page.program.desk.open_file(tmp_path / "wind.txt")
    assert chip(page) == "opened wind.txt"


def test_a_text_from_a_browser_names_its_page(page: MainPage) -> None:
    data = QMimeData()
    data.setText(WIND)
    data.setData("chromium/x-source-url", b"https://www.news.example/wind")
    page.window.article.edit.insertFromMimeData(data)
    page.wait_read(WIND)
    page.summarize()
    assert chip(page) == "pasted from news.example"
    stored = page.program.history.article(page.conversations()[0].id)
    assert stored is not None
    assert stored.origin.place == "https://www.news.example/wind"


def test_the_heading_of_what_is_pasted_is_the_headline(page: MainPage) -> None:
    """Also one that does not read like a headline."""
    data = QMimeData()
    lines = ("The strike is over.", "Dock workers voted on Monday.", "They go back on Friday.")
    data.setText("\n".join(lines))
    data.setHtml(f"<h1>{lines[0]}</h1><p>{lines[1]}</p><p>{lines[2]}</p>")
    page.window.article.edit.insertFromMimeData(data)

    article = page.program.desk.article
    assert article is not None
    assert article.title == lines[0]
    page.window.article.edit.insertPlainText("So it is said. ")
    page.window.article.tell_edited()
    assert page.program.desk.article is not None
    assert page.program.desk.article.title != lines[0]  # it does not begin with that line any more
