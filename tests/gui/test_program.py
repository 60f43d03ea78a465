"""The program as a whole: settings, what is opened, and an end that loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsassistant.app.listener import ChatState
from newsassistant.core.logs import write_crash_report
from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from newsassistant.engine.fake import FakeEngine
from newsassistant.store.history import History
from newsassistant.store.session import SessionHistory
from tests.gui.pages import WIND, MainPage, RecordedDialogs
from tests.unit.model.example_prefixes import write_official

Start = Callable[..., MainPage]
ROOT = Path(__file__).resolve().parents[2]


def test_the_window_is_there_before_the_model(start: Start) -> None:
    page = start(ready=False)

    assert page.window.isVisible()
    assert page.state() is ChatState.LOADING
    assert page.window.status.status_label.text().startswith("Loading the model")
    page.wait_idle()


def test_a_file_named_at_the_start_is_opened(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "wind.txt"
    file.write_text(WIND, "utf-8")

    page = start(file=file)

    assert page.article_text() == WIND
    page.qtbot.waitUntil(page.program.desk.is_measured)


def test_settings_are_used(start: Start) -> None:
    page = start(
        settings=Settings(
            language="zh", scheme="dark", zoom=1.25, preset="headline", send_with="ctrl+enter"
        )
    )

    assert page.program.theme.tokens.dark
    assert page.program.theme.zoom == 1.25
    assert page.window.article.preset() == "headline"
    assert page.window.windowTitle() == "新闻助手"
    assert "Ctrl+Enter" in page.widget("question_edit").toolTip()


def test_zoom_by_keys_is_remembered(page: MainPage) -> None:
    page.action("zoom_in").trigger()
    page.action("zoom_in").trigger()
    assert page.program.theme.zoom == 1.25
    page.action("zoom_out").trigger()
    assert page.program.preferences.settings.zoom == 1.1
    page.action("zoom_reset").trigger()
    assert page.program.theme.zoom == 1.0


def test_the_status_bar_tells_how_the_model_is_run(page: MainPage) -> None:
    assert "writes 1.6 times" in page.widget("model_combo").toolTip()


def test_the_data_folder_is_opened(page: MainPage, monkeypatch: pytest.MonkeyPatch) -> None:
    from newsassistant.gui import program

    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))

    program._open_folder(page.program.paths.data)

    assert opened == [page.program.paths.data.as_posix()]


def test_closing_saves_place_and_columns(start: Start, tmp_path: Path, qtbot: QtBot) -> None:
    page = start()
    page.window.resize(1200, 800)
    page.action("sidebar").trigger()
    with qtbot.waitSignal(page.program.ended):
        page.action("quit").trigger()

    saved, complaint = Settings.load(Paths.under(tmp_path).settings_file)

    assert complaint is None
    assert saved.window_geometry
    assert len(saved.splitter_sizes) == 3
    assert not saved.sidebar_visible
    assert not page.window.isVisible()


def test_closing_in_an_answer_keeps_what_is_there(
    start: Start, tmp_path: Path, qtbot: QtBot
) -> None:
    page = start(FakeEngine(delay_s=0.02))
    page.paste(WIND)
    page.click("summarize_button")
    page.wait_answering()
    with qtbot.waitSignal(page.program.ended):
        page.window.close()
    assert not page.program.worker.is_alive()

    paths = Paths.under(tmp_path)
    history = History(paths.history, backups=paths.backups)
    (conversation,) = history.conversations("")
    answer = history.messages(conversation.id)[-1]
    history.close()

    assert answer.status == "stopped"
    assert answer.content.startswith("-")


def test_closing_twice_is_closing_once(start: Start, qtbot: QtBot) -> None:
    page = start()
    page.window.close()
    assert page.window.status.status_label.text() == "Stopping…"
    with qtbot.waitSignal(page.program.ended):
        page.window.close()


def test_closing_before_the_start_starts_nothing(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    from newsassistant.gui.program import Application

    paths = Paths.under(tmp_path).ensure()
    program = Application(
        paths,
        Settings(language="en"),
        SessionHistory(paths.history, backups=paths.backups),
        engine_factory=FakeEngine,
        locate=lambda model_id, on_progress, cancel: Path(model_id),
        dialogs=RecordedDialogs,
    )
    program.show()
    with qtbot.waitSignal(program.ended):
        program.window.close()
        program.start()

    assert not program.worker.is_alive()


def test_the_last_crash_is_reported_once(start: Start, tmp_path: Path) -> None:
    write_crash_report(Paths.under(tmp_path).ensure(), "Traceback: it broke", kind="fault")

    first = start()
    assert first.dialogs.names() == ["crash"]
    assert "it broke" in first.clipboard()

    second = start()
    assert second.dialogs.names() == []


def test_a_computer_without_chinese_fonts_is_told(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsassistant.gui.shell.font_notice.has_han_glyphs", lambda font: False)

    page = start()

    notice = page.window.notice
    assert notice.isHidden()  # an English interface, and no article yet
    page.paste("风电去年增长百分之四十，但许多项目仍在等待接入电网。")
    assert "no font with Chinese" in notice.label.text()
    assert notice.isVisible()


def test_a_style_that_came_inside_a_model_is_offered(page: MainPage, tmp_path: Path) -> None:
    program = page.program
    program.pages.show_models()
    assert program.pages.models is not None
    program.style_library.add(write_official(tmp_path / "Finetuned"))

    program.pages.models.models_changed.emit()

    assert [option.name for option in program.style.options()] == ["Finetuned"]
