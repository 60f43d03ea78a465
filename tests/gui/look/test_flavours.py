"""What other programs get of an answer: a text without marks, and HTML with its lists."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QGuiApplication, QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication

from newsassistant.gui.look.flavours import copy, flavours, headed, joined, picked, unmarked
from newsassistant.gui.look.markdown import SafeDocument, render

pytestmark = pytest.mark.usefixtures("qapp")

LISTS = "- one\n- two **b**\n  - deep\n- three\n\n1. a\n2. b\n\nBetween\n\n3. c"


class Tags(HTMLParser):
    """Which tags are open; fails where one is closed that is not."""

    ALONE = frozenset({"hr", "br", "meta"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        assert all(name == "start" for name, _ in attrs)
        if tag not in self.ALONE:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def read(html: str) -> Tags:
    tags = Tags()
    tags.feed(html)
    tags.close()
    assert tags.open == []
    return tags


def test_lists_keep_their_marks_and_numbers_as_text() -> None:
    text = flavours(LISTS)
    assert text.plain == "• one\n• two b\n    • deep\n• three\n\n1. a\n2. b\n\nBetween\n\n3. c"
    assert text.html == (
        "<ul><li>one</li><li>two <b>b</b><ul><li>deep</li></ul></li><li>three</li></ul>"
        '<ol><li>a</li><li>b</li></ol><p>Between</p><ol start="3"><li>c</li></ol>'
    )
    assert text.markdown == LISTS


@pytest.mark.parametrize(
    ("markdown", "plain", "html"),
    [
        ("# Wind *up*", "Wind up", "<h1>Wind <i>up</i></h1>"),
        (
            "**粗** 体 `x<y` ~~no~~",
            "粗 体 x<y no",
            "<p><b>粗</b> 体 <code>x&lt;y</code> <s>no</s></p>",
        ),
        ("> said", "said", "<blockquote><p>said</p></blockquote>"),
        ("```\na = 1\n\nb\n```", "a = 1\n\nb", "<pre>a = 1\n\nb</pre>"),
        ("a\n\n---\n\nb", "a\n\n———\n\nb", "<p>a</p><hr><p>b</p>"),
        (
            "- [x] done\n- [ ] not",
            "[x] done\n[ ] not",
            "<ul><li>[x] done</li><li>[ ] not</li></ul>",
        ),
        ("", "", ""),
    ],
)
def test_what_an_answer_is_made_of(markdown: str, plain: str, html: str) -> None:
    text = flavours(markdown)
    assert (text.plain, text.html) == (plain, html)


def test_a_table_is_one_for_spreadsheets_and_word_processors() -> None:
    text = flavours("| a | b |\n|---|---|\n| 1 | **2** |")
    assert text.plain == "a\tb\n1\t2"
    assert "<td>1</td><td><b>2</b></td></tr></table>" in text.html


def test_markup_in_an_answer_is_text_and_loads_nothing() -> None:
    text = flavours(
        'See <img src="https://example.org/x.png"> ![p](file:///etc/x) [l](https://e.org)'
    )
    assert read(text.html).seen == {"p"}
    assert "<img" in text.plain


def test_more_than_can_be_rendered_is_taken_as_it_is() -> None:
    long = "**x** | " * 3000
    assert flavours(long).plain == long


def test_a_question_is_text_in_all_of_them() -> None:
    text = unmarked("Why *now*?\n<b>")
    assert text.plain == "Why *now*?\n<b>"
    assert text.html == "<p>Why *now*?<br>&lt;b&gt;</p>"
    shown = QTextDocument()
    shown.setMarkdown(text.markdown)
    assert shown.toPlainText() == "Why *now*? <b>"


def test_a_transcript_says_who_spoke() -> None:
    whole = joined([headed("You:", unmarked("Why?")), headed("Assistant:", flavours("- **So**"))])
    assert whole.plain == "You: Why?\n\nAssistant: • So"
    assert whole.html.startswith("<p><b>You:</b></p><p>Why?</p><p><b>Assistant:</b></p><ul><li>")
    assert whole.markdown == "**You:**\n\nWhy?\n\n**Assistant:**\n\n- **So**"


def test_what_is_selected_keeps_its_lists_and_a_word_is_a_word() -> None:
    document = SafeDocument()
    assert render(document, "Said:\n\n- one **b**\n- two", 100, 0)
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    data = picked(cursor.selection())
    assert data.text() == "Said:\n\n• one b\n• two"
    assert "<ul><li>one <b>b</b></li><li>two</li></ul>" in data.html()
    cursor.setPosition(6)
    cursor.setPosition(9, QTextCursor.MoveMode.KeepAnchor)
    data = picked(cursor.selection())
    assert data.text() == "one"
    assert not data.hasHtml()


def test_the_clipboard_holds_all_three(qapp: QApplication) -> None:
    copy(flavours("- **one** 一"))
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == "• one 一"
    assert "<li><b>one</b> 一</li>" in data.html()
    assert bytes(data.data("text/markdown").data()).decode() == "- **one** 一"
    copy(flavours("- **one**"), as_markdown=True)
    assert QGuiApplication.clipboard().text() == "- **one**"
    assert not QGuiApplication.clipboard().mimeData().hasHtml()


TABLE = "| a | b |\n|--|--|\n| 1 | 2 |\n"
PIECES = ["- ", "  - ", "1. ", "# ", "**", "*", "`", "\n", "\n\n", "> ", TABLE, "word", " ", "字"]
MARKS = st.lists(
    st.sampled_from([*PIECES, "```\n", "---", "<b>", "&amp;", "[x] ", "\\"]), max_size=30
).map("".join)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(MARKS)
def test_any_answer_is_sound_html_with_the_words_of_the_text(markdown: str) -> None:
    text = flavours(markdown)
    tags = read(text.html)
    assert tags.words.count("字") == text.plain.count("字")
