"""Opens the sheet of an answer's sources, and shows what is chosen in it."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from newsassistant.gui.conversation.chat_view import ChatView
from newsassistant.gui.conversation.shown_text import ShownText, raw_text
from newsassistant.gui.evidence.beside.source_rows import Row, RowKind, rows
from newsassistant.gui.evidence.beside.sources_desk import SourcesDesk
from newsassistant.gui.evidence.beside.sources_sheet import SourcesSheet
from newsassistant.gui.evidence.desk import EvidenceDesk
from newsassistant.gui.widgets.dialogs import Dialogs


class SourcesSheetDesk(QObject):
    """One sheet at a time; it goes with the answer that it lists. Main thread."""

    def __init__(
        self,
        dialogs: Dialogs,
        chat: ChatView,
        evidence: EvidenceDesk,
        sources: SourcesDesk,
        newest: QAction,
    ) -> None:
        """`newest` is the action that opens the sheet of the last answer."""
        super().__init__(chat)
        self._dialogs = dialogs
        self._chat = chat
        self._evidence = evidence
        self._sources = sources
        self._newest = newest
        self._wanted: int | None = None  # the answer whose sheet opens once it was examined
        self._listed: int | None = None
        self.sheet: SourcesSheet | None = None
        chat.sources_requested.connect(self.open)
        newest.triggered.connect(lambda: self._open_newest())
        evidence.examined_changed.connect(self._examined)
        chat.answers.gone.connect(self._gone)
        self._show_possible()

    def open(self, message_id: int) -> None:
        """Show the sources of an answer: now, or once they are known."""
        self._wanted = None
        found = self._evidence.examined(message_id)
        answer, article = self._chat.answers.get(message_id), self._evidence.article
        if answer is None or article is None:
            return
        if found is None:
            self._wanted = message_id
            return
        text = ShownText.of(raw_text(answer.view)).text
        listed = rows(found.sentences, text, article.text)
        sheet = self.sheet if self._listed == message_id else None
        if sheet is not None and sheet.rows() == tuple(listed):
            sheet.activateWindow()
            return
        self.close()
        sheet = SourcesSheet(self._dialogs.theme, listed, parent=self._chat.window())
        sheet.chosen.connect(lambda row: self._choose(message_id, row))
        sheet.finished.connect(lambda _: self._closed(sheet))
        self.sheet, self._listed = sheet, message_id
        self._dialogs.open_beside(sheet, self._chat)

    def close(self) -> None:
        """Close the sheet, if there is one."""
        self._wanted = None
        if self.sheet is not None:
            self.sheet.reject()

    def _open_newest(self) -> None:
        newest = self._chat.newest_answer()
        if newest is not None:
            self.open(newest)

    def _closed(self, sheet: QWidget) -> None:
        if self.sheet is sheet:
            self.sheet = self._listed = None

    def _choose(self, message_id: int, row: Row) -> None:
        if row.kind is RowKind.SOURCE:  # this one first
            others = [span for span in row.spans if span != row.span]
            self._sources.show_places([row.span, *others])
            return
        self._evidence.show_sentences({message_id: [row.span]})
        self._chat.reveal(message_id, row.span)
        if row.spans:
            self._sources.show_places(list(row.spans))

    def _examined(self, message_id: int) -> None:
        self._show_possible()
        known = self._evidence.examined(message_id) is not None
        if known and message_id in (self._wanted, self._listed):
            self.open(message_id)

    def _gone(self, message_id: int) -> None:
        if message_id == self._listed:
            self.close()
        self._show_possible()

    def _show_possible(self) -> None:
        newest = self._chat.newest_answer()
        known = newest is not None and self._evidence.examined(newest) is not None
        self._newest.setEnabled(known)
