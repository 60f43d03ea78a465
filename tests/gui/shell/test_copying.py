"""What is copied: the newest answer, any answer, the whole conversation."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.gui.pages import WIND, MainPage

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_copy_puts_the_last_answer_into_the_clipboard(page: MainPage) -> None:
    page.paste(WIND)
    page.summarize()
    page.keys(Qt.Key.Key_C, CTRL, SHIFT)

    assert page.clipboard().startswith("• The government will invest £1.2 billion in")
    page.action("copy_markdown").trigger()
    assert page.clipboard() == page.answers()[-1]


def test_copy_conversation_copies_everything(page: MainPage) -> None:
    page.paste(WIND)
    page.summarize()
    page.ask("Who criticised it?")
    page.action("copy_conversation").trigger()
    assert page.window.status.status_label.text() == "The conversation was copied"

    first, _, rest = page.clipboard().partition("\n\n")
    assert first == "You: Summarise in three bullets"
    assert rest.startswith("Assistant: • The government")
    assert "You: Who criticised it?" in rest
    page.action("copy_conversation_markdown").trigger()
    assert page.clipboard().startswith("**You:**\n\nSummarise in three bullets\n\n**Assistant:**")
    assert all(answer in page.clipboard() for answer in page.answers())
