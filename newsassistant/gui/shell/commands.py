"""The commands of the menus that open a page, a sheet, or change how large everything is."""

from __future__ import annotations

from collections.abc import Callable

from newsassistant import __version__
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.settings.preferences import Preferences
from newsassistant.gui.shell.main_window import MainWindow
from newsassistant.gui.shell.pages import Pages
from newsassistant.gui.shell.sheets import AboutSheet, ShortcutsSheet
from newsassistant.gui.widgets.dialogs import Dialogs


def connect_commands(
    pages: Pages, window: MainWindow, theme: Theme, dialogs: Dialogs, preferences: Preferences
) -> None:
    """Let each named action do what it says, for as long as the window lives. GUI thread."""
    actions = window.actions_by_name
    calls: dict[str, Callable[[], object]] = {
        "settings": pages.show_settings,
        "models": pages.show_models,
        "styles": pages.show_styles,
        "edit_jobs": pages.show_jobs,
        "compare": pages.show_compare,
        "train": pages.show_training,
        "folder": pages.show_folder,
        "zoom_in": lambda: preferences.zoom_by(1),
        "zoom_out": lambda: preferences.zoom_by(-1),
        "zoom_reset": lambda: preferences.zoom_by(0),
        "shortcuts": lambda: dialogs.open(ShortcutsSheet(theme, actions.groups(), parent=window)),
        "about": lambda: dialogs.open(AboutSheet(theme, __version__, parent=window)),
        "quit": window.ask_close,
    }
    for name, call in calls.items():
        actions[name].triggered.connect(lambda _=False, run=call: run())
