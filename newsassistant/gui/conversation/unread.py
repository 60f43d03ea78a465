"""The words for an answer whose model did not read all of the article."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from newsassistant.core.types import Article, Reads, Span
from newsassistant.store.history import StoredMessage
from newsassistant.text.articles.passages import at_first
from newsassistant.text.articles.spans import chars_of, spans_of
from newsassistant.text.prompts.parts import part_name

LITTLE = 0.9  # of the article, that is read


@dataclass(frozen=True, slots=True)
class Extent:
    """How many characters the article has, 0 without one, and what is read where nobody chooses."""

    length: int = 0
    usual: Reads = None

    @classmethod
    def of(cls, article: Article | None) -> Extent:
        """That of an article; linear time."""
        return cls(len(article.text), at_first(article.text)) if article is not None else cls()


NO_ARTICLE = Extent()


def unread_words(message: StoredMessage, extent: Extent) -> str:
    """What of the article was read; "" if all of it was, or of a part."""
    length = extent.length
    read = chars_of(message.reads, length)
    is_part = part_name(message.preset) is not None
    if message.role != "assistant" or is_part or read >= length:
        return ""
    if message.reads == extent.usual:
        return QCoreApplication.translate("Unread", "Read without the lines around the article")
    spans = spans_of(message.reads, length)
    if not spans or (len(spans) == 1 and spans[0][0] == 0):
        share = round(100 * (length - read) / length)
        words = QCoreApplication.translate("Unread", "{0} % of the article was not read: its end")
        return words.format(min(99, max(1, share)))
    if len(spans) == 1:
        words = QCoreApplication.translate("Unread", "Read 1 passage, {0} of {1} characters")
        return words.format(f"{read:,}", f"{length:,}")
    words = QCoreApplication.translate("Unread", "Read {0} passages, {1} of {2} characters")
    return words.format(f"{len(spans):,}", f"{read:,}", f"{length:,}")


def is_passages(reads: tuple[Span, ...], article_length: int) -> bool:
    """True for spans that are no beginning and not all of the article."""
    return len(reads) > 1 or (len(reads) == 1 and 0 < reads[0][0] < article_length)


def is_little(message: StoredMessage, extent: Extent) -> bool:
    """True where next to nothing was left out, or only the lines around the article."""
    spans = spans_of(message.reads, extent.length)
    cut = len(spans) < 2 and message.reads is not None
    most = chars_of(message.reads, extent.length) >= LITTLE * extent.length
    return message.reads == extent.usual or (most and not cut)


def with_unread(text: str, message: StoredMessage, extent: Extent) -> str:
    """An answer to take away, with a line that says so where that is not the whole."""
    words = "" if is_little(message, extent) else unread_words(message, extent)
    return f"{text}\n\n[{words}]" if text and words else text
