"""Finished answers: inert, nothing of them lost, and no text that keeps the window waiting."""

from __future__ import annotations

import time

import pytest
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsassistant.gui.look.markdown import is_light, render
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.text_view import TextView

AGAINST_HANGS_S = 6.0  # each takes a tenth of a second; some took 15 s, one 47 s
CELLS = "|" + "|".join(f"cell {number}" for number in range(20)) + "|\n"
RULE = "|" + "-|" * 20 + "\n"
HEAVY = {
    "links": " ".join(f"[word{i}](https://example.org/{i})" for i in range(2000)),
    "emphasis": " ".join(f"**bold{i}** and *slanted{i}*" for i in range(2500)),
    "table": CELLS + RULE + CELLS * 300,
    "wide table": "|a" * 20_000 + "\n" + "|-" * 20_000,
    "items": "- item\n" * 50_000,
    "deep list": "\n".join("  " * i + "- x" for i in range(1000)),
    "deep quote": ">" * 1000 + " deep",
    "deep dashes": "- " * 50_000 + "x",
    "one word": "x" * 100_000,
    "one megabyte": "word and other words. " * 48_000,
}


def rendered(text: str) -> str:
    document = QTextDocument()
    document.setUndoRedoEnabled(False)
    assert render(document, text, 150.0, 8.0)
    html = document.toHtml()
    assert "<a href" not in html
    assert "<img" not in html
    return document.toPlainText()


@pytest.mark.parametrize("name", HEAVY)
def test_no_answer_keeps_the_window_waiting(name: str, theme: Theme, qtbot: QtBot) -> None:
    view = TextView(theme)
    qtbot.addWidget(view)
    view.resize(500, 20)
    started = time.perf_counter()
    view.set_markdown(HEAVY[name])
    view.show()
    QApplication.processEvents()
    assert time.perf_counter() - started < AGAINST_HANGS_S
    assert view.toPlainText().strip()


def test_streaming_into_a_long_answer_adds_only_what_is_new(theme: Theme, qtbot: QtBot) -> None:
    view = TextView(theme)
    qtbot.addWidget(view)
    view.resize(500, 20)
    started = time.perf_counter()
    for number in range(1000):
        view.append(f"**word{number}** [a](b)\n\n")
    assert time.perf_counter() - started < AGAINST_HANGS_S
    view.flush()
    assert view.document().blockCount() == 2001


@pytest.mark.parametrize("name", ["table", "wide table"])
def test_what_is_too_much_is_shown_as_it_is(name: str, theme: Theme, qtbot: QtBot) -> None:
    view = TextView(theme)
    qtbot.addWidget(view)
    assert not is_light(HEAVY[name])
    view.set_markdown(HEAVY[name])
    assert view.toPlainText() == HEAVY[name]


@pytest.mark.parametrize("name", ["items", "one megabyte"])
def test_what_no_model_writes_is_shown_in_part(name: str, theme: Theme, qtbot: QtBot) -> None:
    view = TextView(theme)
    qtbot.addWidget(view)
    assert not is_light(HEAVY[name])
    for fill in (view.set_markdown, view.set_plain):
        fill(HEAVY[name])
        shown = view.toPlainText()
        assert shown.startswith(HEAVY[name][:60_000])
        assert shown.endswith("[… The rest is too long to be shown here.]")
        assert len(shown) < 201_000


def test_ordinary_answers_are_rendered() -> None:
    assert is_light("- one\n- two\n" * 100 + CELLS + RULE + CELLS * 20)
    assert rendered("**one**\n\n- two\n- three") == "one\ntwo\nthree"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See [the site](https://example.org/a).", "See the site (https://example.org/a)."),
        ("[a **b** c](x:y) d", "a b c (x:y) d"),
        ("<https://example.org> b", "https://example.org b"),
        ("https://example.org b", "https://example.org b"),
        ("www.example.org b", "www.example.org b"),
        ("me@example.org b", "me@example.org b"),
        ("[a](b)[c](d)", "a (b)c (d)"),
        ("[now](javascript:alert(1))", "now (javascript:alert(1))"),
        ("[here](https://e.org/\u202egpj.exe)", "here (https://e.org/gpj.exe)"),
    ],
)
def test_a_link_shows_where_it_leads(text: str, shown: str) -> None:
    assert rendered(text) == shown


def test_an_address_is_not_shown_without_bound() -> None:
    assert len(rendered(f"[a](https://example.org/{'b' * 10_000})")) < 300


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: x\n---\n\nBody",
        "\n\n---\ntitle: x\n---\n\nBody",
        "[title]: Body of x",
        "> [title]: Body of x",
        "a[^1] Body x\n\n[^1]: title",
        "<title> <!-- Body --> <?x?>",
    ],
)
def test_no_word_is_lost(text: str) -> None:
    shown = rendered(text)
    for word in ("title", "Body", "x"):
        assert word in shown


@pytest.mark.parametrize("text", ["> > >", "```\n```", "![](file:///x)", "- ", "# "])
def test_a_text_that_would_not_be_seen_is_shown_as_it_is(
    text: str, theme: Theme, qtbot: QtBot
) -> None:
    view = TextView(theme)
    qtbot.addWidget(view)
    view.set_markdown(text)
    assert view.toPlainText() == text


def test_copying_a_long_word_gives_the_word(theme: Theme, qtbot: QtBot) -> None:
    view = TextView(theme)
    qtbot.addWidget(view)
    for fill in (view.set_plain, view.set_markdown):
        fill("汉" * 9000)
        view.selectAll()
        assert view.createMimeDataFromSelection().text() == "汉" * 9000
        cursor = view.textCursor()
        cursor.clearSelection()
        view.setTextCursor(cursor)
