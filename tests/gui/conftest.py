"""Fixtures of the window's tests: a theme, a window on the scripted engine, and two guards."""

from __future__ import annotations

import gc
import math
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from newsassistant.engine.fake import FakeEngine
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.private.clipboard import let_go
from newsassistant.gui.program import Application
from newsassistant.gui.widgets import text_view
from newsassistant.store.session import SessionHistory
from tests.gui.pages import MainPage, RecordedDialogs
from tests.gui.room import wide_fonts

WEIGHT_SPEEDS = (("int8", 1.0), ("int4", 1.5), ("fp16", 0.5))
ENGLISH = Settings(language="en", scheme="light")


@pytest.fixture(autouse=True)
def same_locale() -> Iterator[None]:
    """A test that changes the language leaves the names of months and days as they were."""
    before = QLocale()
    yield
    QLocale.setDefault(before)


@pytest.fixture(scope="module", autouse=True)
def garbage_of_imports() -> Iterator[None]:
    """What imports and other tests have made is not looked at: collecting takes milliseconds then.

    Again for each module: after torch was imported, a collection took seconds, once a test.
    """
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(autouse=True)
def no_widget_stays() -> Iterator[None]:
    """Deletes what earlier tests closed: without an event loop nobody else does.

    Every widget that stays makes the next change of the style sheet slower. Python's collector
    rests meanwhile: on an engine's thread it would destroy the widgets of earlier tests there.
    """
    QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
    gc.disable()
    yield
    QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def streamed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine would gather an answer's pieces before it shows them."""
    monkeypatch.setattr(text_view, "SLOW_S", math.inf)


@pytest.fixture(autouse=True)
def no_thread_stays() -> Iterator[None]:
    """Fails a test that leaves a thread behind."""
    before = set(threading.enumerate())
    yield
    left = [thread.name for thread in threading.enumerate() if thread not in before]
    assert left == [], f"threads left running: {left}"


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """A light theme at 100 %; the system's scheme is light before and after."""
    QGuiApplication.styleHints().setColorScheme(Qt.ColorScheme.Light)
    theme = Theme("light")
    yield theme
    theme.detach()
    QGuiApplication.styleHints().setColorScheme(Qt.ColorScheme.Light)


@pytest.fixture
def parent(theme: Theme, qtbot: QtBot) -> QWidget:
    """A window for sheets to open over."""
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def wide_letters(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[None]:
    """The letters of all fonts so many per cent apart, 130 unless the test says another number."""
    with wide_fonts(getattr(request, "param", 130)):
        yield


@pytest.fixture
def start(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[..., MainPage]]:
    """Starts the whole program on a scripted engine, and ends every one that it started."""
    QGuiApplication.styleHints().setColorScheme(Qt.ColorScheme.Light)
    running: list[Application] = []

    def begin(
        engine: FakeEngine | None = None,
        *,
        settings: Settings = ENGLISH,
        file: Path | None = None,
        ready: bool = True,
    ) -> MainPage:
        paths = Paths.under(tmp_path).ensure()
        program = Application(
            paths,
            settings,
            SessionHistory(paths.history, backups=paths.backups),
            engine_factory=lambda: engine or FakeEngine(),
            locate=lambda model_id, on_progress, cancel: Path(model_id),
            dialogs=RecordedDialogs,
        )
        running.append(program)
        page = MainPage(program, qtbot)
        program.show()
        program.start(file)
        if ready:
            page.wait_idle()
        return page

    with patch("newsassistant.app.weight_speeds.measure", lambda engine, cancel: WEIGHT_SPEEDS):
        yield begin
        for program in running:
            end(program, qtbot)


@pytest.fixture(autouse=True)
def empty_clipboard() -> Iterator[None]:
    """What a test has copied is made by Python, and may not outlive it."""
    yield
    if QGuiApplication.instance() is not None:
        let_go()


@pytest.fixture
def page(start: Callable[..., MainPage]) -> MainPage:
    """The window with its model loaded, empty, in English."""
    return start()


def end(program: Application, qtbot: QtBot) -> None:
    """Close a program as the user does and wait for its last stage; a closed one stays closed."""
    program.private.forget()  # else it would ask
    if not program.has_ended:
        with qtbot.waitSignal(program.ended):
            program.window.close()
    let_go()
    program.translations.use("en")
    program.window.deleteLater()
