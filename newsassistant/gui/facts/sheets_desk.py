"""Opens the sheets of quotes and facts on the article of the desk, and does what they ask for."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from newsassistant.core.types import Article
from newsassistant.gui.article.desk import ArticleDesk
from newsassistant.gui.article.panel import ArticlePanel
from newsassistant.gui.facts.asking import Checks
from newsassistant.gui.facts.showing import select_passage
from newsassistant.gui.look.labels import interface_language
from newsassistant.gui.widgets.basics import attempt, busy_mouse
from newsassistant.gui.widgets.dialogs import Dialogs
from newsassistant.gui.widgets.notice_bar import NoticeBar
from newsassistant.text.articles.title import title_of

if TYPE_CHECKING:
    from newsassistant.app.checking.entries import Entry
    from newsassistant.evidence.index import Index
    from newsassistant.gui.facts.entry_sheet import EntrySheet, What

HEADLINE_CHARS = 160


class SheetsDesk(QObject):
    """Main thread; what is listed is made on a worker thread. Each sheet is made when wanted."""

    def __init__(
        self,
        window: QWidget,
        dialogs: Dialogs,
        articles: ArticleDesk,
        panel: ArticlePanel,
        checks: Checks,
        notice: NoticeBar,
        *,
        open_folder: Callable[[Path], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._dialogs = dialogs
        self._articles = articles
        self._panel = panel
        self._checks = checks
        self._notice = notice
        self._open_folder = open_folder
        self._sheets: dict[What, EntrySheet] = {}
        self._articles_of: dict[What, Article] = {}
        self._left: dict[What, tuple[str, int]] = {}  # the article's digest, and the row

    def show_quotes(self) -> None:
        """List the direct quotes of the article on the desk; nothing without one."""
        self._open("quotes")

    def show_facts(self) -> None:
        """List its numbers, dates and names."""
        self._open("facts")

    def forget(self) -> None:
        """Close the sheets, and keep nothing of any article."""
        self._articles_of.clear()
        self._left.clear()
        for sheet in self._sheets.values():
            sheet.reject()
            sheet.forget()

    def _open(self, what: What) -> None:
        self._panel.tell_edited()
        article = self._articles.article
        if article is None:
            return
        sheet = self._sheet(what)
        if sheet.isVisible():
            return
        self._articles_of[what] = article
        sheet.set_waiting(title_of(article.title or article.text, HEADLINE_CHARS))
        self._checks.ask(
            article, partial(_listed, what), partial(self._take, what, article), key=f"{what}-sheet"
        )
        self._dialogs.open(sheet)
        sheet.list.setFocus()

    def _sheet(self, what: What) -> EntrySheet:
        if what not in self._sheets:
            from newsassistant.gui.facts.entry_sheet import EntrySheet

            sheet = EntrySheet(self._dialogs.theme, what, self._window)
            sheet.show_requested.connect(partial(self._show, what))
            sheet.copy_requested.connect(partial(self._copy, what))
            sheet.export_requested.connect(partial(self._ask_place, what))
            sheet.finished.connect(lambda _: self._note_row(what))
            self._sheets[what] = sheet
        return self._sheets[what]

    def _take(self, what: What, article: Article, entries: tuple[Entry, ...]) -> None:
        if self._articles_of.get(what) is not article:
            return
        sheet = self._sheets[what]
        sheet.set_entries(entries, article.text)
        digest, row = self._left.get(what, ("", 0))
        if digest == article.digest and row < len(sheet.entries()):
            sheet.list.choose(row)
        if sheet.isVisible() and entries:
            sheet.list.setFocus()

    def _note_row(self, what: What) -> None:
        """The sheet opens where it was left: quotes are looked up one after the other."""
        article, rows = self._articles_of.get(what), self._sheets[what].list.chosen()
        if article is not None and rows:
            self._left[what] = (article.digest, rows[0])

    # --- what a sheet asks for ------------------------------------------------------------------

    def _show(self, what: What, entry: Entry) -> None:
        sheet, article = self._sheets[what], self._articles_of[what]
        sheet.accept()
        select_passage(self._panel.edit, article.text, (entry.place.start, entry.place.end))

    def _copy(self, what: What, entries: tuple[Entry, ...]) -> None:
        from newsassistant.app.checking.entries import copied

        article = self._articles_of[what]
        QGuiApplication.clipboard().setText(copied(entries, article.text, article.language))

    def _ask_place(self, what: What, entries: tuple[Entry, ...]) -> None:
        from newsassistant.gui.export.words import form_filter
        from newsassistant.store.chat_file import file_name
        from newsassistant.writers.formats import FORMATS

        article = self._articles_of[what]
        words = self.tr("Quotes") if what == "quotes" else self.tr("Facts")
        title = file_name(title_of(article.title or article.text, HEADLINE_CHARS))

        def save(path: Path) -> None:
            form = path.suffix.lower().removeprefix(".")
            form = form if form in FORMATS else next(iter(FORMATS))
            write = partial(self._write, what, article, entries, form)
            self._dialogs.with_ending(self._sheets[what], path, form, write)

        self._dialogs.ask_save(
            self._sheets[what],
            self.tr("Export"),
            " - ".join(filter(None, (words, title))),
            {form_filter(form): form for form in FORMATS},
            save,
        )

    def _write(
        self, what: What, article: Article, entries: tuple[Entry, ...], form: str, path: Path
    ) -> None:
        from newsassistant.app.exporting.entries import compose_entries, export_entries

        sheet = self._sheets[what]
        sheet.set_error(None)

        def write() -> None:
            with busy_mouse():
                document = compose_entries(
                    article, entries, what, interface_language(), at=time.time()
                )
                export_entries(path, document, form)

        if attempt(write, sheet.set_error):
            sheet.accept()
            self._notice.show_notice(
                self.tr("Exported as {0}").format(path.name),
                lambda: self._open_folder(path.parent),
                verb=self.tr("Show in folder"),
                icon="folder",
            )


def _listed(what: What, index: Index) -> tuple[Entry, ...]:
    # No part of the window's start: patterns and word lists come with it.
    from newsassistant.app.checking.entries import fact_entries, quote_entries

    return quote_entries(index) if what == "quotes" else fact_entries(index)
