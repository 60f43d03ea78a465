"""What has to be there before the window: Qt's application, the history, a way to an engine.

Knows nothing of the window. Importing it imports neither OpenVINO nor a tokenizer.
"""

from __future__ import annotations

import contextlib
import locale
import logging
import os
import sys
from collections.abc import Callable, Iterator, MutableMapping
from pathlib import Path
from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, Qt, Signal
from PySide6.QtGui import QFileOpenEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from newsassistant import __version__
from newsassistant.app.installed.models import ModelLibrary
from newsassistant.app.keeping import open_history
from newsassistant.app.worker import Locate
from newsassistant.core.errors import EngineError, NewsAssistantError, StoreError
from newsassistant.core.logs import LogSession
from newsassistant.core.outside import contained
from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from newsassistant.core.types import CancelToken, OnProgress
from newsassistant.engine.protocol import Engine
from newsassistant.gui.look.app_icon import app_icon
from newsassistant.gui.look.i18n import LanguageChoice, Translations
from newsassistant.gui.look.theme import Scheme, Theme
from newsassistant.gui.shell.sheets import FailureSheet
from newsassistant.gui.widgets.dialogs import Dialogs
from newsassistant.store.session import SessionHistory

FAKE_VARIABLE = "NEWSASSISTANT_FAKE_ENGINE"

EngineFactory = Callable[[], Engine]
_log = logging.getLogger(__name__)


def open_or_recover(
    app: QApplication, settings: Settings, paths: Paths, *, alone: bool = True
) -> SessionHistory | None:
    """The history, or what the user puts in the place of a damaged one; None to leave. May block.

    `alone`: no other window of this home is open, so that no answer can be running.
    Raises StoreError for a history that cannot be opened and is not damaged.
    """
    while True:
        try:
            return open_history(paths, alone=alone)
        except StoreError as error:
            if error.code != "store-damaged":
                raise
            if not _recovered(app, settings, paths, error):
                return None


def _recovered(app: QApplication, settings: Settings, paths: Paths, error: StoreError) -> bool:
    from newsassistant.gui.history.recovery import Recovery

    translations = Translations()
    translations.use(cast(LanguageChoice, settings.language))
    theme = Theme(cast(Scheme, settings.scheme), settings.zoom)
    try:
        return Recovery(app, theme, Dialogs(theme), paths).ask(error)
    finally:
        theme.detach()


@contextlib.contextmanager
def explaining(app: QApplication, settings: Settings, session: LogSession) -> Iterator[None]:
    """Show what keeps the window from opening, and raise it as a NewsAssistantError.

    What nobody expected is reported too. Ctrl-C passes.
    """
    try:
        with contained(lambda clause: EngineError("unexpected", detail=clause)):
            yield
    except NewsAssistantError as error:
        if error.code == "unexpected" and error.__cause__ is not None:
            session.report(error.__cause__)
        explain(app, settings, error)
        raise


def explain(app: QApplication, settings: Settings, error: NewsAssistantError) -> None:
    """Show why there is no window: who started from a menu sees no terminal. Blocks."""
    translations = Translations()
    translations.use(cast(LanguageChoice, settings.language))
    sheet = FailureSheet(Theme(cast(Scheme, settings.scheme), settings.zoom), error, app.quit)
    sheet.open()
    app.exec()


class DesktopApplication(QApplication):
    """Qt's application, which macOS tells what the user opens with the program."""

    file_opened = Signal(object)  # Path

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and event.file():
            self.file_opened.emit(Path(event.file()))
            return True
        return super().event(event)


def make_qt_application() -> QApplication:
    """The QApplication with our name; fractional screen scales are used as they are."""
    choose_input_method(os.environ, Path(_plugins()))
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else DesktopApplication([sys.argv[0]])
    # Qt took the user's locale over for all libraries: OpenVINO would read "1.5" as 1 in Germany.
    locale.setlocale(locale.LC_NUMERIC, "C")
    QCoreApplication.setApplicationName("newsassistant")
    QCoreApplication.setApplicationVersion(__version__)
    QGuiApplication.setDesktopFileName("newsassistant")
    app.setWindowIcon(app_icon())
    app.setQuitOnLastWindowClosed(False)  # closing has stages; the last one quits
    return app


def choose_input_method(environment: MutableMapping[str, str], plugins: Path) -> None:
    """Use ibus where fcitx is asked for: the wheels of PySide6 have no plugin for fcitx.

    Fcitx answers to ibus' protocol, so that Chinese can be typed either way.
    """
    wanted = environment.get("QT_IM_MODULE", "")
    if not wanted.startswith("fcitx"):
        return
    found = list((plugins / "platforminputcontexts").glob("*fcitx*"))
    if not found:
        environment["QT_IM_MODULE"] = "ibus"


def _plugins() -> str:
    return QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)


def choose_engine(paths: Paths, factory: EngineFactory | None) -> tuple[EngineFactory, Locate]:
    """The factory and the way to a model's folder; the scripted engine needs no model."""
    if factory is None and os.environ.get(FAKE_VARIABLE) != "1":
        return _openvino_engine, ModelLibrary(paths.models).locate
    return factory or _fake_engine, _no_folder


def _no_folder(model_id: str, on_progress: OnProgress, cancel: CancelToken) -> Path:
    return Path(model_id)


def _openvino_engine() -> Engine:
    """Engine thread: importing OpenVINO takes most of a second."""
    from newsassistant.app.engines import openvino_engine

    return openvino_engine()


def remote_engine(paths: Paths) -> Engine:
    """The engine of newsroom servers; engine thread, when a model of theirs is wanted."""
    from newsassistant.app.remote.engine import remote_engine

    return remote_engine(paths)


def _fake_engine() -> Engine:
    from newsassistant.engine.fake import FakeEngine

    return FakeEngine(delay_s=0.05)
