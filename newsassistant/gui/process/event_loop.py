"""Qt's loop with all that has to stand around it: the crash border, signals, the collector."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from newsassistant.core.errors import NewsAssistantError
from newsassistant.core.logs import LogSession
from newsassistant.gui.private.clipboard import let_go
from newsassistant.gui.process.garbage import MainThreadGarbage
from newsassistant.gui.process.signals import EndSignals
from newsassistant.gui.shell.crash import CrashBorder


def run_loop(
    app: QApplication,
    session: LogSession,
    begin: Callable[[], None],
    *,
    show_error: Callable[[NewsAssistantError], None],
    ask_close: Callable[[], None],
    end: Callable[[], None],
) -> None:
    """Call `begin` in the loop and return when it was left; main thread.

    What nobody expected is given to `show_error`, Ctrl-C is `ask_close`, and the signals that end a
    process are `end`: whoever sends one waits for no answer.
    """
    border = CrashBorder(session, show=show_error, interrupt=ask_close)
    border.install()
    signals = EndSignals(end)
    signals.install()
    garbage = MainThreadGarbage()
    garbage.install()
    QTimer.singleShot(0, begin)
    try:
        app.exec()
    finally:
        garbage.remove()
        signals.remove()
        border.remove()
        let_go()
