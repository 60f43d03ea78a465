"""The private window: how it begins, that nobody leaves it by mistake, what is forgotten.

While it is private no article, question or answer is written anywhere. Once it is left nothing in
this process shows them any more; the memory that they had is free, and may be used by others.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from newsassistant.core.dumps import forbid_core_dumps
from newsassistant.gui.article.desk import ArticleDesk
from newsassistant.gui.history.desk import HistoryDesk
from newsassistant.gui.private.clipboard import PrivateClipboard
from newsassistant.gui.shell.main_window import MainWindow
from newsassistant.gui.shell.pages import Pages
from newsassistant.gui.shell.presenter import Presenter
from newsassistant.gui.widgets.dialogs import Dialogs
from newsassistant.store.private import WithPrivate


class PrivateDesk(QObject):
    """Lets the window's conversations be private, from `begin` to `forget`; main thread."""

    forgotten = Signal()  # for those who hold something of it too

    def __init__(
        self,
        window: MainWindow,
        presenter: Presenter,
        articles: ArticleDesk,
        list_desk: HistoryDesk,
        pages: Pages,
        dialogs: Dialogs,
        history: WithPrivate,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._presenter = presenter
        self._service = presenter.service
        self._articles = articles
        self._list = list_desk
        self._pages = pages
        self._dialogs = dialogs
        self._history = history
        self._clipboard = PrivateClipboard(self)
        presenter.leave = self.leave
        window.actions_by_name["new_private"].triggered.connect(lambda _=False: self.begin())
        window.history.private_requested.connect(self.begin)
        window.private_bar.leave_requested.connect(presenter.new_article)
        list_desk.leave_requested.connect(presenter.new_article)

    def begin(self) -> None:
        """Show an empty desk of which nothing is written; a second call shows another one."""
        self._window.article.tell_edited()  # the last keystrokes belong to what was before
        forbid_core_dumps()
        self._history.begin_private()
        self._clipboard.begin()
        self._dialogs.set_traceless(on=True)
        self._window.set_private(on=True)
        self._presenter.begin_private()

    def leave(self, go: Callable[[], object]) -> None:
        """Forget what is private and `go`, after asking where that would lose something."""
        if not self._history.is_private:
            go()
        elif self._has_something():
            self._ask(go)
        else:
            self.forget()
            go()

    def _has_something(self) -> bool:
        question = self._window.composer.text().strip()
        return bool(
            self._history.private_numbers()
            or self._articles.article is not None
            or self._articles.is_reading()
            or question
        )

    def _ask(self, go: Callable[[], object]) -> None:
        def leave() -> None:
            self.forget()
            go()

        self._dialogs.ask(
            self._window,
            self.tr("Leave the private conversation?"),
            self.tr(
                "Its article, questions and answers are in memory only. Once you leave, nothing "
                "brings them back. Copy or save before that what you need."
            ),
            verb=self.tr("Leave and forget"),
            cancel=self.tr("Stay"),
            lasting=True,
            done=leave,
        )

    def forget(self) -> None:
        """Forget everything private, whatever runs; nothing if the window is not private."""
        if not self._history.is_private:
            return
        for number in self._history.private_numbers():
            self._service.forget(number)
        self._history.forget_private()
        self._pages.forget_compared()
        self._articles.forget()
        self._presenter.end_private()
        self._window.forget()
        self._window.set_private(on=False)
        self._service.forget_read()
        self.forgotten.emit()
        self._clipboard.end()
        self._dialogs.set_traceless(on=False)
        self._list.show_list()
