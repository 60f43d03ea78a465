"""The words for an answer whose model did not read the article to its end."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from newsassistant.store.history import StoredMessage
from newsassistant.text.articles.spans import chars_of


def unread_words(message: StoredMessage, article_length: int) -> str:
    """How much of an article of so many characters was not read; "" if all of it was."""
    missing = article_length - chars_of(message.reads, article_length)
    if message.role != "assistant" or not missing:
        return ""
    share = round(100 * missing / article_length)
    words = QCoreApplication.translate("Unread", "{0} % of the article was not read: its end")
    return words.format(min(99, max(1, share)))


def with_unread(text: str, words: str) -> str:
    """A text to take away, with `words` as a line of their own if there are any."""
    return f"{text}\n\n[{words}]" if text and words else text
