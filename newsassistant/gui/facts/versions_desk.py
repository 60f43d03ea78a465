"""Joins the comparison of two versions with the article on the desk, files and the question box."""

from __future__ import annotations

from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from newsassistant.core.errors import InputError, NewsAssistantError
from newsassistant.core.types import Article, Origin
from newsassistant.gui.article.desk import PATTERNS, ArticleDesk
from newsassistant.gui.article.panel import ArticlePanel
from newsassistant.gui.conversation.composer import Composer
from newsassistant.gui.facts.asking import Checks
from newsassistant.gui.look.labels import interface_language
from newsassistant.gui.opening.opening import Opened, Opening
from newsassistant.gui.opening.password_sheet import PasswordSheet
from newsassistant.gui.widgets.dialogs import Dialogs

if TYPE_CHECKING:
    from newsassistant.evidence.index import Index
    from newsassistant.evidence.versions import Versions
    from newsassistant.gui.facts.versions_dialog import VersionsDialog

_KEY = "versions"
_FILES = tuple(pattern for pattern in PATTERNS if not pattern.endswith("newschat"))


class VersionsDesk(QObject):
    """Main thread; files are read and versions compared on worker threads."""

    def __init__(
        self,
        window: QWidget,
        dialogs: Dialogs,
        articles: ArticleDesk,
        panel: ArticlePanel,
        composer: Composer,
        checks: Checks,
        executor: Executor,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._dialogs = dialogs
        self._articles = articles
        self._panel = panel
        self._composer = composer
        self._checks = checks
        self._executor = executor
        self._article: Article | None = None
        self._opening: Opening | None = None
        self.dialog: VersionsDialog | None = None

    def show(self) -> None:
        """Compare the article on the desk with another version; nothing without one."""
        self._panel.tell_edited()
        article = self._articles.article
        dialog = self._made()
        if article is None or dialog.isVisible():
            return
        if self._article is None or self._article.digest != article.digest:
            self._article = article
            place = article.origin.place
            name = Path(place).name if article.origin.way in ("opened", "dropped") else place
            dialog.set_article(article.text, name)
        self._dialogs.open(dialog)

    def forget(self) -> None:
        """Close the comparison, and keep nothing of any text."""
        self._article = None
        self._checks.give_up(_KEY)
        self.stop()
        if self.dialog is not None:
            self.dialog.reject()
            self.dialog.forget()

    def stop(self) -> None:
        """Give up the file that is being read, if any; returns at once."""
        if self._opening is not None:
            self._opening.stop()

    def _made(self) -> VersionsDialog:
        if self.dialog is None:
            from newsassistant.gui.facts.versions_dialog import VersionsDialog

            dialog = self.dialog = VersionsDialog(self._dialogs.theme, self._window)
            dialog.compare_requested.connect(self._compare)
            dialog.open_requested.connect(self._ask_file)
            dialog.file_came.connect(self._read)
            dialog.copy_requested.connect(self._copy)
            dialog.ask_requested.connect(self._ask_model)
            self._opening = Opening(self._executor)
            self._opening.done.connect(self._take_opened)
            self._opening.failed.connect(dialog.set_error)
            self._opening.locked.connect(self._ask_password)
        return self.dialog

    # --- files ----------------------------------------------------------------------------------

    def _ask_file(self) -> None:
        self._dialogs.ask_file(
            self._made(),
            self.tr("Open the other version"),
            self.tr("Articles ({0})").format(" ".join(_FILES)),
            self._read,
        )

    def _read(self, path: Path, password: str = "") -> None:
        self._made().set_error(None)
        if self._opening is not None:
            self._opening.read(Origin("opened", 0.0, str(path)), password)

    def _take_opened(self, opened: Opened) -> None:
        self._made().set_other(opened.article.text, Path(opened.article.origin.place).name)

    def _ask_password(self, origin: Origin, wrong: bool) -> None:
        path = Path(origin.place)
        sheet = PasswordSheet(
            self._dialogs.theme,
            path.name,
            lambda password: self._read(path, password),
            wrong=wrong,
            parent=self._made(),
        )
        self._dialogs.open(sheet)

    # --- what the dialog asks for ---------------------------------------------------------------

    def _compare(self, old: str, new: str) -> None:
        if self._article is not None:
            self._checks.ask(self._article, partial(_compared, old, new), self._take, key=_KEY)

    def _take(self, found: Versions | NewsAssistantError) -> None:
        dialog = self._made()
        if isinstance(found, NewsAssistantError):
            dialog.set_error(found)
        else:
            dialog.set_versions(found)

    def _copy(self, versions: Versions) -> None:
        from newsassistant.app.checking.changes import change_list

        QGuiApplication.clipboard().setText(change_list(versions, interface_language()))
        self._made().say(self.tr("The list of changes was copied."))

    def _ask_model(self, versions: Versions) -> None:
        """Put the question into the box, below what stands there; the user sends it."""
        from newsassistant.app.checking.changes import request

        self._made().accept()
        edit = self._composer.edit
        cursor = edit.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        before = "\n\n" if self._composer.text().strip() else ""
        language = self._article.language if self._article is not None else interface_language()
        cursor.insertText(before + request(versions, language))
        edit.setTextCursor(cursor)
        edit.setFocus()


def _compared(old: str, new: str, index: Index) -> Versions | NewsAssistantError:
    """What differs, or why a text cannot be read; a worker thread."""
    from newsassistant.evidence.versions import compare
    from newsassistant.text.articles.article import parse

    try:
        return compare(parse(old).text, parse(new).text, index.language)
    except InputError as error:
        return error
