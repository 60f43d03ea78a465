"""Remembers what is read of which text, so that undo, drafts and other articles bring it back.

Main thread; knows nothing of widgets.
"""

from __future__ import annotations

from newsassistant.core.types import Article, Reads
from newsassistant.text.articles.passages import after_edit, at_first

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

    def follow(self, before: Article | None, article: Article) -> None:
        """An edit has made `article` of `before`; undone, a text has the choice that it had."""
        if before is not None and article.digest not in self._reads:
            self.note(article, after_edit(before.text, self.of(before), article.text))
