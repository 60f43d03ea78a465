"""Drives the real window and writes its pictures: `python -m tests.end2end.screenshots FOLDER`.

The names of parts ("main", "measuring", "compare", "styles", "dialogs", "backups", "sizes") after
it leave out the others. With NEWSASSISTANT_FAKE_ENGINE=1 the answers are scripted; else the starter
model writes them. Needs a screen, Xvfb will do; user folders are temporary.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from newsassistant.app.installed.models import ModelLibrary
from newsassistant.app.listener import ChatState
from newsassistant.core.errors import StoreError
from newsassistant.core.paths import Paths
from newsassistant.core.resources import resource_path
from newsassistant.core.settings import Settings
from newsassistant.core.types import CancelToken, ModelInfo, OnProgress, WeightSpeeds
from newsassistant.engine.fake import DEFAULT_ANSWERS, FakeEngine
from newsassistant.gui.history.recovery import DamagedSheet
from newsassistant.gui.process.startup import FAKE_VARIABLE, choose_engine, make_qt_application
from newsassistant.gui.program import Application
from newsassistant.model.base import Base
from newsassistant.model.prefixes.files import write_prefix
from newsassistant.model.prefixes.prefix import Prefix
from newsassistant.store import db
from newsassistant.store.session import SessionHistory
from tests.end2end.accessibility import ALL_READ

POLL_MS = 50
SETTLE_MS = 400
BASE_ANSWERS = (  # in the order of the scenario
    "央行将下调存款准备金率0.5个百分点，释放长期资金约1万亿元。",
    DEFAULT_ANSWERS[0],
    DEFAULT_ANSWERS[1],
    DEFAULT_ANSWERS[0],
)
HOUSE_ANSWER = (
    "- Ministers put **£1.2bn** into offshore wind to cut bills and gas imports.\n"
    "- First contracts are due in March; turbines should turn by the end of 2028.\n"
    "- Critics say more than 350 projects still wait for the grid, some until 2035."
)
SPEEDS = (("int8", 1.0), ("int4", 1.5), ("fp16", 0.5))
BASE = Base("chatglm", 28, 2, 128, name="Scripted model")
Step = Callable[[], bool] | int  # wait until true, or so many milliseconds


class Photographer:
    """Runs the steps of a scenario in the event loop and grabs the window between them."""

    def __init__(self, program: Application, folder: Path, parts: Sequence[str] = ()) -> None:
        self._program = program
        self._window = program.window
        self._folder = folder
        self._steps = self._scenario(parts)

    def begin(self) -> None:
        """Start; returns at once."""
        self._next()

    def _next(self) -> None:
        step = next(self._steps, None)
        if step is None:
            self._window.close()
        elif isinstance(step, int):
            QTimer.singleShot(step, self._next)
        else:
            self._wait(step)

    def _wait(self, ready: Callable[[], bool]) -> None:
        if ready():
            QTimer.singleShot(SETTLE_MS, self._next)
        else:
            QTimer.singleShot(POLL_MS, lambda: self._wait(ready))

    def _idle(self) -> bool:
        return self._program.service.state is ChatState.IDLE

    def _save(self, name: str, widget: QWidget | None = None) -> None:
        path = self._folder / f"{name}.png"
        if not (widget or self._window).grab().save(str(path)):
            raise OSError(f"cannot write {path}")
        print(path)

    def _use(self, **settings: object) -> None:
        preferences = self._program.preferences
        preferences.set(replace(preferences.settings, **settings))  # type: ignore[arg-type]

    def _open(self, sample: str) -> None:
        self._program.presenter.new_article()
        self._program.desk.open_file(resource_path("samples", sample))

    def _ready(self) -> bool:
        return self._idle() and self._program.desk.is_measured()

    def _has_read(self) -> bool:
        return self._ready() and self._window.article.meter.read_words() in ALL_READ.values()

    def _scenario(self, parts: Sequence[str]) -> Iterator[Step]:
        known: dict[str, Callable[[], Iterator[Step]]] = {
            "main": self._main,
            "measuring": self._measuring,
            "compare": self._comparison,
            "styles": self._styles,
            "dialogs": self._dialogs,
            "backups": self._backups,
            "sizes": self._sizes,
        }
        yield self._idle
        for name in parts or known:
            yield from known[name]()

    def _main(self) -> Iterator[Step]:
        program = self._program
        self._save("empty")
        self._open("central-bank.zh.txt")
        yield self._ready
        program.presenter.summarize("one-sentence")
        yield self._idle
        self._open("offshore-wind.txt")
        yield self._has_read
        self._save("read-ahead")
        self._use(scheme="dark", language="zh")
        yield self._has_read
        self._save("read-ahead-zh-dark")
        self._use(scheme="light", language="en")
        yield self._has_read
        program.presenter.summarize("three-bullets")
        yield lambda: program.service.state is ChatState.ANSWERING
        self._save("answering")
        yield self._idle
        self._save("main-light")
        program.presenter.ask("Who criticised the plan, and what exactly did they say?")
        yield self._idle
        self._save("question")
        self._use(scheme="dark")
        yield SETTLE_MS
        self._save("main-dark")
        self._use(scheme="light", language="zh")
        program.presenter.open_conversation(program.service.conversations()[-1].id)
        yield SETTLE_MS
        self._save("main-zh")

    def _measuring(self) -> Iterator[Step]:
        """A model being measured, as at its first start here, and skipping that."""
        program, skip = self._program, self._window.status.skip_button
        for language, scheme in (("zh", "dark"), ("en", "light")):
            self._use(language=language, scheme=scheme)
            program.presenter.new_article()
            program.rest.measuring.again()
            yield skip.isVisible
            self._save(f"measuring-{language}-{scheme}")
            skip.click()
            yield self._idle

    def _sizes(self) -> Iterator[Step]:
        self._use(language="en", scheme="light")
        self._open("offshore-wind.txt")
        yield self._ready
        for zoom in (1.6, 2.0):
            self._use(zoom=zoom)
            yield SETTLE_MS
            self._save(f"zoom-{zoom}")
        self._window.actions_by_name["settings"].trigger()
        yield SETTLE_MS
        yield from self._save_dialog("zoom-2.0-settings")
        self._window.resize(960, 640)
        yield SETTLE_MS
        self._save("small-2.0")
        self._use(zoom=1.0)
        yield SETTLE_MS
        self._save("small")

    def _comparison(self) -> Iterator[Step]:
        """Without a style, with one while it answers, and the result in all looks."""
        program = self._program
        self._use(language="en")
        self._open("offshore-wind.txt")
        yield self._ready
        program.pages.show_compare()
        assert program.pages.compare is not None
        dialog, service = program.pages.compare.dialog, program.pages.compare.service
        yield SETTLE_MS
        self._save("compare-empty", dialog)
        dialog.close()
        install_styles(program.paths.prefixes, BASE)
        program.style.refresh()
        program.pages.show_compare()
        if not dialog.run_button.isEnabled():  # a real model, which the style does not fit
            dialog.close()
            return
        dialog.run_button.click()
        yield lambda: bool(service.sides[1].text)
        self._save("compare-answering", dialog)
        yield lambda: not service.is_running
        for language, scheme in (("en", "dark"), ("zh", "light"), ("en", "light")):
            self._use(language=language, scheme=scheme)
            yield SETTLE_MS
            self._save(f"compare-{language}-{scheme}", dialog)
        dialog.resize(dialog.minimumSize())
        yield SETTLE_MS
        self._save("compare-small", dialog)
        dialog.columns[1].use_button.click()
        yield SETTLE_MS
        self._save("compare-used")

    def _styles(self) -> Iterator[Step]:
        """The selector and the dialog: empty, filled, an error, in all looks."""
        program, combo = self._program, self._window.status.prefix_combo
        for style in program.style_library.list():
            program.style_library.remove(style.id)
        self._use(language="en", scheme="light")
        self._open("offshore-wind.txt")
        yield self._ready
        program.pages.show_styles()
        assert program.pages.styles is not None
        dialog = program.pages.styles.dialog
        yield SETTLE_MS
        self._save("styles-empty", dialog)
        dialog.close()
        model = program.service.model
        install_styles(program.paths.prefixes, Base.of_info(model) if model is not None else BASE)
        program.style.refresh()
        program.style.choose("house-style")
        yield SETTLE_MS
        self._save("styles-said")
        program.presenter.summarize("three-bullets")
        yield self._idle
        program.presenter.ask("Who criticised the plan, and what exactly did they say?")
        yield self._idle
        for language, scheme in (("en", "dark"), ("zh", "light"), ("en", "light")):
            self._use(language=language, scheme=scheme)
            yield SETTLE_MS
            self._save(f"styles-window-{language}-{scheme}")
            combo.showPopup()
            yield SETTLE_MS
            popup = QApplication.activePopupWidget()
            if popup is not None:
                self._save(f"styles-menu-{language}-{scheme}", popup)
                popup.close()
            yield from self._styles_dialog(f"{language}-{scheme}")

    def _styles_dialog(self, look: str) -> Iterator[Step]:
        program = self._program
        program.pages.show_styles()
        assert program.pages.styles is not None
        dialog = program.pages.styles.dialog
        yield SETTLE_MS
        self._save(f"styles-{look}", dialog)
        dialog.acted.emit("use", "house-style")
        self._press(dialog, "details_house-style")
        yield SETTLE_MS
        self._save(f"styles-details-{look}", dialog)
        self._press(dialog, "rename_house-style")
        program.pages.styles.import_from(resource_path("samples", ""))
        yield lambda: not dialog.error.isHidden()
        self._save(f"styles-error-{look}", dialog)
        self._press(dialog, "details_house-style")
        dialog.close()
        yield SETTLE_MS

    @staticmethod
    def _press(dialog: QWidget, name: str) -> None:
        button = dialog.findChild(QPushButton, name)
        if button is not None:
            button.click()

    def _dialogs(self) -> Iterator[Step]:
        self._program.rest.measuring.take_speeds(WeightSpeeds("", SPEEDS))
        for language, scheme in (("zh", "dark"), ("zh", "light"), ("en", "light")):
            self._use(language=language, scheme=scheme)
            look = f"{language}-dark" if scheme == "dark" else language
            for name in ("settings", "models", "shortcuts", "about"):
                self._window.actions_by_name[name].trigger()
                yield SETTLE_MS
                yield from self._save_dialog(f"{name}-{look}")

    def _backups(self) -> Iterator[Step]:
        program = self._program
        for number in range(3):
            program.history.create(f"Story {number}", None, preset="", model="", prefix="")
        folder = program.paths.backups
        for name in ("history-20261127", "history-v1-20261120-101500"):
            db.copy_to(program.paths.history, folder / f"{name}.sqlite3")
        (folder / "history-20261126.sqlite3").write_bytes(b"broken" * 99)
        damaged = StoreError(
            "store-damaged",
            path=program.paths.history,
            detail="database disk image is malformed",
            backups=folder,
        )
        for language, scheme in (("en", "light"), ("en", "dark"), ("zh", "light"), ("zh", "dark")):
            self._use(language=language, scheme=scheme)
            look = f"{language}-{scheme}"
            program.history_desk.show_backups()
            yield SETTLE_MS
            yield from self._save_dialog(f"backups-{look}")
            program.history_desk.ask_erase(1)
            yield SETTLE_MS
            yield from self._save_dialog(f"erase-{look}")
            sheet = DamagedSheet(
                program.theme, damaged, restore=_nothing, empty=_nothing, done=_nothing
            )
            sheet.open()
            yield SETTLE_MS
            yield from self._save_dialog(f"damaged-{look}")
            self._window.actions_by_name["settings"].trigger()
            yield SETTLE_MS
            yield from self._save_dialog(f"settings-{look}")

    def _save_dialog(self, name: str) -> Iterator[Step]:
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            self._save(name, dialog)
            dialog.close()
        yield SETTLE_MS


def _nothing() -> None:
    """For buttons that nobody presses."""


class Actor(FakeEngine):
    """A scripted engine whose model has a shape, so that styles may fit it or not.

    Measuring its model again takes until that is skipped.
    """

    def calibrate(
        self,
        folder: Path,
        on_progress: OnProgress,
        cancel: CancelToken,
        *,
        again: bool = False,
        beside: bool = False,
    ) -> None:
        skipped = threading.Event()
        cancel.set_hook(skipped.set)
        if again:
            on_progress(3, 9)
            skipped.wait()

    def load(self, folder: Path, on_progress: OnProgress) -> ModelInfo:
        info = super().load(folder, on_progress)
        return replace(
            info,
            family=BASE.family,
            layers=BASE.layers,
            kv_heads=BASE.kv_heads,
            head_dim=BASE.head_dim,
        )


def install_styles(root: Path, fitting: Base) -> None:
    """Styles of no effect, two of which fit; the scripted engine has answers for the first."""
    other = Base("chatglm2", 28, 2, 128, name="ChatGLM2-6B")
    for name, base, length, licence in (
        ("House style", fitting, 128, "CC BY 4.0"),
        ("Sport desk", fitting, 64, ""),
        ("Old house style", other, 128, "CC BY 4.0"),
    ):
        rows = np.zeros((base.layers, 2, length, base.kv_heads, base.head_dim), np.float32)
        folder = root / name.lower().replace(" ", "-")
        prefix = Prefix(rows, base)
        write_prefix(folder, prefix, name=name, licence=licence, rows=1840, steps=900, loss=1.82)


def scripted() -> FakeEngine:
    """The engine of the pictures, with a second voice."""
    return Actor(BASE_ANSWERS, delay_s=0.03, answers_with={"house-style": [HOUSE_ANSWER]})


def main(
    folder: Path, parts: Sequence[str], photographer: type[Photographer] = Photographer
) -> int:
    """Write the pictures of these parts, or all, into `folder`; 0 when done."""
    folder.mkdir(parents=True, exist_ok=True)
    app = make_qt_application()
    with tempfile.TemporaryDirectory() as home:
        paths = Paths.under(Path(home)).ensure()
        fake = os.environ.get(FAKE_VARIABLE) == "1"
        factory, locate = choose_engine(paths, scripted if fake else None)
        if "NEWSASSISTANT_MODELS" in os.environ:  # a starter that was made before
            locate = ModelLibrary(Path(os.environ["NEWSASSISTANT_MODELS"])).locate
        history = SessionHistory(paths.history, backups=paths.backups)
        settings = Settings(language="en", scheme="light")
        program = Application(paths, settings, history, engine_factory=factory, locate=locate)
        program.ended.connect(app.quit)
        program.show()
        program.start()
        scenes = photographer(program, folder, parts)
        scenes.begin()
        return app.exec()


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), sys.argv[2:]))
