"""Windows of one home: a file is handed over, lists are in step, articles are apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsassistant.app.seats import take_seat
from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from newsassistant.engine.fake import FakeEngine
from newsassistant.gui.article.draft import read_draft
from newsassistant.gui.program import Application
from newsassistant.store.history import History
from newsassistant.store.session import SessionHistory
from tests.gui.conftest import WEIGHT_SPEEDS, end
from tests.gui.pages import PORT, WIND, MainPage, RecordedDialogs

ENGLISH = Settings(language="en", scheme="light")
Open = Callable[..., MainPage]


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    """Opens windows of one home, each on a seat of its own; they end one after the other."""
    running: list[Application] = []

    def begin(engine: FakeEngine | None = None) -> MainPage:
        paths = Paths.under(tmp_path).ensure()
        seat = take_seat(paths.state)
        program = Application(
            paths,
            ENGLISH,
            SessionHistory(paths.history, backups=paths.backups, recover=not running),
            engine_factory=lambda: engine or FakeEngine(),
            locate=lambda model_id, on_progress, cancel: Path(model_id),
            dialogs=RecordedDialogs,
            seat=seat,
        )
        program.ended.connect(seat.leave)
        running.append(program)
        page = MainPage(program, qtbot)
        program.show()
        program.start()
        page.wait_idle()
        return page

    with patch("newsassistant.app.weight_speeds.measure", lambda engine, cancel: WEIGHT_SPEEDS):
        yield begin
        for program in running:
            end(program, qtbot)


def close(page: MainPage) -> None:
    with page.qtbot.waitSignal(page.program.ended):
        page.window.close()


def activate(page: MainPage) -> None:
    QApplication.sendEvent(page.window, QEvent(QEvent.Type.WindowActivate))


def titles(page: MainPage) -> list[str]:
    model = page.window.history.model()
    return [str(model.index(row).data()) for row in range(model.rowCount())][1:]


def test_clearing_the_second_leaves_the_firsts_article(window: Open, tmp_path: Path) -> None:
    first, second = window(), window()
    first.paste(WIND)
    second.paste(PORT)
    for page in (first, second):
        page.program.draft.save()
    second.window.article.edit.clear()
    second.program.draft.save()
    kept = read_draft(Paths.under(tmp_path).draft)
    assert kept is not None
    assert kept.text == first.article_text()


def test_the_articles_of_both_come_back(window: Open) -> None:
    first, second = window(), window()
    first.paste(WIND)
    second.paste(PORT)
    texts = {first.article_text(), second.article_text()}
    close(first)
    close(second)
    again = window()
    assert again.article_text() in texts
    assert again.window.notice.label.text().startswith("An unsent article was kept: ")
    shown = again.article_text()
    again.window.notice.undo_button.click()
    assert {shown, again.article_text()} == texts
    close(again)
    last = window()
    shown = last.article_text()
    last.window.notice.undo_button.click()
    assert {shown, last.article_text()} == texts


def test_lists_are_in_step_once_a_window_is_activated(window: Open) -> None:
    first, second = window(), window()
    first.paste(WIND)
    first.summarize()
    assert titles(second) == []
    activate(second)
    assert titles(second) == titles(first) != []
    (conversation,) = second.conversations()
    second.window.history.opened.emit(conversation.id)
    first.program.history_desk.rename(conversation.id, "Another title")
    activate(second)
    assert titles(second) == ["Another title"]
    assert second.title() == "Another title"


def test_activation_changes_nothing_where_nothing_changed(window: Open) -> None:
    page = window()
    page.paste(WIND)
    page.summarize()
    model = page.window.history.model()
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    activate(page)
    assert resets == []


def test_a_second_window_leaves_the_firsts_answer_running(window: Open, tmp_path: Path) -> None:
    first = window(FakeEngine(["word " * 60], delay_s=0.05))
    first.paste(WIND)
    first.click("summarize_button")
    first.wait_answering()
    window()
    first.wait_idle()
    history = History(Paths.under(tmp_path).history, backups=tmp_path, recover=False)
    (conversation,) = history.conversations()
    assert history.messages(conversation.id)[-1].status == "done"
    history.close()


def test_a_file_that_is_handed_over_is_opened_in_front(
    window: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    page = window()
    page.paste(WIND)
    unsent = page.article_text()
    file = tmp_path / "port.txt"
    file.write_text(PORT)
    page.window.showMinimized()
    page.program.come_forward(file, "")
    qtbot.waitUntil(lambda: page.article_text().startswith(PORT[:20]))
    assert not page.window.windowState() & Qt.WindowState.WindowMinimized
    assert "Put aside" in page.window.notice.label.text()
    close(page)
    drafts = [read_draft(path) for path in Paths.under(tmp_path).state.glob("draft*.json")]
    assert {draft.text for draft in drafts if draft is not None} >= {unsent}


def test_a_program_that_ends_is_not_raised(window: Open, tmp_path: Path) -> None:
    page = window()
    close(page)
    page.program.come_forward(tmp_path / "a.txt")
    assert not page.window.isVisible()
