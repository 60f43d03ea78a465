"""What the user exports: asks what and where, writes it, and says where it is.

Sheets and formats are imported when they are wanted: the window would open later with them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from newsassistant.app.exporting.choice import CHAT, Choice, Names, answers_of
from newsassistant.core.errors import InputError
from newsassistant.core.settings import Settings
from newsassistant.gui.look.labels import interface_language
from newsassistant.gui.widgets.basics import attempt, busy_mouse
from newsassistant.gui.widgets.dialogs import Dialogs, Sheet
from newsassistant.gui.widgets.notice_bar import NoticeBar
from newsassistant.store.chat_file import Chat, file_name

if TYPE_CHECKING:
    from newsassistant.core.types import Article
    from newsassistant.evidence.index import Index
    from newsassistant.gui.export.sheet import ExportSheet

Content = bytes | InputError


class Checks(Protocol):
    """What the desk needs of `gui.evidence.work.CheckWork`."""

    def ask(
        self,
        article: Article,
        use: Callable[[Index], Content],
        done: Callable[[Content], object],
        *,
        key: str,
        failed: Callable[[], object],
    ) -> None:
        """Call `use` on a worker thread, then `done` on the main thread, or `failed`."""


class ExportDesk(QObject):
    """Main thread; nothing leaves the program but the file that the user names."""

    failed = Signal(object)  # NewsAssistantError

    def __init__(
        self,
        window: QWidget,
        dialogs: Dialogs,
        notice: NoticeBar,
        take_out: Callable[[int], Chat],
        names: Callable[[], Names],
        checks: Checks,
        *,
        settings: Callable[[], Settings],
        remember: Callable[[Settings], None],
        open_folder: Callable[[Path], None],
    ) -> None:
        """`take_out` gives a conversation by its number and may raise StoreError."""
        super().__init__(window)
        self._window = window
        self._dialogs = dialogs
        self._notice = notice
        self._take_out = take_out
        self._names = names
        self._checks = checks
        self._written = 0
        self._settings = settings
        self._remember = remember
        self._open_folder = open_folder

    def ask(self, conversation_id: int | None) -> None:
        """Ask how to export a conversation; None is one that is not there yet."""
        attempt(lambda: self._open(self._taken(conversation_id), None), self.failed.emit)

    def ask_answer(self, conversation_id: int | None, message_id: int) -> None:
        """Ask how to export one answer of a conversation."""

        def look() -> None:
            chat = self._taken(conversation_id)
            answers = [turn.id for turn in answers_of(chat.messages)]
            if message_id in answers:
                self._open(chat, 1 + answers.index(message_id))

        attempt(look, self.failed.emit)

    def _taken(self, conversation_id: int | None) -> Chat:
        chat = self._take_out(conversation_id) if conversation_id is not None else None
        if chat is None or not chat.messages:
            raise InputError("export-nothing")
        return chat

    def _open(self, chat: Chat, number: int | None) -> None:
        from newsassistant.gui.export.sheet import ExportSheet

        choice = replace(Choice.of(self._settings(), interface_language()), answer=number)
        answers = answers_of(chat.messages)
        if number is not None:
            answers = answers[number - 1 : number]
        models = dict.fromkeys(turn.model for turn in answers if turn.model)
        sheet = ExportSheet(
            self._dialogs.theme,
            choice,
            lambda chosen: self._ask_place(chat, chosen),
            answer=None if number is None else answers[0].content,
            by_model=answers[0].by_model if number is not None else "",
            model=", ".join(models),
            parent=self._window,
        )
        sheet.labels_requested.connect(lambda: self.show_labels(sheet))
        self._dialogs.open(sheet)

    def show_labels(self, over: ExportSheet | None = None) -> None:
        """Show the labels on all exports, to be changed; `over` shows what they become."""
        from newsassistant.gui.export.label_form import LabelForm
        from newsassistant.gui.export.sheet import WIDTH

        theme = self._dialogs.theme
        sheet = Sheet(theme, self.tr("Labels on exports"), parent=over or self._window)
        sheet.setObjectName("labels_dialog")
        sheet.setMinimumWidth(theme.px(WIDTH))
        form = LabelForm(theme, self._settings())
        form.edited.connect(self._remember_labels)
        if over is not None:
            form.edited.connect(over.set_labels)
        sheet.body.addWidget(form)
        sheet.add_close()
        form.label_edit.setFocus()
        self._dialogs.open(sheet)

    @Slot(object)
    def _remember_labels(self, chosen: Settings) -> None:
        """Of the settings only these: others may have changed since the sheet was opened."""
        self._remember(
            replace(
                self._settings(),
                export_label=chosen.export_label,
                chinese_labels=chosen.chinese_labels,
                chinese_producer=chosen.chinese_producer,
            )
        )

    def _ask_place(self, chat: Chat, choice: Choice) -> None:
        from newsassistant.gui.export.words import form_filter

        self._remember(
            replace(
                self._settings(),
                export_format=choice.form,
                export_article=choice.with_article,
                export_sheet=choice.with_sheet,
                export_checks=choice.with_checks,
                export_editor=choice.editor,
            )
        )
        title = chat.conversation.title
        self._dialogs.ask_save(
            self._window,
            self.tr("Export"),
            file_name(title) or self.tr("Conversation"),
            {form_filter(choice.form): choice.form},
            lambda path: self._dialogs.with_ending(
                self._window, path, choice.form, lambda whole: self._write(chat, choice, whole)
            ),
        )

    def _write(self, chat: Chat, choice: Choice, path: Path) -> None:
        """Into the file; where answers are checked, they are so on a worker thread first."""
        article = chat.article
        if article is None or not choice.with_checks or choice.form == CHAT:
            self._export(chat, choice, path)
            return
        names = self._names()
        self._written += 1  # an export does not take the place of the one before
        self._checks.ask(
            article,
            lambda index: _checked(chat, choice, names, index),
            lambda content: self._put(path, content),
            key=f"export-{self._written}",
            failed=lambda: self._export(chat, replace(choice, with_checks=False), path),
        )

    def _export(self, chat: Chat, choice: Choice, path: Path) -> None:
        from newsassistant.app.exporting.export import export

        def write() -> None:
            with busy_mouse():
                export(path, chat, choice, self._names())

        self._tell(write, path)

    def _put(self, path: Path, content: Content) -> None:
        from newsassistant.app.exporting.export import put

        def write() -> None:
            if isinstance(content, InputError):
                raise content
            put(path, content)

        self._tell(write, path)

    def _tell(self, write: Callable[[], None], path: Path) -> None:
        """Write, and say where the file is or why there is none."""
        if attempt(write, self.failed.emit):
            self._notice.show_notice(
                self.tr("Exported as {0}").format(path.name),
                lambda: self._open_folder(path.parent),
                verb=self.tr("Show in folder"),
                icon="folder",
            )


def _checked(chat: Chat, choice: Choice, names: Names, index: Index) -> Content:
    """The file's bytes, or why there are none; a worker thread."""
    from newsassistant.app.exporting.export import content_of

    try:
        return content_of(chat, choice, names, index=index)
    except InputError as error:
        return error
