"""What the model reads is chosen by clicks, keys and the menu, and a request keeps to it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QTextCursor
from PySide6.QtTest import QTest

from newsassistant.core.types import Message, Prompt
from newsassistant.engine.fake import FakeEngine
from newsassistant.text.articles.spans import left_out, read_text
from newsassistant.text.prompts.prompt import messages_of
from tests.gui.pages import WIND, MainPage

Start = Callable[..., MainPage]
TEXT = "Wind grows\n\nThe first line.\nShare this article\nThe last line.\n© 2026 Example"


def read(page: MainPage) -> str:
    article = page.program.desk.article
    assert article is not None
    return read_text(article.text, page.program.desk.reads())


def dimmed(page: MainPage) -> list[str]:
    marks = page.window.article.edit.extraSelections()
    found = [each for each in marks if each.format.foreground().style() != Qt.BrushStyle.NoBrush]
    return [each.cursor.selectedText().strip("\u2029 ") for each in found]


def line(page: MainPage) -> str:
    return page.window.article.unread.text()


def put(page: MainPage, part: str, *, selected: bool = True) -> None:
    """Select a part of the text, or put the cursor in front of it."""
    edit = page.window.article.edit
    start = edit.toPlainText().index(part)
    cursor = edit.textCursor()
    cursor.setPosition(start)
    if selected:
        cursor.setPosition(start + len(part), QTextCursor.MoveMode.KeepAnchor)
    edit.setTextCursor(cursor)


def choose(page: MainPage, name: str) -> None:
    page.action(name).trigger()
    page.qtbot.waitUntil(page.program.desk.is_measured)


def point_at(page: MainPage, part: str) -> QPoint:
    edit = page.window.article.edit
    cursor = QTextCursor(edit.document())
    cursor.setPosition(edit.toPlainText().index(part) + 2)
    return edit.cursorRect(cursor).center() + QPoint(2, 0)


def menu_of(page: MainPage, part: str) -> dict[str, QAction]:
    menu = page.program.desk.leaving.menu(point_at(page, part))
    menu.setParent(page.window.article)
    return {action.text(): action for action in menu.actions()[:3]}


def test_lines_around_an_article_are_dimmed_and_in_no_prompt(start: Start) -> None:
    engine = FakeEngine()
    page = start(engine)
    page.paste(TEXT)

    assert dimmed(page) == ["Share this article", "© 2026 Example"]
    assert line(page) == "The model does not read 2 lines."
    assert "does not read 2 lines" in page.window.article.edit.accessibleDescription()
    page.summarize()
    (prompt,) = engine.prompts
    (first, *_) = messages_of(prompt)
    assert first.content.startswith("Wind grows\n\nThe first line.\nThe last line.\n\n")
    assert "Share" not in first.content


def test_a_click_has_a_line_read_and_the_meter_counts_it(page: MainPage) -> None:
    page.paste(TEXT)
    before = page.window.article.meter.text()

    edit = page.window.article.edit
    QTest.mouseClick(
        edit.viewport(), Qt.MouseButton.LeftButton, pos=point_at(page, "Share this article")
    )

    assert dimmed(page) == ["© 2026 Example"]
    assert line(page) == "The model does not read 1 line."
    page.qtbot.waitUntil(lambda: page.window.article.meter.text() not in (before, "Counting…"))


def test_a_double_click_selects_a_word_and_changes_nothing(page: MainPage) -> None:
    page.paste(TEXT)
    edit = page.window.article.edit
    where = point_at(page, "Share this article")
    QTest.mouseClick(edit.viewport(), Qt.MouseButton.LeftButton, pos=where)
    QTest.mouseDClick(edit.viewport(), Qt.MouseButton.LeftButton, pos=where)

    assert edit.textCursor().selectedText() == "Share"
    assert dimmed(page) == ["Share this article", "© 2026 Example"]


def test_by_keys_a_line_or_a_selection_is_left_out_and_read_again(page: MainPage) -> None:
    page.paste(TEXT)
    put(page, "The first line.", selected=False)
    choose(page, "toggle_read")
    assert read(page) == "Wind grows\n\nThe last line."

    choose(page, "toggle_read")
    assert read(page) == "Wind grows\n\nThe first line.\nThe last line."

    put(page, "last ")
    choose(page, "toggle_read")
    assert read(page) == "Wind grows\n\nThe first line.\nThe line."

    choose(page, "read_all")
    assert read(page) == TEXT
    assert dimmed(page) == []
    assert line(page) == ""
    assert not page.action("read_all").isEnabled()


def test_marked_passages_are_read_alone(page: MainPage) -> None:
    page.paste(TEXT)
    put(page, "The last line.")
    choose(page, "read_only")
    assert read(page) == "The last line."
    assert "reads 1 passage, 14 of 76 characters" in line(page)

    put(page, "Wind grows")
    choose(page, "read_only")
    assert read(page) == "Wind grows\n\nThe last line."

    page.click("unread_line_button")
    assert read(page) == TEXT


def test_the_menu_offers_it_for_the_line_that_is_pointed_at(page: MainPage) -> None:
    page.paste(TEXT)
    offered = menu_of(page, "Share this article")
    assert list(offered) == ["Have this line read", "Read only this line", "Read everything"]
    offered["Have this line read"].trigger()
    assert dimmed(page) == ["© 2026 Example"]

    put(page, "The first line.")
    offered = menu_of(page, "The first line.")
    assert list(offered)[:2] == ["Leave the selection out", "Read only the selection"]
    offered["Leave the selection out"].trigger()
    assert dimmed(page) == ["The first line.", "© 2026 Example"]
    assert "Have the selection read" in menu_of(page, "The first line.")


def test_something_has_to_be_read(page: MainPage) -> None:
    page.paste("Wind grows")
    put(page, "Wind grows")
    choose(page, "toggle_read")

    assert read(page) == "Wind grows"
    assert "Nothing of the article would be left" in page.window.chat.empty_state().text()


def test_show_leads_from_one_to_the_next(page: MainPage) -> None:
    page.paste(TEXT)
    edit = page.window.article.edit
    places = []
    for _ in range(3):
        page.click("unread_line_look_button")
        places.append(edit.textCursor().position())

    first, second = TEXT.index("Share"), TEXT.index("©")
    assert [abs(a - b) <= 1 for a, b in zip(places, (first, second, first), strict=True)] == [
        True,
        True,
        True,
    ]


def test_choices_survive_an_edit_elsewhere_and_undo(page: MainPage) -> None:
    page.paste(TEXT)
    put(page, "The first line.")
    choose(page, "toggle_read")
    put(page, "Wind grows", selected=False)
    QTest.keyClicks(page.window.article.edit, "New: ")
    page.window.article.tell_edited()
    assert read(page) == "New: Wind grows\n\nThe last line."

    page.window.article.edit.undo()
    page.window.article.tell_edited()
    assert read(page) == "Wind grows\n\nThe last line."
    assert dimmed(page) == ["The first line.\u2029Share this article", "© 2026 Example"]


def test_a_conversation_comes_back_as_its_last_request_read_it(page: MainPage) -> None:
    page.paste(TEXT)
    put(page, "The first line.")
    choose(page, "read_only")
    page.summarize()
    number = page.conversations()[0].id
    choose(page, "read_all")
    page.program.presenter.new_article()
    page.paste(WIND)
    assert dimmed(page) == []

    page.program.presenter.open_conversation(number)

    assert read(page) == "The first line."
    assert "reads 1 passage" in line(page)


def test_what_is_read_ahead_is_what_a_request_reads(start: Start) -> None:
    engine = FakeEngine()
    page = start(engine)
    page.paste(TEXT)
    page.qtbot.waitUntil(lambda: bool(engine.read_ahead))
    put(page, "The first line.")
    choose(page, "read_only")
    page.qtbot.waitUntil(lambda: engine.read_ahead[-1][0].reads == page.program.desk.reads())

    page.summarize()
    assert engine.prompts[-1].reads == engine.read_ahead[-1][0].reads


def test_a_draft_keeps_what_was_chosen(start: Start) -> None:
    page = start()
    page.paste(TEXT)
    put(page, "The first line.")
    choose(page, "toggle_read")
    choose(page, "read_all")
    put(page, "Wind grows")
    choose(page, "toggle_read")
    with page.qtbot.waitSignal(page.program.ended):
        page.window.close()

    again = start()

    assert again.program.desk.article is not None
    assert read(again) == "The first line.\nShare this article\nThe last line.\n© 2026 Example"


def test_what_does_not_fit_is_cut_from_what_is_read(start: Start) -> None:
    engine = FakeEngine(context_length=200)
    page = start(engine)
    page.dialogs.agree = True
    page.paste("Wind grows\nShare this article\n" + "The wind blows over the port. " * 40)
    page.summarize()

    (prompt,) = engine.prompts
    article = prompt.article
    assert article is not None
    assert prompt.reads is not None
    assert prompt.reads[0] == (0, len("Wind grows"))
    rest = left_out(prompt.reads, len(article.text))
    assert len(prompt.reads) == 2
    assert rest[-1][1] == len(article.text)


def test_a_prompt_of_nothing_says_the_request_alone() -> None:
    from newsassistant.text.articles.article import parse

    (turn,) = messages_of(Prompt((Message("user", "Why?"),), parse(TEXT), ()))
    assert turn.content.strip() == "Why?"
