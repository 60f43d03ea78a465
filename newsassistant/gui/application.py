"""The start and the end of the window: what is found out first, who opens, what is held."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from newsassistant.app.seats import others, take_seat
from newsassistant.core.errors import InputError, NewsAssistantError
from newsassistant.core.logs import set_up
from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from newsassistant.gui.process.doorbell import Doorbell
from newsassistant.gui.process.event_loop import run_loop
from newsassistant.gui.process.second_start import Start, decide
from newsassistant.gui.process.startup import (
    DesktopApplication,
    EngineFactory,
    choose_engine,
    explaining,
    make_qt_application,
    open_or_recover,
)
from newsassistant.gui.program import Application

FAILED = 1


def run(
    file: Path | None,
    *,
    new_window: bool = False,
    on_raised: Callable[[], None] = lambda: None,
    engine_factory: EngineFactory | None = None,
) -> int:
    """Open the window, with a file's text if one is named, and return the exit code; blocks.

    Where a window of this home is open, that one gets the file and comes to the front, `on_raised`
    is called, and this start ends; not so with `new_window`.
    `engine_factory` is called on the engine thread; the default makes the OpenVINO engine. Whatever
    keeps the window from opening is shown and raised as a NewsAssistantError. Folders that cannot
    be written keep it from nothing but logs.
    """
    paths = Paths.from_environment()
    complaints: list[NewsAssistantError] = []
    try:
        paths.ensure()
    except InputError as error:
        complaints.append(error)
    with contextlib.ExitStack() as held:
        session = set_up(paths)
        held.callback(session.close)
        no_log = InputError("folder-unwritable", path=paths.logs, detail="no log is kept")
        complaints += [] if session.keeps or complaints else [no_log]
        settings, complaint = Settings.load(paths.settings_file)
        if complaint is not None:
            complaints.append(complaint)
        app = make_qt_application()
        with explaining(app, settings, session):
            start = decide(app, settings, paths, file, new_window=new_window)
            if start.raised:
                on_raised()
            if not start.opens:
                return 0 if start.raised else FAILED
            program = _program(app, settings, paths, start, engine_factory, held)
            if program is None:
                return FAILED
        program.ended.connect(lambda: app.exit(0))  # `quit` would ask the windows again
        program.show()
        run_loop(
            app,
            session,
            lambda: _start(program, file, complaints),
            show_error=program.show_error,
            ask_close=program.window.ask_close,
            end=program.shutdown.begin,
        )
    return 0


def _program(
    app: QApplication,
    settings: Settings,
    paths: Paths,
    start: Start,
    engine_factory: EngineFactory | None,
    held: contextlib.ExitStack,
) -> Application | None:
    """The program with all that it needs; None if the user leaves. `held` ends what it holds."""
    bell = Doorbell(paths.state, start.lock)
    held.callback(bell.close)
    seat = take_seat(paths.state)
    held.callback(seat.leave)
    factory, locate = choose_engine(paths, engine_factory)
    history = open_or_recover(app, settings, paths, alone=not others(paths.state, seat))
    if history is None:
        return None
    program = Application(
        paths, settings, history, engine_factory=factory, locate=locate, seat=seat
    )
    bell.rung.connect(program.come_forward)
    if isinstance(app, DesktopApplication):
        app.file_opened.connect(program.come_forward)
    bell.listen_soon(lambda: not program.shutdown.has_begun())
    return program


def _start(program: Application, file: Path | None, complaints: list[NewsAssistantError]) -> None:
    program.start(file)
    for complaint in complaints:
        program.show_error(complaint)
