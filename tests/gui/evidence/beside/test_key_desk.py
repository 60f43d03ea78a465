"""Key sentences are there as soon as the article is, move with it, and can be copied."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from newsassistant.core.settings import Settings
from newsassistant.core.types import Origin
from newsassistant.evidence import key_sentences as chosen_module
from newsassistant.evidence.index import Index
from newsassistant.gui.evidence.beside.key_desk import KeyDesk, digest, key_words
from newsassistant.text.articles.article import parse
from tests.gui.evidence.mills import MILL, MILL_ZH
from tests.gui.pages import MainPage

LONG_MS = 30_000  # the first check reads the word lists


def desk_of(page: MainPage) -> KeyDesk:
    desk = page.program.article_side.keys
    assert isinstance(desk, KeyDesk)
    return desk


def found(page: MainPage) -> list[str]:
    """What is marked, once something is."""
    page.qtbot.waitUntil(lambda: bool(desk_of(page).marks.texts()), timeout=LONG_MS)
    return desk_of(page).marks.texts()


def said(page: MainPage) -> str:
    """All words of the status bar."""
    return "\n".join(label.text() for label in page.window.status.findChildren(QLabel))


def test_three_to_five_are_marked_before_anything_is_asked(page: MainPage) -> None:
    page.paste(MILL)
    texts = found(page)
    assert 3 <= len(texts) <= 5
    assert all(text in MILL for text in texts)
    assert MILL.split("\n")[0] not in texts  # the headline


def test_so_are_those_of_a_chinese_article(page: MainPage) -> None:
    page.paste(MILL_ZH)
    texts = found(page)
    assert 3 <= len(texts) <= 5
    assert all(text in MILL_ZH for text in texts)


def test_what_takes_two_units_moves_none_of_them(page: MainPage) -> None:
    article = MILL.replace("closed on", "😀 closed on", 1)
    page.paste(article)
    assert all(text in article for text in found(page))


def test_an_edit_moves_them_and_then_they_are_chosen_anew(page: MainPage) -> None:
    page.paste(MILL)
    before = found(page)
    edit = page.window.article.edit
    edit.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.keyClicks(edit, "New: ")
    assert desk_of(page).marks.texts() == before
    page.window.article.tell_edited()
    desk = desk_of(page)

    def is_found() -> bool:
        known = desk.found()
        return known is not None and known.article.text.startswith("New: ")

    page.qtbot.waitUntil(is_found, timeout=LONG_MS)
    assert all(text in edit.toPlainText() for text in desk.marks.texts())


def test_they_are_not_chosen_among_what_is_left_out(page: MainPage) -> None:
    page.paste(MILL)
    first = found(page)[0]
    desk = page.program.desk
    start = MILL.index(first)
    cursor = page.window.article.edit.textCursor()
    cursor.setPosition(start)
    page.window.article.edit.setTextCursor(cursor)
    desk.leaving.toggle()
    page.qtbot.waitUntil(lambda: first not in desk_of(page).marks.texts(), timeout=LONG_MS)


def test_they_can_be_put_away(page: MainPage) -> None:
    page.paste(MILL)
    found(page)
    action = page.action("key_sentences")
    assert action.isChecked()
    action.trigger()
    assert not page.program.preferences.settings.key_sentences
    assert desk_of(page).marks.texts() == []
    page.paste(MILL + " And more of it came to light later.")
    action.trigger()
    assert found(page)


def test_nothing_is_marked_where_nobody_wants_it_and_copying_works(
    start: Callable[..., MainPage],
) -> None:
    page = start(settings=Settings(language="en", scheme="light", key_sentences=False))
    assert not page.action("copy_digest").isEnabled()
    page.paste(MILL)
    QGuiApplication.clipboard().clear()
    page.action("copy_digest").trigger()
    clipboard = QGuiApplication.clipboard()
    page.qtbot.waitUntil(lambda: bool(clipboard.text()), timeout=LONG_MS)
    lines = [line for line in clipboard.text().split("\n") if line]
    assert lines[0] == MILL.split("\n")[0]
    assert 3 <= len(lines) - 1 <= 5
    assert all(line.startswith("• ") and line[2:] in MILL for line in lines[1:])
    assert desk_of(page).marks.texts() == []
    assert "The key sentences were copied" in said(page)


def test_without_an_article_there_are_none(page: MainPage) -> None:
    page.paste(MILL)
    found(page)
    page.click("clear_article_button")
    assert desk_of(page).marks.texts() == []
    assert desk_of(page).found() is None
    assert not page.action("copy_digest").isEnabled()


def test_nothing_of_them_is_left_of_a_private_article(page: MainPage) -> None:
    page.action("new_private").trigger()
    page.paste(MILL)
    found(page)
    page.program.private.forget()
    assert desk_of(page).found() is None
    assert desk_of(page).marks.texts() == []


def test_nothing_is_read_on_the_main_thread(
    page: MainPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: set[int] = set()
    chosen, of = chosen_module.key_sentences, Index.of

    def choose(*args: object, **kwargs: object) -> object:
        threads.add(threading.get_ident())
        return chosen(*args, **kwargs)  # type: ignore[arg-type]

    def read(*args: object) -> Index:
        threads.add(threading.get_ident())
        return of(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(chosen_module, "key_sentences", choose)
    monkeypatch.setattr(Index, "of", read)
    body = "".join(f"In {n} the mill of Ashford made {n} tonnes of paper. " for n in range(4000))
    article = f"Mill at Ashford closes\n\n{body}"
    assert len(article) > 200_000
    page.paste(article)
    found(page)
    assert threads
    assert threading.get_ident() not in threads


# --- what is copied ---------------------------------------------------------------------------


def words_of(text: str, origin: Origin | None = None) -> str:
    article = parse(text, origin=origin) if origin is not None else parse(text)
    return digest(key_words(Index.of(article.text, article.language), article, None), "Source: {0}")


def test_the_source_is_named_as_far_as_it_is_known() -> None:
    origin = Origin("fetched", 0.0, "https://example.org/mill", source="The Ashford Post")
    last = words_of(MILL, origin).split("\n\n")[-1]
    assert last == "Source: The Ashford Post · https://example.org/mill"
    file = words_of(MILL, Origin("opened", 0.0, "/stories/mill.txt")).split("\n\n")[-1]
    assert file == "Source: mill.txt"
    assert "Source" not in words_of(MILL)


def test_those_of_a_part_that_is_read() -> None:
    article = parse(MILL)
    index = Index.of(article.text, article.language)
    start = article.text.index("The council")
    inside = key_words(index, article, ((start, len(article.text)),))
    assert all(span[0] >= start for span in inside.spans)
    assert replace(inside, spans=()).sentences() == []
