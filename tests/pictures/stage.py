"""A program of which nothing depends on the machine or the moment, and what scenes do with it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from newsassistant.app.listener import ChatState
from newsassistant.app.machine.memory import Spare, Used
from newsassistant.core.errors import NewsAssistantError
from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from newsassistant.core.types import CancelToken, ModelInfo, OnProgress, Way
from newsassistant.engine.fake import DEFAULT_ANSWERS, FakeEngine
from newsassistant.gui.program import Application
from newsassistant.store.session import SessionHistory
from tests.end2end.screenshots import BASE
from tests.gui.screen_scene import wait

NOW = 1_795_600_800.0  # 25 November 2026, 10:00 UTC
GIGA = 1_000_000_000
MEMORY = Spare(11 * GIGA, 16 * GIGA)
DISK = 120 * GIGA
STILL_MS = 60
STILL_TIMES = 3
STILL_TRIES = 60
STARTER = ModelInfo("starter", "SmolLM2-135M-Instruct", "int8", 2048, family="starter")
CHATGLM = ModelInfo(
    "chatglm3-6b",
    "ChatGLM3-6B",
    "int8",
    8192,
    family=BASE.family,
    layers=BASE.layers,
    kv_heads=BASE.kv_heads,
    head_dim=BASE.head_dim,
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who answers: a model, what it says, and the word after which it waits for a stop."""

    model: ModelInfo = CHATGLM
    answers: Sequence[str] = ()
    styles: Mapping[str, Sequence[str]] | None = None
    words: int | None = None  # after which an answer waits
    context: int = 2048
    loads: bool = True  # else the model is being prepared for ever
    failures: Sequence[NewsAssistantError] = ()


class Actor(FakeEngine):
    """A scripted engine that may fall silent in an answer, until it is stopped."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(
            cast.answers or DEFAULT_ANSWERS,
            context_length=cast.context,
            answers_with=cast.styles,
            failures=cast.failures,
        )
        self._cast = cast
        self._said = -sys.maxsize  # reading the prompt waits too

    def load(self, folder: Path, on_progress: OnProgress) -> ModelInfo:
        known = super().load(folder, on_progress)
        return replace(self._cast.model, device=known.device, execution=known.execution)

    def _next_answer(self) -> str:
        self._said = 0
        return super()._next_answer()

    def _wait(self, cancel: CancelToken) -> None:
        if self._said == self._cast.words:
            stopped = threading.Event()
            cancel.set_hook(stopped.set)
            stopped.wait()
        self._said += 1


class Stage:
    """A program on the stage, and what a scene may do with it."""

    def __init__(self, program: Application) -> None:
        self.program = program
        self.window = program.window
        self._kept: list[object] = []

    def keep(self, thing: object) -> None:
        """Let it live as long as the stage."""
        self._kept.append(thing)

    def wait_idle(self) -> None:
        """Wait until the model is loaded and nothing is answered."""
        wait(lambda: self.program.service.state is ChatState.IDLE)

    def open(self, path: Path, way: Way = "opened") -> None:
        """Put a file on the desk and wait until its length is known."""
        desk = self.program.desk
        desk.open_file(path, way)
        wait(lambda: desk.article is not None and desk.is_measured())

    def summarize(self, preset: str = "three-bullets") -> None:
        """Ask for a summary and wait for its end."""
        self.program.presenter.summarize(preset)
        self.wait_idle()

    def ask(self, question: str) -> None:
        """Ask a question and wait for the end of the answer."""
        self.program.presenter.ask(question)
        self.wait_idle()

    def wait_words(self, words: str) -> None:
        """Wait until the conversation shows them."""
        wait(lambda: words in self.window.chat.toPlainText())

    def wait_checked(self) -> None:
        """Wait until what is shown has been compared with its article."""
        program = self.program
        wait(lambda: not (program.evidence.is_busy() or program.checks.is_busy()))

    def act(self, name: str) -> QWidget:
        """Trigger an action; what it opens, else the window."""
        self.window.actions_by_name[name].trigger()
        return QApplication.activeModalWidget() or self.window


@contextmanager
def steady() -> Iterator[None]:
    """The moment, the memory and the disk of every machine."""
    with ExitStack() as held:
        for target, value in (
            ("time.time", lambda: NOW),
            ("newsassistant.gui.shell.status_bar.read_used", lambda: Used(7 * GIGA, 16 * GIGA)),
            ("newsassistant.gui.models.desk.read_spare", lambda: MEMORY),
            ("newsassistant.gui.models.desk.free_disk", lambda folders: DISK),
            ("newsassistant.app.weight_speeds.measure", lambda engine, cancel: ()),
            ("newsassistant.gui.shell.font_notice.has_han_glyphs", lambda font: True),
            ("newsassistant.model.prefixes.files._now", lambda: "2026-11-20T10:00:00+00:00"),
        ):
            held.enter_context(patch(target, value))
        yield


@contextmanager
def on_stage(home: Path, settings: Settings, cast: Cast) -> Iterator[Stage]:
    """A program with a home of its own, ended at the end."""
    paths = Paths.under(home).ensure()
    curtain = threading.Event()

    def locate(model_id: str, on_progress: OnProgress, cancel: CancelToken) -> Path:
        if not cast.loads:
            on_progress(38, 100)
            cancel.set_hook(curtain.set)
            curtain.wait()
            cancel.check()
        return Path(model_id)

    program = Application(
        paths,
        settings,
        SessionHistory(paths.history, backups=paths.backups, clock=lambda: NOW),
        engine_factory=lambda: Actor(cast),
        locate=locate,
    )
    stage = Stage(program)
    program.show()
    program.start(None)
    wait(lambda: hasattr(program, "evidence"))  # made once the window has been painted
    if cast.loads:
        stage.wait_idle()
    try:
        yield stage
    finally:
        _end(program)


def _end(program: Application) -> None:
    """Close what is open and wait until the program has ended."""
    while (dialog := QApplication.activeModalWidget()) is not None:
        dialog.close()
    program.shutdown.begin()
    wait(lambda: program.has_ended)
    program.translations.use("en")
    program.window.deleteLater()
    QApplication.processEvents()


def still(widget: QWidget) -> QWidget:
    """The widget once it has looked the same for a while; TimeoutError if it never does."""
    before, same = widget.grab().toImage(), 0
    for _ in range(STILL_TRIES):
        QTest.qWait(STILL_MS)
        now = widget.grab().toImage()
        same = same + 1 if now == before else 0
        if same == STILL_TIMES:
            return widget
        before = now
    raise TimeoutError("the picture does not come to rest")
