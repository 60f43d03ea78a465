"""The loop and what stands around it: put up, and taken down again."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from newsassistant.core.errors import NewsAssistantError
from newsassistant.core.logs import set_up
from newsassistant.core.paths import Paths
from newsassistant.gui.process.event_loop import run_loop


def test_it_begins_inside_the_loop_and_leaves_nothing(qapp: QApplication, tmp_path: Path) -> None:
    session = set_up(Paths.under(tmp_path).ensure())
    hook, handler, said = sys.excepthook, signal.getsignal(signal.SIGTERM), []

    def begin() -> None:
        said.append((sys.excepthook is not hook, signal.getsignal(signal.SIGTERM) != handler))
        qapp.exit(0)

    run_loop(qapp, session, begin, show_error=print, ask_close=qapp.quit, end=qapp.quit)
    session.close()

    assert said == [(True, True)]
    assert signal.getsignal(signal.SIGTERM) == handler


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such signal")
def test_a_signal_ends_it(qapp: QApplication, tmp_path: Path) -> None:
    session = set_up(Paths.under(tmp_path).ensure())
    ended: list[str] = []

    def end() -> None:
        ended.append("end")
        qapp.exit(0)

    def show(error: NewsAssistantError) -> None:
        ended.append(error.code)

    begin = lambda: signal.raise_signal(signal.SIGTERM)  # noqa: E731
    run_loop(qapp, session, begin, show_error=show, ask_close=qapp.quit, end=end)
    session.close()

    assert ended == ["end"]
