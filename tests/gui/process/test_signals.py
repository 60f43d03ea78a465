"""Signals that end the program: asked once in order, a second time at once."""

from __future__ import annotations

import os
import signal
import sys

import pytest
from pytestqt.qtbot import QtBot

from newsassistant.gui.process.signals import EndSignals

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="os.kill ends the process there")


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_ends_the_program_once(qtbot: QtBot, name: str) -> None:
    number = getattr(signal, name)
    before = signal.getsignal(number)
    ended: list[str] = []
    signals = EndSignals(lambda: ended.append(name))
    signals.install()
    assert signal.getsignal(number) is not before

    os.kill(os.getpid(), number)
    qtbot.waitUntil(lambda: bool(ended))

    assert ended == [name]
    assert signal.getsignal(number) is before


def test_removing_gives_the_handlers_back(qtbot: QtBot) -> None:
    before = signal.getsignal(signal.SIGTERM)
    signals = EndSignals(lambda: None)
    signals.install()
    signals.remove()

    assert signal.getsignal(signal.SIGTERM) is before


def test_an_ignored_signal_stays_ignored(qtbot: QtBot) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        signals = EndSignals(lambda: None)
        signals.install()
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        signals.remove()
    finally:
        signal.signal(signal.SIGHUP, before)
