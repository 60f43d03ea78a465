"""Pictures of the training page: `python -m tests.end2end.train_scenes FOLDER`.

Needs a screen, Xvfb will do.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from newsassistant.app.training.runs import TrainingRuns
from newsassistant.core.errors import TrainError
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.process.startup import make_qt_application
from newsassistant.gui.training.desk import TrainDesk
from newsassistant.gui.training.dialog import DATA, SETTINGS
from newsassistant.gui.widgets.dialogs import Dialogs
from tests.gui.trainings import FakePackages

TUNER = [sys.executable, str(Path(__file__).parents[1] / "unit" / "app" / "tuner.py")]
SETTLE_MS = 400
POLL_MS = 50
Step = Callable[[], bool] | int


class TrainScenes:
    """Runs the steps in the event loop and grabs the page between them."""

    def __init__(self, home: Path, folder: Path) -> None:
        self._home, self._folder = home, folder
        self._packages = FakePackages()
        self._theme = Theme("light")
        self._words = Translations()
        runs = TrainingRuns(home / "runs", install=lambda *_: "house-style", program=TUNER)
        self._desk = TrainDesk(
            self._theme,
            None,  # type: ignore[arg-type]
            Dialogs(self._theme),
            runs,
            self._packages,
            open_folder=lambda path: None,
        )
        self._steps = self._scenes()

    def begin(self) -> None:
        """Start; returns at once."""
        step = next(self._steps, None)
        if step is None:
            QApplication.exit(0)
        elif isinstance(step, int):
            QTimer.singleShot(step, self.begin)
        else:
            self._wait(step)

    def _wait(self, ready: Callable[[], bool]) -> None:
        if ready():
            QTimer.singleShot(SETTLE_MS, self.begin)
        else:
            QTimer.singleShot(POLL_MS, lambda: self._wait(ready))

    def _save(self, name: str) -> None:
        path = self._folder / f"{name}.png"
        if not self._desk.dialog.grab().save(str(path)):
            raise OSError(f"cannot write {path}")
        print(path)

    def _idle(self) -> bool:
        desk = self._desk
        return not desk.is_busy() and not desk.reading.is_reading() and desk._task is None

    def _data(self, plan: str, columns: str = '"content": "x", "summary": "y"') -> Path:
        path = self._home / "house-style.jsonl"
        path.write_text(f'{{"plan": "{plan}", {columns}}}\n', "utf-8")
        return path

    def _scenes(self) -> Iterator[Step]:
        dialog = self._desk.dialog
        yield from self._install()
        yield SETTLE_MS
        self._save("train-empty")
        self._words.use("zh")
        dialog.data.set_sample(Path.home() / "文章与摘要.xlsx")
        yield SETTLE_MS
        self._save("train-sample")
        dialog.data.set_sample(None)
        self._words.use("en")
        self._desk.set_file(self._data("error"))
        yield self._idle
        self._save("train-error")
        self._desk.set_file(self._data("demo"))
        yield self._idle
        dialog.settings.name_edit.setText("House style")
        for language, scheme in (("en", "light"), ("zh", "dark"), ("en", "dark"), ("zh", "light")):
            self._words.use("zh" if language == "zh" else "en")
            self._theme.set_scheme("dark" if scheme == "dark" else "light")
            for step, name in ((DATA, "data"), (SETTINGS, "settings")):
                dialog.set_step(step)
                yield SETTLE_MS
                self._save(f"train-{name}-{language}-{scheme}")
        yield from self._run()

    def _install(self) -> Iterator[Step]:
        """What is missing, installed after a failure."""
        dialog, packages = self._desk.dialog, self._packages
        packages.absent = "torch"
        self._desk.show()
        for language, scheme in (("zh", "light"), ("en", "dark"), ("zh", "dark"), ("en", "light")):
            self._words.use("zh" if language == "zh" else "en")
            self._theme.set_scheme("dark" if scheme == "dark" else "light")
            yield SETTLE_MS
            self._save(f"train-missing-{language}-{scheme}")
        yield from self._pack()
        packages.go_on.clear()
        dialog.missing.install_button.click()
        yield SETTLE_MS
        self._save("train-installing")
        packages.error = TrainError("packages-offline")
        packages.go_on.set()
        yield lambda: dialog.missing.error.has_error()
        self._save("train-not-installed")
        packages.error = None
        dialog.missing.install_button.click()
        yield lambda: dialog.missing.isHidden()

    def _pack(self) -> Iterator[Step]:
        """What the installed program says without its training pack, or with that of another."""
        facts = {"pack": "newsassistant-training", "version": "0.2.0", "found": "0.1.0"}
        for code in ("pack-missing", "pack-version"):
            error = TrainError(code, **facts)
            for language in ("zh", "en"):
                self._words.use("zh" if language == "zh" else "en")
                self._desk.dialog.missing.set_missing("-", "", can_install=False, pack=error)
                yield SETTLE_MS
                self._save(f"train-{code}-{language}")
        self._desk.installing.look()

    def _run(self) -> Iterator[Step]:
        dialog = self._desk.dialog
        self._words.use("en")
        self._theme.set_scheme("light")
        dialog.settings.fold_button.click()
        yield SETTLE_MS
        self._save("train-advanced")
        dialog.next_button.click()
        yield SETTLE_MS
        self._save("train-loading")
        yield lambda: "step 240" in dialog.run.title.text()
        for language, scheme in (("zh", "light"), ("zh", "dark"), ("en", "dark"), ("en", "light")):
            self._words.use("zh" if language == "zh" else "en")
            self._theme.set_scheme("dark" if scheme == "dark" else "light")
            yield SETTLE_MS
            self._save(f"train-run-{language}-{scheme}")
        dialog.run.buttons["stop"].click()
        yield lambda: not self._desk.is_running()
        self._save("train-stopped")
        dialog.set_step(DATA)
        yield SETTLE_MS
        self._save("train-earlier")
        self._theme.set_zoom(1.6)
        yield SETTLE_MS
        self._save("train-zoom")
        self._theme.set_zoom(1.0)
        dialog.run_acted.emit("resume", "house-style")
        yield lambda: not self._desk.is_running()
        self._save("train-done")


def main(folder: Path) -> int:
    """Write all pictures into `folder`; 0 when done."""
    folder.mkdir(parents=True, exist_ok=True)
    app = make_qt_application()
    with tempfile.TemporaryDirectory() as home:
        scenes = TrainScenes(Path(home), folder)
        scenes.begin()
        return app.exec()


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
