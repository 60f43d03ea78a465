"""The words for an answer whose model did not read the article to its end."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from newsassistant.core.types import Span
from newsassistant.store.history import StoredMessage
from newsassistant.text.articles.spans import chars_of
from newsassistant.text.prompts.parts import part_name


def unread_words(message: StoredMessage, article_length: int) -> str:
    """How much of an article of so many characters was not read; "" if all of it was.

    Of passages: what was read. The summary of one part says nothing.
    """
    read = chars_of(message.reads, article_length)
    missing = article_length - read
    if message.role != "assistant" or not missing or part_name(message.preset) is not None:
        return ""
    if message.reads is not None and is_passages(message.reads, article_length):
        words = QCoreApplication.translate(
            "Unread", "Read passages: {0}; {1} of the article's {2} characters"
        )
        return words.format(len(message.reads), f"{read:,}", f"{article_length:,}")
    share = round(100 * missing / article_length)
    words = QCoreApplication.translate("Unread", "{0} % of the article was not read: its end")
    return words.format(min(99, max(1, share)))


def is_passages(reads: tuple[Span, ...], article_length: int) -> bool:
    """True for spans that are no beginning and not all of the article."""
    return len(reads) > 1 or (len(reads) == 1 and 0 < reads[0][0] < article_length)


def with_unread(text: str, words: str) -> str:
    """A text to take away, with `words` as a line of their own if there are any."""
    return f"{text}\n\n[{words}]" if text and words else text
