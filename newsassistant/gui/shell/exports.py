"""Joins the window's ways to an export and the desk that makes it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from newsassistant.app.chat import ChatService
from newsassistant.app.exporting.choice import Names
from newsassistant.app.keeping import HistoryKeeper
from newsassistant.gui.export.desk import Checks, ExportDesk
from newsassistant.gui.settings.preferences import Preferences
from newsassistant.gui.shell.main_window import MainWindow
from newsassistant.gui.widgets.dialogs import Dialogs


def connect_exports(
    window: MainWindow,
    dialogs: Dialogs,
    preferences: Preferences,
    service: ChatService,
    keeper: HistoryKeeper,
    names: Callable[[], Names],
    checks: Checks,
    *,
    open_folder: Callable[[Path], None],
) -> ExportDesk:
    """The desk, asked by the menus, the list and each answer. GUI thread."""
    desk = ExportDesk(
        window,
        dialogs,
        window.notice,
        keeper.take_out,
        names,
        checks,
        settings=lambda: preferences.settings,
        remember=preferences.set,
        open_folder=open_folder,
    )
    window.history.export_requested.connect(desk.ask)
    window.chat.export_requested.connect(
        lambda message: desk.ask_answer(service.conversation_id, message)
    )
    action = window.actions_by_name["export_conversation"]
    action.triggered.connect(lambda _=False: desk.ask(service.conversation_id))
    return desk
