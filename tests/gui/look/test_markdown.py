"""Finished answers: inert, nothing of them lost, and no text that keeps the window waiting."""

from __future__ import annotations

import random
import time

import pytest
from PySide6.QtGui import QTextCursor, QTextDocument, QTextList
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsassistant.gui.look.markdown import MOST_OPEN, GrowingMarkdown, is_light, render
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


LINES = (
    "Plain words.", "Another **bold** line.", "- item", "- item two", "* star", "1. one", "2. two",
    "3. three", "5. five", "1) with a bracket", "   indented", "  - nested", "   - nested more",
    "", "", "", "# Head", "## Sub", "> quote", "```", "---", "| a | b |\n|---|---|\n| c | d |\n",
    "10. ten", "- **key**: value", "1. **Key**:", "+ plus", "[x]: y", "*it* 5 * 3", "汉字**粗**。",
)  # fmt: skip
ANSWERS = (
    "The article says:\n\n1. **One**: a\n2. **Two**: b\n   - inner\n\n10. c\n\nThat is all.",
    "## 要点\n- **甲**：一\n- 乙\n\n> 引语\n\n| 名 | 数 |\n|---|---|\n| 甲 | 3 |\n\n以上。",
    "- one\n\n  more of one\n\n- two\n\n---\n\n```\n1. no item\n```\n1. first\n1. second",
    *("\n".join(random.Random(seed).choices(LINES, k=9)) for seed in range(40)),
)


def new_document() -> QTextDocument:
    document = QTextDocument()
    document.setUndoRedoEnabled(False)
    return document


def blocks(document: QTextDocument) -> list[tuple[object, ...]]:
    """All that is seen of each block: words and their faces, marks, places."""
    seen: list[tuple[object, ...]] = []
    block = document.begin()
    while block.isValid():
        form, group = block.blockFormat(), block.textList()
        faces: list[object] = []
        part = block.begin()
        while not part.atEnd():
            face = part.fragment().charFormat()
            faces.append((part.fragment().text(), face.fontWeight(), face.fontItalic()))
            part += 1
        item: tuple[str, int] = ("", form.indent())
        if isinstance(group, QTextList):
            item = (group.itemText(block), group.format().indent())
        place = (form.topMargin(), form.bottomMargin(), form.leftMargin(), form.headingLevel())
        in_table = QTextCursor(block).currentTable() is not None
        seen.append((block.text(), *item, *place, in_table, *faces))
        block = block.next()
    return seen


@pytest.mark.parametrize("text", ANSWERS)
def test_what_has_streamed_stays_as_it_is_to_the_end(text: str, qapp: QApplication) -> None:
    whole = new_document()
    assert render(whole, text, 150.0, 8.0)
    document, step = new_document(), random.Random(text)
    growing = GrowingMarkdown(document, 150.0, 8.0)
    written = 0
    while written < len(text):
        size = step.randint(1, 6)
        growing.add(text[written : written + size])
        written += size
        settled = growing.settled_blocks()
        assert blocks(document)[:settled] == blocks(whole)[:settled]
        at_once = new_document()
        GrowingMarkdown(at_once, 150.0, 8.0).add(text[:written])
        assert blocks(document) == blocks(at_once)
    assert growing.finish()
    assert blocks(document) == blocks(whole)


@pytest.mark.parametrize("text", ANSWERS[:3])
def test_pieces_look_as_qt_shows_the_whole(text: str, qapp: QApplication) -> None:
    whole, qt = new_document(), QTextDocument()
    assert render(whole, text, 150.0, 8.0)
    qt.setMarkdown(text)
    assert [row[:2] for row in blocks(whole) if row[0]] == [row[:2] for row in blocks(qt) if row[0]]


def test_a_list_is_a_list_while_it_comes(qapp: QApplication) -> None:
    document = new_document()
    growing = GrowingMarkdown(document, 150.0, 8.0)
    growing.add("1. **Wind** farms\n2. Har")
    assert [row[:2] for row in blocks(document)] == [("Wind farms", "1."), ("Har", "2.")]


def test_an_item_of_a_long_list_costs_no_more_than_the_first(qapp: QApplication) -> None:
    document = new_document()
    growing = GrowingMarkdown(document, 150.0, 8.0)
    document.documentLayout()  # without one Qt tells of no change
    touched: list[tuple[int, int, int]] = []
    document.contentsChange.connect(lambda *change: touched.append(change))
    for number in range(1, 501):
        for words in (f"{number}. **Point {number}**:", " the council", " approved it.\n"):
            settled = growing.settled()
            growing.add(words)
            assert touched.pop()[0] >= max(0, settled - 1)
            assert touched == []
    assert blocks(document)[499][:2] == ("Point 500: the council approved it.", "500.")
    assert growing.settled_blocks() == 499


def test_a_piece_without_end_is_only_added_to(qapp: QApplication) -> None:
    document = new_document()
    growing = GrowingMarkdown(document, 150.0, 8.0)
    growing.add("word " * (MOST_OPEN // 5) + "**b** ")
    document.documentLayout()  # without one Qt tells of no change
    touched: list[int] = []
    document.contentsChange.connect(lambda _place, gone, new: touched.append(max(gone, new)))
    growing.add("and *more* ")
    assert touched == [len("and *more* ")]
    growing.finish()
    assert document.toPlainText().endswith("b and more")


def test_what_must_not_change_now_is_formatted_later(qapp: QApplication) -> None:
    document = new_document()
    growing = GrowingMarkdown(document, 150.0, 8.0)
    growing.add("One\n\n- **tw")
    growing.add("o**", as_it_is=True)
    growing.add("\n- three", as_it_is=True)
    assert document.toPlainText() == "One\ntwo**\n- three"
    growing.add(" more")
    assert document.toPlainText() == "One\ntwo\nthree more"


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
    assert view.document().blockCount() == 1000


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
