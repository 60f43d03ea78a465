"""Joins the window's actions with the sheets of quotes and facts and with two versions."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from newsassistant.gui.article.desk import ArticleDesk
from newsassistant.gui.article.panel import ArticlePanel
from newsassistant.gui.conversation.composer import Composer
from newsassistant.gui.facts.asking import Checks
from newsassistant.gui.facts.sheets_desk import SheetsDesk
from newsassistant.gui.facts.versions_desk import VersionsDesk
from newsassistant.gui.widgets.dialogs import Dialogs
from newsassistant.gui.widgets.notice_bar import NoticeBar


class ActionsByName(Protocol):
    """What is needed of the window's actions."""

    def __getitem__(self, name: str) -> QAction:
        """The action of that name."""


class EvidenceSheets(QObject):
    """`quotes`, `facts` and `versions`, for as long as the window lives; main thread."""

    def __init__(
        self,
        window: QWidget,
        dialogs: Dialogs,
        articles: ArticleDesk,
        panel: ArticlePanel,
        composer: Composer,
        notice: NoticeBar,
        checks: Checks,
        executor: Executor,
        actions: ActionsByName,
        *,
        open_folder: Callable[[Path], None],
    ) -> None:
        super().__init__(window)
        self.lists = SheetsDesk(
            window, dialogs, articles, panel, checks, notice, open_folder=open_folder
        )
        self.versions = VersionsDesk(window, dialogs, articles, panel, composer, checks, executor)
        calls: dict[str, Callable[[], None]] = {
            "quotes": self.lists.show_quotes,
            "facts": self.lists.show_facts,
            "versions": self.versions.show,
        }
        for name, call in calls.items():
            actions[name].triggered.connect(lambda _=False, run=call: run())

    def forget(self) -> None:
        """Close what is open, and keep nothing of any article."""
        self.lists.forget()
        self.versions.forget()
