"""The indexes of the articles that are at work, each made once, by whichever thread needs it."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from newsassistant.core.types import Article, Language
from newsassistant.evidence.index import Index

KEPT = 4
"""Articles whose indexes are kept: the one on the desk, those of answers, two versions."""

_Key = tuple[str, Language]


class Indexes:
    """Made by `of`, which never waits for another article's index; any thread.

    Two threads that ask for the same new article may both make its index: half a second at most,
    and no thread ever waits for a lock while another one reads.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._made: OrderedDict[_Key, Index] = OrderedDict()

    def of(self, article: Article) -> Index:
        """The index of an article; slow where it is new, so on a worker thread."""
        key = (article.digest, article.language)
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
        index = Index.of(article.text, article.language)
        with self._lock:
            self._made[key] = index
            while len(self._made) > KEPT:
                self._made.popitem(last=False)
        return index

    def forget(self) -> None:
        """Keep nothing of any article."""
        with self._lock:
            self._made.clear()
