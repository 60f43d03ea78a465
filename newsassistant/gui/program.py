"""The composition root: settings, history, engine thread and window, made and ended in order.

Knows nothing of what they do. Importing it imports neither OpenVINO nor a tokenizer: the engine is
made on its own thread.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from newsassistant.app.chat import ChatService
from newsassistant.app.exporting.choice import Names
from newsassistant.app.installed.models import ModelLibrary
from newsassistant.app.installed.shipped import ShippedStyles
from newsassistant.app.installed.styles import StyleLibrary
from newsassistant.app.keeping import HistoryKeeper
from newsassistant.app.read_ahead import may_read_ahead
from newsassistant.app.seats import Seat
from newsassistant.app.turns import Wanted
from newsassistant.app.worker import EngineWorker, Locate
from newsassistant.core.errors import NewsAssistantError, StoreError
from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from newsassistant.core.types import Article, Event
from newsassistant.gui.article.ahead import ReadAheadDesk
from newsassistant.gui.article.desk import ArticleDesk
from newsassistant.gui.article.draft import DraftKeeper
from newsassistant.gui.article.left_drafts import LeftDrafts
from newsassistant.gui.evidence.work import CheckWork
from newsassistant.gui.export.desk import ExportDesk
from newsassistant.gui.history.desk import HistoryDesk
from newsassistant.gui.jobs.menu import JobMenu
from newsassistant.gui.jobs.offer import JobOffer
from newsassistant.gui.jobs.shelf import JobShelf
from newsassistant.gui.look.i18n import LanguageChoice, Translations
from newsassistant.gui.look.labels import preset_label
from newsassistant.gui.look.theme import MotionChoice, Scheme, Theme
from newsassistant.gui.models.choice import ModelChoice
from newsassistant.gui.process.bridge import Bridge
from newsassistant.gui.process.shutdown import Shutdown, Stages
from newsassistant.gui.process.startup import EngineFactory, remote_engine
from newsassistant.gui.settings.preferences import Preferences
from newsassistant.gui.shell.commands import connect_commands
from newsassistant.gui.shell.exports import connect_exports
from newsassistant.gui.shell.first_steps import FirstSteps
from newsassistant.gui.shell.font_notice import FontNotice
from newsassistant.gui.shell.main_window import MainWindow
from newsassistant.gui.shell.pages import Pages, Parts
from newsassistant.gui.shell.presenter import Presenter
from newsassistant.gui.shell.private_desk import PrivateDesk
from newsassistant.gui.shell.rest import Rest
from newsassistant.gui.shell.sheets import last_crash
from newsassistant.gui.styles.choice import StyleChoice
from newsassistant.gui.styles.link import StyleLink
from newsassistant.gui.widgets.dialogs import Dialogs
from newsassistant.store.chat_file import is_chat_file
from newsassistant.store.session import SessionHistory

if TYPE_CHECKING:
    from newsassistant.gui.facts.sheets import EvidenceSheets

TICK_MS = 1000
WORKERS = 2

_log = logging.getLogger(__name__)


class Application(QObject):
    """One running program on a QApplication."""

    ended = Signal()  # the engine thread has ended and the history is closed
    sheets: EvidenceSheets | None = None  # from `start` on

    def __init__(
        self,
        paths: Paths,
        settings: Settings,
        history: SessionHistory,
        *,
        engine_factory: EngineFactory,
        locate: Locate,
        dialogs: Callable[[Theme], Dialogs] = Dialogs,
        seat: Seat | None = None,
    ) -> None:
        """`seat` is where this window keeps its draft; without one it is the only window."""
        super().__init__()
        self.paths = paths
        self.history = history
        self.has_ended = False
        self.translations = Translations(self)
        self.translations.use(cast(LanguageChoice, settings.language))
        scheme, motion = cast(Scheme, settings.scheme), cast(MotionChoice, settings.motion)
        self.theme = Theme(scheme, settings.zoom, motion)
        self.dialogs = dialogs(self.theme)
        self.preferences = Preferences(settings, paths.settings_file, self.theme, self.translations)
        self.window = MainWindow(self.theme)
        self.executor = ThreadPoolExecutor(WORKERS, thread_name_prefix="background")
        self.checks = CheckWork(self.executor)
        self.bridge = Bridge(self._handle)
        self.style_library = StyleLibrary(paths.prefixes)
        self.jobs, shipped = JobShelf(paths.jobs_file), ShippedStyles()
        styles = (self.preferences, self.style_library, shipped)
        self.style = StyleChoice(*styles, job_for=self.jobs.get)
        path = partial(shipped.path_or, self.style_library.path)
        make, remote = (engine_factory, locate, self.bridge.post), partial(remote_engine, paths)
        self.worker = EngineWorker(*make, prefix_path=path, make_remote=remote)
        self.service = self._chat_service(history)
        reads = (self.dialogs, self.executor, self.service.measure)
        self.desk = ArticleDesk(self.window.article, *reads)
        self.history_desk = self._history_desk()
        self.presenter = Presenter(self.window, self.desk, self.history_desk, self.service)
        self.theme.follow(self.presenter)
        self.ahead = self._read_ahead_desk()
        self._seat = seat
        draft = seat.draft if seat is not None else paths.draft
        self.draft = DraftKeeper(draft, self.presenter.draft, self.desk.leaving.choices)
        self.left = self._left_drafts()
        self.library = ModelLibrary(paths.models)
        self.choice = ModelChoice(
            self.window, self.dialogs, self.preferences, self.library, self.presenter.load
        )
        self.rest = Rest(self.service, self.presenter, self.preferences)
        self.pages = self._make_pages()
        self.first_steps = FirstSteps(self.window, self.desk, self.pages, self.choice)
        self._timer = self._ticker()
        stages = Stages(self._stop_commands, self._is_running, self._flush, self._quit)
        self.shutdown = Shutdown(stages)
        self._connect()
        self.offer = self._job_offer()
        self._use_settings(settings)
        self.window.restore(
            settings.window_geometry, settings.splitter_sizes, sidebar=settings.sidebar_visible
        )

    def _chat_service(self, history: SessionHistory) -> ChatService:
        return ChatService(
            self.worker,
            history,
            style_for=self.style.style_for,
            job_for=self.jobs.get,
            wanted=lambda: Wanted.of(self.preferences.settings),
            may_read_ahead=lambda: may_read_ahead(self.preferences.settings.read_ahead),
        )

    def _read_ahead_desk(self) -> ReadAheadDesk:
        window = self.window
        desk = ReadAheadDesk(window.article, self.desk, window.composer.edit, self.service.expect)
        for signal in (self.presenter.draft_changed, self.presenter.state_changed):
            signal.connect(desk.look)
        self.preferences.changed.connect(desk.look)
        self.style.changed.connect(desk.look)
        return desk

    def _left_drafts(self) -> LeftDrafts:
        presenter, notice = self.presenter, self.window.notice
        current, show = presenter.draft, presenter.bring_back
        return LeftDrafts(self.paths.state, notice, self.draft, current, show)

    def _make_pages(self) -> Pages:
        parts = Parts(
            self.paths,
            self.window,
            self.dialogs,
            self.preferences,
            self.desk,
            self.service,
            self.worker,
            self.library,
            self.choice,
            self.rest.measuring,
            self.style_library,
            self.style,
            self.jobs,
            self.checks,
            self.history_desk.show_backups,
            lambda: self.exports.show_labels(),
            _open_folder,
            self.presenter.bring_back,
            self.executor,
            lambda: self.history.is_private,
        )
        return Pages(parts)

    def _history_desk(self) -> HistoryDesk:
        self.keeper = HistoryKeeper(self.service, self.history, self.paths.state)
        return HistoryDesk(
            self.window.history,
            self.dialogs,
            self.service,
            self.keeper,
            self.paths.backups,
            self.executor,
            open_folder=_open_folder,
        )

    def _private_desk(self) -> PrivateDesk:
        window, presenter, lists = self.window, self.presenter, self.history_desk
        return PrivateDesk(
            window, presenter, self.desk, lists, self.pages, self.dialogs, self.history
        )

    def _ask_close(self) -> None:
        def leave() -> None:
            self.private.leave(self.shutdown.begin)

        self.pages.ask_close(lambda: self.history_desk.ask_close(leave))

    def _ticker(self) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(TICK_MS)
        timer.timeout.connect(self.service.tick)
        timer.timeout.connect(self.history_desk.tick)
        return timer

    def _connect(self) -> None:
        self.private = self._private_desk()
        window = self.window
        window.close_requested.connect(self._ask_close)
        desk = self.history_desk
        desk.refused.connect(window.unsaved.set_refusal)
        desk.said.connect(window.status.say)
        window.chat.title_wanted.connect(desk.rename_open)
        window.unsaved.retry_requested.connect(lambda: desk.look_at_file(now=True))
        window.history.settings_requested.connect(self.pages.show_settings)
        window.file_dropped.connect(self.desk.take_dropped)
        window.status.model_chosen.connect(self._choose_model)
        window.status.model_combo.servers_requested.connect(self.pages.show_servers)
        for signal in (self.presenter.state_changed, self.presenter.draft_changed):
            signal.connect(self.pages.look_at_places)
        window.status.prefix_combo.styles_requested.connect(self.pages.show_styles)
        self.desk.style_dropped.connect(self.pages.take_dropped)
        self.desk.chat_named.connect(desk.files.open)
        self.desk.may_fetch_here = lambda: self.preferences.settings.fetch_private
        fetching = self.desk.fetching
        fetching.changed.connect(
            lambda: window.status.set_fetches(fetching.host(), fetching.requests)
        )
        self.pages.models_changed.connect(self._list_models)
        window.status.skip_requested.connect(self.rest.measuring.skip)
        self.presenter.model_loaded.connect(self.style.set_model)
        self.presenter.model_loaded.connect(self.choice.loaded)
        self.presenter.model_loaded.connect(self.first_steps.set_model)
        self.preferences.changed.connect(self._use_settings)
        self.preferences.failed.connect(self.show_error)
        self.presenter.draft_changed.connect(self.draft.touch)
        connect_commands(self.pages, window, self.theme, self.dialogs, self.preferences)
        self._connect_styles()
        self.exports = self._export_desk()

    def _export_desk(self) -> ExportDesk:
        desk = connect_exports(
            self.window,
            self.dialogs,
            self.preferences,
            self.service,
            self.keeper,
            lambda: Names(self.style.names(), self.library.installed(), preset_label),
            self.checks,
            open_folder=_open_folder,
        )
        desk.failed.connect(self.show_error)
        return desk

    def _connect_styles(self) -> None:
        choice, window, actions = self.style, self.window, self.window.actions_by_name
        combo, toggle = window.status.prefix_combo, actions["toggle_style"]
        combo.set_shortcut(actions.keys_of("toggle_style"))
        choice.said.connect(window.status.say)
        choice.warned.connect(window.notice.show_notice)
        StyleLink(choice, combo, toggle, window.set_style_names)

    def _job_offer(self) -> JobOffer:
        window, actions = self.window, self.window.actions_by_name
        menu = JobMenu(self.theme, window, actions["edit_jobs"])
        actions.add_jobs(menu.menu)
        self.jobs.changed.connect(self.ahead.look)
        self.jobs.failed.connect(self.show_error)
        return JobOffer(self.jobs, window.article, menu, self.style, window.status.say)

    # --- from the first window to the last ------------------------------------------------------

    def show(self) -> None:
        """Show the window; everything slow waits for `start`."""
        self.window.show()
        self.window.article.edit.setFocus()

    def start(self, file: Path | None = None) -> None:
        """Start the engine, load the model, open `file`; tell what is wrong, if anything."""
        if self.shutdown.has_begun():
            return
        QTimer.singleShot(0, self._begin_checks)  # no part of the first paint
        self.worker.start()
        self._timer.start()
        self.history_desk.look_at_file()
        self.jobs.refresh()
        self.offer.use_default(self.preferences.settings.preset)
        if self.paths.servers_file.exists():
            self.pages.link_servers()
        self.service.load(self.preferences.settings.model)
        self._list_models()  # after the load: nothing in a list may keep the chosen model away
        draft = self.draft.load()
        if draft is not None:
            self.desk.show(draft)
        if file is not None:
            self._open(file, draft)
        elif self._seat is not None:
            self.left.offer()
        self._watch_fonts()
        self.pages.offer_training()
        self.pages.offer_folder()
        if (sheet := last_crash(self.paths, self.theme, self.window)) is not None:
            self.dialogs.open(sheet)

    def _begin_checks(self) -> None:
        if self.shutdown.has_begun():
            return
        from newsassistant.gui.evidence.desk import EvidenceDesk
        from newsassistant.gui.evidence.editing import AnswerEditing
        from newsassistant.gui.evidence.rows import RowsDesk

        chat, desk, service = self.window.chat, self.desk, self.service
        self.evidence = EvidenceDesk(self.theme, chat, desk, service, self.checks)
        self.evidence.connect_actions(self.window.actions_by_name, self.window.status.say)
        RowsDesk(self.theme, chat, self.evidence, self.checks)
        self.private.forgotten.connect(self.evidence.forget)
        self.history_desk.erased.connect(self.checks.forget)
        self.editing = AnswerEditing(chat, self.window.notice, service, self.show_error)
        self.evidence.replace_requested.connect(self.editing.use_words)
        self._begin_article_side()
        self.sheets = self._evidence_sheets()
        self.private.forgotten.connect(self.sheets.forget)

    def _begin_article_side(self) -> None:
        from newsassistant.gui.evidence.beside.article_side import ACTIONS, ArticleSide, Columns

        window = self.window
        columns = Columns(window.article, window.chat, window.status.say)
        actions = {name: window.actions_by_name[name] for name in ACTIONS}
        evidence, preferences = self.evidence, self.preferences
        self.article_side = ArticleSide(
            self.dialogs, columns, self.desk, evidence, self.checks, preferences, actions
        )
        self.private.forgotten.connect(self.article_side.forget)

    def _evidence_sheets(self) -> EvidenceSheets:
        from newsassistant.gui.facts.sheets import EvidenceSheets  # no part of the first paint

        window = self.window
        return EvidenceSheets(
            window,
            self.dialogs,
            self.desk,
            window.article,
            window.composer,
            window.notice,
            self.checks,
            self.executor,
            window.actions_by_name,
            open_folder=_open_folder,
        )

    def come_forward(self, file: Path | None, token: str = "") -> None:
        """What a second start wants: the window before all others, and `file` on the desk."""
        if self.shutdown.has_begun():
            return
        self.window.come_forward(token)
        if file is not None:
            self.window.article.tell_edited()
            self._open(file, None if self.presenter.is_private else self.presenter.draft())

    def _open(self, file: Path, unsent: Article | None) -> None:
        """Show what is in a file; an article takes the place of the unsent one, which is kept."""
        if unsent is not None and not is_chat_file(file):
            self.left.keep(unsent)
        self.desk.open_file(file)

    def show_error(self, error: NewsAssistantError) -> None:
        """Show an error that belongs to no answer."""
        self.presenter.show_error(error)

    def _watch_fonts(self) -> None:
        fonts = FontNotice(self.theme, self.window.notice.show_notice)

        def look() -> None:
            fonts.look(self.preferences.settings.language, self.desk.article)

        look()
        self.desk.changed.connect(look)
        self.preferences.changed.connect(look)

    def _handle(self, event: Event) -> None:
        self.service.handle(event)
        self.pages.handle(event)

    def _choose_model(self, model_id: str) -> None:
        self.pages.choose_model(model_id)
        self._list_models()  # shows the old model again if the user said no

    def _list_models(self) -> None:
        self.window.status.set_models([*self.library.installed(), *self.pages.server_models()])
        self.style.refresh()  # one may have come inside a model

    def _use_settings(self, settings: Settings) -> None:
        self.offer.use_default(settings.preset)
        self.window.composer.set_ctrl_sends(settings.send_with == "ctrl+enter")
        self.window.chat.bodies.limits.use(settings)

    # --- the stages of ending -------------------------------------------------------------------

    def _stop_commands(self) -> None:
        window = self.window
        self.private.forget()
        window.article.tell_edited()
        self.draft.save()
        window.status.set_stopping()
        window.set_usable(False)
        self.preferences.set(
            replace(
                self.preferences.settings,
                window_geometry=window.saved_geometry(),
                splitter_sizes=window.sidebar.columns(),
                sidebar_visible=window.actions_by_name["sidebar"].isChecked(),
            )
        )
        self.preferences.save()
        self.service.forget_waiting()
        self.service.stop()
        self.pages.stop()
        self.desk.stop_reading()
        if self.sheets is not None:
            self.sheets.versions.stop()
        self.worker.close()

    def _is_running(self) -> bool:
        return self.worker.is_alive() or self.pages.is_busy() or self.desk.is_busy()

    def _flush(self) -> None:
        self._timer.stop()
        self.bridge.close()
        self.checks.close()
        try:
            self.service.close()
        except StoreError as error:  # the disk is full: say so in the log and end all the same
            _log.warning("the last answer could not be saved: %s", error.code)
        self.history.close()
        self.executor.shutdown(wait=True, cancel_futures=True)

    def _quit(self) -> None:
        self.window.close_now()
        self.theme.detach()
        self.has_ended = True
        self.ended.emit()


def _open_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
