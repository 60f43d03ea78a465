"""The window's main job on the real starter model, from pasting to finding it again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsassistant.app.listener import ChatState
from newsassistant.core.paths import Paths
from newsassistant.core.resources import resource_path
from newsassistant.engine.engine import OpenVinoEngine
from newsassistant.engine.execution import Wishes
from newsassistant.engine.plans import Plans
from newsassistant.gui.program import Application
from newsassistant.store.session import SessionHistory
from tests.gui.conftest import ENGLISH, end
from tests.gui.pages import MainPage, RecordedDialogs

pytestmark = pytest.mark.model

SAMPLE = resource_path("samples", "offshore-wind.txt").read_text("utf-8")
QUESTION = "Who criticised the plan?"
LIMIT_MS = 240_000  # a machine that is busy with something else

Open = Callable[[], MainPage]


class PatientPage(MainPage):
    """A page whose model takes its time."""

    def wait_idle(self) -> None:
        self.qtbot.waitUntil(lambda: self.state() is ChatState.IDLE, timeout=LIMIT_MS)

    def wait_read(self, text: str) -> None:
        desk = self.program.desk
        self.qtbot.waitUntil(
            lambda: desk.article is not None and desk.is_measured(), timeout=LIMIT_MS
        )


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the model's measurements are kept: the second start finds those of the first."""
    return tmp_path_factory.mktemp("cache") / "measurements.json"


@pytest.fixture
def open_window(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, starter_model_dir: Path, plans: Path
) -> Iterator[Open]:
    """Opens a window on one home; each call is a new start of the program."""
    opened: list[Application] = []

    def begin() -> MainPage:
        paths = Paths.under(tmp_path).ensure()
        program = Application(
            paths,
            ENGLISH,
            SessionHistory(paths.history, backups=paths.backups),
            engine_factory=lambda: OpenVinoEngine(Wishes, Plans(plans)),
            locate=lambda model_id, on_progress, cancel: starter_model_dir,
            dialogs=RecordedDialogs,
        )
        opened.append(program)
        page = PatientPage(program, qtbot)
        program.show()
        program.start()
        page.wait_idle()
        return page

    yield begin
    for program in opened:
        end(program, qtbot)


def test_summary_question_close_and_find_it_again(open_window: Open, qtbot: QtBot) -> None:
    page = open_window()
    assert page.window.status.model_combo.currentText() == "SmolLM2-135M-Instruct"
    page.program.style.choose("")  # what a style has read is of no use to the model itself
    page.paste(SAMPLE)
    page.summarize()
    page.ask(QUESTION)
    summary, answer = page.answers()
    transcript = page.transcript()
    with qtbot.waitSignal(page.program.ended, timeout=LIMIT_MS):
        page.window.close()

    again = open_window()
    (conversation,) = again.conversations()
    again.window.history.opened.emit(conversation.id)

    messages = again.program.history.messages(conversation.id)
    assert [item.role for item in messages] == ["user", "assistant", "user", "assistant"]
    assert [item.content for item in messages[1::2]] == [summary, answer]
    assert len(summary.split()) > 10
    assert answer
    assert {item.status for item in messages[1::2]} <= {"done", "length"}
    assert messages[3].usage is not None
    assert messages[3].usage.reused_tokens > 100, "the article is read once, not again"
    assert again.transcript() == transcript
    assert again.article_text() == SAMPLE.strip()


def test_escape_stops_the_real_model(open_window: Open) -> None:
    page = open_window()
    page.paste(SAMPLE)
    page.window.article.set_preset("150-words")
    page.click("summarize_button")
    page.qtbot.waitUntil(lambda: page.state() is ChatState.ANSWERING, timeout=LIMIT_MS)
    QTest.keyClick(page.widget("article_edit"), Qt.Key.Key_Escape)
    page.wait_idle()

    message = page.program.history.messages(page.conversations()[0].id)[-1]
    assert message.status == "stopped"
    assert message.content
