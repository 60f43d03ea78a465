"""Offers the unsent articles of windows that are gone, one at a time; none is lost on the way."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from newsassistant.app.seats import Seat, take_empty, take_left
from newsassistant.core.types import Article
from newsassistant.gui.article.draft import DraftKeeper, read_draft, write_draft
from newsassistant.gui.look.plain_text import one_line
from newsassistant.gui.widgets.notice_bar import NoticeBar
from newsassistant.text.articles.title import title_of

LONGEST_NAME = 60

_log = logging.getLogger(__name__)


class LeftDrafts(QObject):
    """`show` puts an article on the desk in a new conversation, if it can."""

    def __init__(
        self,
        state: Path,
        notice: NoticeBar,
        keeper: DraftKeeper,
        current: Callable[[], Article | None],
        show: Callable[[Article], bool],
    ) -> None:
        super().__init__()
        self._state = state
        self._notice = notice
        self._keeper = keeper
        self._current = current
        self._show = show

    def offer(self) -> None:
        """Name the first article that a window left behind, with a button that shows it."""
        try:
            article = self._first()
        except OSError as error:
            _log.warning("the drafts could not be looked at: %s", error.strerror)
            return
        if article is None:
            return
        name = one_line(title_of(article.title or article.text, LONGEST_NAME))
        self._notice.show_notice(
            self.tr("An unsent article was kept: {0}").format(name),
            self._bring_back,
            verb=self.tr("Bring it back"),
        )

    def _first(self) -> Article | None:
        """The first article that can be read and is not on this desk already."""
        while (seat := take_left(self._state)) is not None:
            try:
                article = read_draft(seat.draft)
                if article is not None and not self._keeper.holds(article):
                    return article
                seat.draft.unlink(missing_ok=True)
            finally:
                seat.leave()
        return None

    def keep(self, article: Article) -> None:
        """Put an article aside on the disk, for the next start to offer it."""
        try:
            aside = take_empty(self._state)
            try:
                write_draft(aside.draft, article, self._keeper.choices)
            finally:
                aside.leave()
        except OSError as error:
            _log.warning("the draft could not be put aside: %s", error.strerror)

    def _bring_back(self) -> None:
        """Show it in the place of the present article, which is left behind in its turn."""
        try:
            seat = take_left(self._state)
            if seat is None:
                return  # another window was quicker
            try:
                self._swap(seat)
            finally:
                seat.leave()
        except OSError as error:
            _log.warning("the draft could not be brought back: %s", error.strerror)
            return
        self.offer()

    def _swap(self, seat: Seat) -> None:
        article = read_draft(seat.draft, self._keeper.choices)
        present = self._current()
        if article is None:
            return
        if present is not None and present.digest != article.digest:
            aside = take_empty(self._state)
            try:
                write_draft(aside.draft, present, self._keeper.choices)
            finally:
                aside.leave()
        if not self._show(article):
            return
        self._keeper.save()
        if self._keeper.holds(article):  # else a full disk: it stays where it is
            seat.draft.unlink(missing_ok=True)
