"""Remembers what is read of which text, so that undo, drafts and other articles bring it back.

Main thread; knows nothing of widgets.
"""

from __future__ import annotations

from collections.abc import Sequence

from newsassistant.core.types import Article, Reads
from newsassistant.store.history import StoredMessage
from newsassistant.text.articles.passages import after_edit, at_first

LONG = 3_000  # characters: no model has less room
MOST = 200  # as many steps of undo as anybody takes


class Choices:
    """By the article's digest; the oldest are forgotten."""

    def __init__(self) -> None:
        self._reads: dict[str, Reads] = {}

    def of(self, article: Article) -> Reads:
        """What is read of an article; at first all but the lines that are none of it."""
        if article.digest not in self._reads:
            self.note(article, at_first(article.text))
        return self._reads[article.digest]

    def note(self, article: Article, reads: Reads) -> None:
        """Remember what is read; where that is nothing, everything is: no request is so."""
        self._reads.pop(article.digest, None)
        self._reads[article.digest] = None if reads == () else reads
        if len(self._reads) > MOST:
            del self._reads[next(iter(self._reads))]

    def note_last(self, article: Article | None, messages: Sequence[StoredMessage]) -> None:
        """Remember what the last request of a conversation read, as far as that was chosen.

        Of a long article a question may have read the passages that were found for it: those were
        chosen for that question alone.
        """
        requests = [message for message in messages if message.role == "user"]
        if article is None or not requests:
            return
        last = requests[-1]
        found = not last.preset and len(article.text) >= LONG
        chosen = [m for m in requests if m.preset] if found else requests
        if chosen:
            self.note(article, chosen[-1].reads)

    def follow(self, before: Article | None, article: Article) -> None:
        """An edit has made `article` of `before`; undone, a text has the choice that it had."""
        if before is not None and article.digest not in self._reads:
            self.note(article, after_edit(before.text, self.of(before), article.text))

    def forget(self) -> None:
        """Know of no article any more what was chosen."""
        self._reads.clear()
