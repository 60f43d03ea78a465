"""Two real processes on one home: the second raises the first, or is a window of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from newsassistant.gui.article.draft import read_draft
from newsassistant.gui.process.doorbell import ring, socket_name
from newsassistant.store.chat_file import write
from newsassistant.store.history import History
from tests.unit.store.test_chat_file import chat

ROOT = Path(__file__).resolve().parents[2]
LIMIT_S = 60.0
# What Qt says where there is no window manager.
OFFSCREEN = (
    "This plugin does not support raise()",
    "This plugin does not support propagateSizeHints()",
)
RAISED = "The window is open already and has come to the front. --new-window opens another."

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sends signals of Unix")


class Home:
    """Starts windows of one home on Qt's screen that nobody sees."""

    def __init__(self, folder: Path) -> None:
        self.paths = Paths.under(folder).ensure()
        Settings(language="en", scheme="light").save(self.paths.settings_file)
        self._folder = folder
        self.started: list[subprocess.Popen[str]] = []

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """`newsassistant gui` in a process of its own."""
        process = subprocess.Popen(
            [sys.executable, "-m", "newsassistant", "gui", *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={
                **os.environ,
                "QT_QPA_PLATFORM": "offscreen",
                "NEWSASSISTANT_FAKE_ENGINE": "1",
                "NEWSASSISTANT_HOME": str(self._folder),
                "LC_ALL": "C.UTF-8",
            },
        )
        self.started.append(process)
        return process

    def open(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a window and wait until it can be reached by others, if it is the first."""
        process = self.start(*arguments)
        if "--new-window" not in arguments:
            self.wait(process, lambda: Path(socket_name(self.paths.state)).exists())
        return process

    def wait(self, process: subprocess.Popen[str], condition: Callable[[], bool]) -> None:
        """Poll until `condition` holds, while `process` runs."""
        limit = time.monotonic() + LIMIT_S
        while not condition():
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < limit, f"not in time; drafts: {self.texts()}"
            time.sleep(0.05)

    def article(self, name: str) -> str:
        """The path of an article with this headline."""
        path = self._folder / f"{name}.txt"
        path.write_text(f"{name}\n\nThe council voted on Monday to widen the bridge.\n")
        return str(path)

    def texts(self) -> set[str]:
        """The first lines of all drafts."""
        found = [read_draft(path) for path in self.paths.state.glob("draft*.json")]
        return {article.text.split("\n")[0] for article in found if article is not None}

    def titles(self) -> list[str]:
        """What the conversations in the history are called."""
        with closing(
            History(self.paths.history, backups=self.paths.backups, recover=False)
        ) as opened:
            return [item.title for item in opened.conversations()]


@pytest.fixture(autouse=True)
def runtime_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where homes with long paths, such as those of tests, have their bells; gone at the end."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A home whose windows are killed at the end."""
    home = Home(tmp_path)
    yield home
    for process in home.started:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=LIMIT_S)


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Exit code and what was said of a process that ends by itself."""
    output, errors = process.communicate(timeout=LIMIT_S)
    said = [line for line in (output + errors).splitlines() if line not in OFFSCREEN]
    return process.returncode, "\n".join(said)


def test_a_second_start_raises_the_first_and_hands_over_its_file(home: Home) -> None:
    first = home.open(home.article("First headline"))
    home.wait(first, lambda: home.texts() == {"First headline"})

    code, said = ended(home.start(home.article("Second headline")))

    assert (code, said) == (0, RAISED)
    home.wait(first, lambda: home.texts() == {"First headline", "Second headline"})
    first.send_signal(signal.SIGTERM)
    assert ended(first) == (0, "")
    assert home.texts() == {"First headline", "Second headline"}


def test_another_window_has_a_draft_of_its_own_and_takes_the_bell_over(
    home: Home, qapp: QApplication
) -> None:
    first = home.open(home.article("First headline"))
    second = home.open("--new-window", home.article("Second headline"))
    home.wait(second, lambda: home.texts() == {"First headline", "Second headline"})
    assert first.poll() is None

    first.kill()
    first.wait(LIMIT_S)
    lock = home.paths.state / "window-1.lock"
    assert lock.exists()
    home.wait(second, lambda: ring(home.paths.state, None))
    assert ended(home.start()) == (0, RAISED)
    second.send_signal(signal.SIGTERM)
    assert ended(second) == (0, "")
    assert home.texts() == {"First headline", "Second headline"}


def test_after_a_kill_a_start_is_the_first_again_with_the_article(
    home: Home, qapp: QApplication
) -> None:
    first = home.open(home.article("First headline"))
    home.wait(first, lambda: home.texts() == {"First headline"})
    first.kill()
    first.wait(LIMIT_S)
    assert Path(socket_name(home.paths.state)).exists()

    second = home.start()

    home.wait(second, lambda: ring(home.paths.state, None, patience_ms=200))
    second.send_signal(signal.SIGTERM)
    assert ended(second) == (0, "")
    assert home.texts() == {"First headline"}


def test_one_that_hangs_keeps_nobody_waiting(home: Home, qapp: QApplication) -> None:
    first = home.open()
    home.wait(first, lambda: ring(home.paths.state, None))
    first.send_signal(signal.SIGSTOP)
    try:
        started = time.monotonic()
        assert not ring(home.paths.state, None)
        waited = time.monotonic() - started
    finally:
        first.send_signal(signal.SIGCONT)
    assert waited < 20
    home.wait(first, lambda: ring(home.paths.state, None))


def test_a_second_start_hands_a_saved_conversation_over(home: Home) -> None:
    file = home.paths.data.parent / "sent.newschat"
    write(file, chat())
    first = home.open(home.article("First headline"))
    home.wait(first, lambda: home.texts() == {"First headline"})

    assert ended(home.start(str(file))) == (0, RAISED)
    home.wait(first, lambda: home.titles() == ["城市：交通"])
    assert ended(home.start(str(file))) == (0, RAISED)
    first.send_signal(signal.SIGTERM)

    assert ended(first) == (0, "")
    assert home.titles() == ["城市：交通"]
    assert home.texts() == {"First headline"}
