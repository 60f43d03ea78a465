"""The articles that made room for another one, before anything was asked about them."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import QObject

from newsassistant.core.types import Article
from newsassistant.gui.widgets.notice_bar import NoticeBar
from newsassistant.text.articles.title import title_of

NAME_CHARS = 60
LONGEST = 20  # articles


class Aside(QObject):
    """Offers the last of them; once that is back, the one before. They end with the program."""

    def __init__(self, notice: NoticeBar, bring_back: Callable[[Article], bool]) -> None:
        super().__init__(notice)
        self._notice = notice
        self._bring_back = bring_back
        self._articles: list[Article] = []

    def put(self, article: Article) -> None:
        """Keep an article and offer it."""
        others = [each for each in self._articles if each.digest != article.digest]
        self._articles = [*others, article][-LONGEST:]
        self._offer()

    def exchange(self, articles: list[Article]) -> list[Article]:
        """Keep these in the place of all others, which are returned; nothing is offered."""
        before, self._articles = self._articles, articles
        return before

    def drop(self, digests: Collection[str]) -> None:
        """Forget those that were erased, by what tells them, and the offer."""
        self._articles = [each for each in self._articles if each.digest not in digests]
        self._notice.hide()

    def _offer(self) -> None:
        last, more = self._articles[-1], len(self._articles) - 1
        name = title_of(last.title or last.text, NAME_CHARS)
        words = self.tr("Put aside: {0}").format(name)
        if more:
            words = self.tr("Put aside: {0}, and {1} more before it").format(name, more)
        self._notice.show_notice(words, self._take_back)

    def _take_back(self) -> None:
        article = self._articles.pop()
        before = list(self._articles)
        if not self._bring_back(article):
            self._articles.append(article)
        elif self._articles == before and before:  # nothing has made room for it
            self._offer()
