"""The window's frame: names, columns, menus, size, drops, languages, zoom."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from newsassistant.core.settings import Settings
from newsassistant.core.types import Usage, WeightSpeeds
from newsassistant.engine.fake import FakeEngine
from newsassistant.gui.history.model import SECOND_LINE_ROLE
from newsassistant.gui.shell.main_window import MINIMUM, SIZE
from tests.gui.conftest import WEIGHT_SPEEDS
from tests.gui.pages import PORT, WIND, MainPage
from tests.gui.room import cut_parts, settle

CONTRACT = (
    "main_window", "article_edit", "article_meter", "clear_article_button", "summarize_button",
    "preset_combo", "question_edit", "send_button", "stop_button", "chat_view", "history_list",
    "history_search", "new_chat_button", "model_combo", "prefix_combo", "status_label",
    "speed_label", "progress_bar",
)  # fmt: skip


@pytest.mark.parametrize("name", CONTRACT)
def test_every_promised_name_is_there_once_and_described(page: MainPage, name: str) -> None:
    widget = page.widget(name)

    assert widget.accessibleName(), "no accessible name"
    assert widget.toolTip(), "no tool tip"
    if name != "main_window":
        assert len(page.window.findChildren(QWidget, name)) == 1


def test_every_button_has_a_name_for_screen_readers(page: MainPage) -> None:
    page.paste(WIND)
    page.summarize()
    buttons = page.window.findChildren(QAbstractButton)
    shown = [button for button in buttons if button.isVisible()]
    nameless = [b.objectName() for b in shown if not (b.accessibleName() or b.text())]

    # Qt's own buttons inside a line edit are left to Qt.
    assert [name for name in nameless if name] == []
    assert len(shown) > 12


def test_it_opens_in_its_size_with_three_columns(page: MainPage) -> None:
    assert (page.window.width(), page.window.height()) == (1360, 860)
    assert (page.window.minimumWidth(), page.window.minimumHeight()) == MINIMUM
    assert page.window.splitter.count() == 3
    assert page.window.splitter.sizes()[0] == 236
    assert page.widget("status_bar").height() == 30


def test_it_fits_its_smallest_size(page: MainPage) -> None:
    page.window.resize(*MINIMUM)
    QApplication.processEvents()

    assert (page.window.width(), page.window.height()) == MINIMUM
    for name in ("summarize_button", "send_button", "preset_combo", "more_button"):
        widget = page.widget(name)
        corner = widget.mapTo(page.window, QPoint(widget.width(), widget.height()))
        assert corner.x() <= MINIMUM[0], name
        assert corner.y() <= MINIMUM[1], name


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("wide_letters", "size", "zoom"),
    [(130, SIZE, 0.8), (130, SIZE, 1.4), (130, SIZE, 2.0), (130, MINIMUM, 1.25), (105, MINIMUM, 2)],
    indirect=["wide_letters"],
)
def test_nothing_is_cut_at_any_zoom(
    wide_letters: None,
    start: Callable[..., MainPage],
    language: str,
    size: tuple[int, int],
    zoom: float,
) -> None:
    """Whatever the fonts of the machine: those of the test are wider than any."""
    page = start(settings=Settings(language=language, scheme="light", zoom=zoom))
    page.window.resize(*size)
    page.paste(WIND * 200)
    settle()
    assert cut_parts(page.window) == []

    page.window.history.show_undo(1, "A conversation with a long name")
    page.window.composer.set_running(True)
    page.window.notice.show_notice("Put aside: Government puts money into wind", lambda: None)
    page.window.status.set_usage(Usage(completion_tokens=40, tokens_per_s=9.83, ttft_s=0.41))
    page.window.resize(size[0], max(size[1], 900))  # the line needs a few pixels of height
    settle()
    assert cut_parts(page.window) == []


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_nothing_is_cut_in_its_dialogs(
    wide_letters: None, start: Callable[..., MainPage], language: str, zoom: float
) -> None:
    page = start(settings=Settings(language=language, scheme="light", zoom=zoom))
    page.paste(WIND)
    program = page.program
    program.rest.measuring.take_speeds(WeightSpeeds("", WEIGHT_SPEEDS))
    cut: dict[str, list[str]] = {}
    for show in (program.pages.show_models, program.pages.show_styles, program.pages.show_compare,
                 program.pages.show_training):  # fmt: skip
        show()
        settle()
        dialog = next(part for part in page.window.findChildren(QDialog) if part.isVisible())
        cut[dialog.objectName()] = cut_parts(dialog)
        dialog.close()

    assert len(cut) == 4
    assert {name: parts for name, parts in cut.items() if parts} == {}


def test_a_button_that_is_cut_would_be_seen(page: MainPage) -> None:
    """The check of the tests above sees what it is there for."""
    page.window.article.summarize.setFixedWidth(30)
    QApplication.processEvents()

    assert [part.split()[0] for part in cut_parts(page.window)] == ["summarize_button"]


def test_the_sidebar_folds(page: MainPage) -> None:
    page.keys(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert not page.widget("sidebar").isVisible()

    page.keys(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert page.widget("sidebar").isVisible()


def test_place_and_columns_are_restored(page: MainPage) -> None:
    window = page.window
    window.splitter.setSizes([220, 600, 538])
    QApplication.processEvents()
    sizes, geometry = window.splitter.sizes(), window.saved_geometry()
    window.splitter.setSizes([300, 500, 558])

    window.restore("", sizes, sidebar=True)
    QApplication.processEvents()
    assert window.splitter.sizes() == sizes

    # The tests' screen is smaller than the window, and Qt keeps windows on their screen.
    window.restore(geometry, (), sidebar=False)
    assert window.width() >= MINIMUM[0]
    assert not page.widget("sidebar").isVisible()


def test_odd_saved_values_are_ignored(page: MainPage) -> None:
    page.window.restore("00ff", [1, 2], sidebar=True)

    assert page.window.splitter.sizes()[0] >= 200


def test_the_title_names_conversation_and_program(page: MainPage) -> None:
    assert page.window.windowTitle() == "News Assistant"
    assert page.title() == "New conversation"

    page.window.set_conversation_title("Offshore wind")

    assert page.window.windowTitle() == "Offshore wind – News Assistant"
    assert page.title() == "Offshore wind"


def test_a_file_may_be_dropped_anywhere(page: MainPage, tmp_path: Path) -> None:
    file = tmp_path / "wind.txt"
    file.write_text(WIND, "utf-8")

    page.drop(file)

    assert page.article_text().startswith("Government puts")


def test_only_files_are_taken(page: MainPage) -> None:
    def enters(data: QMimeData) -> bool:
        event = QDragEnterEvent(
            QPoint(1, 1),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        event.ignore()
        page.window.dragEnterEvent(event)
        return event.isAccepted()

    web, local = QMimeData(), QMimeData()
    web.setUrls([QUrl("https://example.com/a.txt")])
    local.setUrls([QUrl.fromLocalFile("/tmp/a.txt")])

    assert enters(local)
    assert not enters(web)


def test_the_more_menu_opens_under_its_button(page: MainPage) -> None:
    page.click("more_button")
    menu = page.window.actions_by_name.more_menu

    assert menu.isVisible()
    menu.close()


def test_the_language_changes_while_it_runs(page: MainPage) -> None:
    page.paste(PORT)
    page.summarize()

    page.program.translations.use("zh")
    QApplication.processEvents()

    assert page.button("summarize_button").text() == "生成摘要"
    assert page.window.windowTitle().endswith("新闻助手")
    assert page.article_text().startswith("Port strike")
    combo = page.widget("prefix_combo")
    assert isinstance(combo, QComboBox)
    assert combo.currentText() == "基础模型"
    page.program.translations.use("en")
    QApplication.processEvents()
    assert page.button("summarize_button").text() == "Summarise"


def test_a_conversation_of_an_english_window_is_chinese_in_a_chinese_one(page: MainPage) -> None:
    page.paste(PORT)
    page.summarize()
    assert "Summarise in three bullets" in page.transcript()

    page.program.translations.use("zh")
    QApplication.processEvents()

    assert "概括为三个要点" in page.transcript()
    assert "Summarise" not in page.transcript()
    rows = page.window.history.model()
    assert rows.index(1, 0).data(SECOND_LINE_ROLE) == "三要点 · 基础模型"
    names = page.window.actions_by_name.names()
    words = [page.action(name).text() for name in names]
    assert [text for text in words if not re.search("[\u4e00-\u9fff]", text)] == []


def filled(window: QWidget) -> list[str]:
    """The buttons on a ground of the accent, which draw the eye."""
    shown = [button for button in window.findChildren(QPushButton) if button.isVisible()]
    return [each.objectName() for each in shown if each.property("role") == "primary"]


def test_one_button_is_filled(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine(delay_s=0.02))
    assert filled(page.window) == ["summarize_button"]
    page.paste(WIND)
    page.click("summarize_button")
    page.wait_answering()
    assert filled(page.window) == ["summarize_button"]
    page.wait_idle()
    assert filled(page.window) == ["summarize_button"]


def test_one_button_of_each_dialog_is_filled(page: MainPage) -> None:
    page.paste(WIND)
    for name in ("models", "styles", "compare", "train", "settings", "deleted"):
        page.action(name).trigger()
        settle()
        dialog = next(part for part in page.window.findChildren(QDialog) if part.isVisible())
        assert len(filled(dialog)) == 1, name
        dialog.close()


def test_both_schemes_are_drawn(page: MainPage) -> None:
    page.paste(WIND)
    page.summarize()
    light = page.window.grab().toImage()

    page.program.theme.set_scheme("dark")
    QApplication.processEvents()
    dark = page.window.grab().toImage()

    def brightness(image: object) -> int:
        return image.scaled(1, 1).pixelColor(0, 0).lightness()  # type: ignore[attr-defined,no-any-return]

    assert brightness(light) > 200
    assert brightness(dark) < 60


STOPS = (  # from the top down, column by column; the texts of the cards have no names
    *(
        "new_chat_button",
        "new_private_button",
        "history_search",
        "history_list",
        "settings_button",
        "models_button",
    ),
    *("deleted_button", "open_article_button", "clear_article_button", "article_edit", "Segment"),
    *("summarize_button", "compare_button", "more_button", "edit_button", "TextView", "TextView"),
    *(
        "copy_button",
        "export_button",
        "sources_button",
        "regenerate_button",
        "question_edit",
        "model_combo",
    ),
    *("prefix_combo",),
)


def test_tab_stops_in_the_order_of_the_window_with_a_ring_at_each(page: MainPage) -> None:
    page.paste(WIND)
    page.summarize()
    page.window.activateWindow()
    page.qtbot.waitUntil(page.window.isActiveWindow)
    page.widget("new_chat_button").setFocus(Qt.FocusReason.TabFocusReason)
    seen: list[str] = []
    for _ in STOPS:
        focused = page.window.focusWidget()
        seen.append(focused.objectName() or type(focused).__name__)
        # A field shows the focus by its border and its caret.
        is_field = isinstance(focused, QLineEdit | QPlainTextEdit)
        assert page.window.focus_ring.target is focused or is_field, seen[-1]
        page.keys(Qt.Key.Key_Tab)

    assert tuple(seen) == STOPS
    assert page.window.focusWidget() is page.widget("new_chat_button")


def test_dragging_with_keys_reaches_every_part(page: MainPage) -> None:
    page.paste(WIND)
    page.window.activateWindow()
    page.qtbot.waitUntil(page.window.isActiveWindow)
    seen: list[str] = []
    for _ in range(40):
        page.keys(Qt.Key.Key_Tab)
        seen.append(page.window.focusWidget().objectName())

    for name in ("new_chat_button", "history_search", "article_edit", "summarize_button",
                 "question_edit", "model_combo", "more_button"):  # fmt: skip
        assert name in seen
