"""The words for an answer whose model did not read all of the article."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from newsassistant.core.types import Span
from newsassistant.store.history import StoredMessage
from newsassistant.text.articles.spans import chars_of, spans_of
from newsassistant.text.prompts.parts import part_name

LITTLE = 0.9  # of the article, that is read


def unread_words(message: StoredMessage, article_length: int) -> str:
    """What of an article of so many characters was read; "" if all of it was, or of a part."""
    read = chars_of(message.reads, article_length)
    is_part = part_name(message.preset) is not None
    if message.role != "assistant" or is_part or read >= article_length:
        return ""
    spans = spans_of(message.reads, article_length)
    if not spans or (len(spans) == 1 and spans[0][0] == 0):
        share = round(100 * (article_length - read) / article_length)
        words = QCoreApplication.translate("Unread", "{0} % of the article was not read: its end")
        return words.format(min(99, max(1, share)))
    if len(spans) == 1:
        words = QCoreApplication.translate("Unread", "Read 1 passage, {0} of {1} characters")
        return words.format(f"{read:,}", f"{article_length:,}")
    words = QCoreApplication.translate("Unread", "Read {0} passages, {1} of {2} characters")
    return words.format(f"{len(spans):,}", f"{read:,}", f"{article_length:,}")


def is_passages(reads: tuple[Span, ...], article_length: int) -> bool:
    """True for spans that are no beginning and not all of the article."""
    return len(reads) > 1 or (len(reads) == 1 and 0 < reads[0][0] < article_length)


def is_little(message: StoredMessage, article_length: int) -> bool:
    """True where next to nothing was left out, as are the lines around an article."""
    spans = spans_of(message.reads, article_length)
    cut = len(spans) < 2 and message.reads is not None
    return not cut and chars_of(message.reads, article_length) >= LITTLE * article_length


def with_unread(text: str, message: StoredMessage, article_length: int) -> str:
    """An answer to take away, with a line that says so where that is not the whole."""
    words = "" if is_little(message, article_length) else unread_words(message, article_length)
    return f"{text}\n\n[{words}]" if text and words else text
