"""No text from outside is taken for HTML: the helper, the source of the window, the window."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt as Core
from PySide6.QtGui import QAction, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

import newsassistant.gui
from newsassistant.app.compare import Side, SideState
from newsassistant.app.training.data import Columns
from newsassistant.app.training.runs import RunInfo
from newsassistant.core.errors import ModelError
from newsassistant.core.types import ModelInfo, Origin
from newsassistant.core.wire import BadRow, DataReport
from newsassistant.download.catalog import MODELS
from newsassistant.engine.fake import FakeEngine
from newsassistant.gui.compare.column import CompareColumn
from newsassistant.gui.look import plain_text
from newsassistant.gui.look.plain_text import (
    PlainLabel,
    breakable_path,
    one_line,
    set_item_tip,
    set_tip,
    set_title,
    tip,
    without_mnemonic,
)
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.models.dialog import ModelsDialog
from newsassistant.gui.models.licence import LicenceSheet
from newsassistant.gui.shell.sheets import CrashSheet, ShortcutsSheet
from newsassistant.gui.styles.choice import StyleOption
from newsassistant.gui.styles.combo import StyleCombo
from newsassistant.gui.styles.dialog import StylesDialog
from newsassistant.gui.training.data_step import DataStep
from newsassistant.gui.training.run_step import RunStep
from newsassistant.gui.training.settings_step import SettingsStep
from newsassistant.gui.widgets.dialogs import Dialogs
from newsassistant.text.articles.article import parse
from newsassistant.train.journal import Curve
from tests.gui.example_styles import HOUSE, SMALL
from tests.gui.inert import hostile_texts, opened, rich_texts, show_tips
from tests.gui.pages import MainPage
from tests.hostile import TEXTS

GUI = Path(newsassistant.gui.__file__).parent


# --- the helper ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [*TEXTS, *hostile_texts(Path("/nowhere/at all.png"))])
def test_qt_takes_no_tip_for_html(text: str) -> None:
    shown = tip(text)
    assert not Qt.mightBeRichText(shown)
    assert len(shown) < 3000
    assert not any(mark in shown for mark in "\0\x1b\u202e\u2066\ud800")


def test_what_is_no_markup_is_shown_as_it_is() -> None:
    assert tip("Bread & <5 more> of 3 < 4\nsecond line") == "Bread & <5 more> of 3 < 4\nsecond line"
    assert tip("") == ""


def test_markup_is_shown_with_every_letter() -> None:
    shown = tip("<b>bold</b> &lt; Müller & Söhne")
    assert shown.replace("\u200b", "") == "<b>bold</b> &lt; Müller & Söhne"


def test_a_long_tip_is_folded_and_cut() -> None:
    lines = tip("words of a headline " * 1000).split("\n")
    assert max(map(len, lines)) <= plain_text.FOLD
    assert lines[-1].endswith("…")
    assert len(tip("\n" * 10_000 + "end\n" * 100).split("\n")) <= plain_text.MOST_LINES


def test_one_line_is_short_and_can_be_seen() -> None:
    assert one_line("a\n\tb\0\u202ec  d") == "a bc d"
    assert one_line("x" * 1000) == "x" * 299 + "…"
    assert one_line("👩‍👧 🏴󠁧󠁢󠁳󠁣󠁴󠁿") == "👩‍👧 🏴󠁧󠁢󠁳󠁣󠁴󠁿"


def test_labels_show_markup_as_text(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    for label in (PlainLabel("<b>x</b>"), PlainLabel("<b>x</b>", parent), PlainLabel(parent)):
        label.setParent(parent)
        label.setText("<b>x</b>")
        assert label.textFormat() is Core.TextFormat.PlainText
        assert label.text() == "<b>x</b>"
    label.setText("y" * 1_000_000)
    assert len(label.text()) == plain_text.LONGEST_LABEL


def test_the_others_name_widgets_actions_rows_and_windows(qtbot: QtBot) -> None:
    button, combo, menu = QPushButton(), QComboBox(), QMenu()
    for widget in (button, combo, menu):
        qtbot.addWidget(widget)
    action = QAction("x", menu)
    combo.addItem("x")
    for part in (button, action):
        set_tip(part, "<img src=x>")
        assert not Qt.mightBeRichText(part.toolTip())
    set_item_tip(combo, 0, "<img src=x>")
    assert rich_texts(combo) == []
    set_title(button, "a [*]\nb" + "c" * 1000)
    assert button.windowTitle().startswith("a [*][*] b")
    assert len(button.windowTitle()) <= 303
    assert without_mnemonic("Q&A\tCtrl+Q") == "Q&&A Ctrl+Q"


# --- the source ----------------------------------------------------------------------------------

# What shows text, or loads what a text names, and where it may be called.
GUARDED = {
    "setToolTip": {"look/plain_text.py"},
    "setStatusTip": set(),
    "setWhatsThis": set(),
    "setWindowTitle": {"look/plain_text.py"},
    "setTextFormat": {"look/plain_text.py"},
    "setInformativeText": set(),
    "setOpenExternalLinks": set(),
    "setOpenLinks": set(),
    "setHtml": set(),
    "insertHtml": set(),
    "appendHtml": set(),
    "setMarkdown": {"look/markdown.py"},
    "setSource": set(),
    "QLabel": set(),
    "QTextBrowser": set(),
    "QMessageBox": set(),
    "QErrorMessage": set(),
    "QInputDialog": set(),
    "QProgressDialog": set(),
    "QWizard": set(),
    "QStaticText": set(),
    "QTextDocument": {"look/markdown.py"},  # the one that loads nothing
    "QTextEdit": set(),
    "QSplashScreen": set(),
    "addRow": set(),
    "QGraphicsTextItem": set(),
    "openUrl": {"program.py"},
    "showText": set(),
}


def inside(path: Path) -> str:
    """The path below `gui`."""
    return path.relative_to(GUI).as_posix()


def called(module: ast.Module) -> Iterator[tuple[str, int]]:
    """Name and line of everything that a module calls, derives from or hands out a method of."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            name = node.func
            yield getattr(name, "attr", getattr(name, "id", "")), node.lineno
        elif isinstance(node, ast.ClassDef):
            for base in node.bases:
                yield getattr(base, "attr", getattr(base, "id", "")), node.lineno
        elif isinstance(node, ast.Attribute):
            yield node.attr, node.lineno


ALLOWED_BASES = {
    ("look/plain_text.py", "QLabel"),
    ("widgets/text_view.py", "QTextDocument"),
    ("widgets/text_view.py", "QTextEdit"),
    ("article/view/edit.py", "QTextEdit"),
    ("facts/version_side.py", "QTextEdit"),
}


@pytest.mark.parametrize("path", sorted(GUI.rglob("*.py")), ids=inside)
def test_no_module_goes_past_the_helper(path: Path) -> None:
    source = ast.parse(path.read_text("utf-8"))
    found = [
        f"{inside(path)}:{line} {name}"
        for name, line in called(source)
        if name in GUARDED and inside(path) not in GUARDED[name]
        if (inside(path), name) not in ALLOWED_BASES
    ]
    assert sorted(set(found)) == []


@pytest.mark.parametrize("path", sorted(GUI.rglob("*.py")), ids=inside)
def test_every_tip_of_a_row_is_made_by_the_helper(path: Path) -> None:
    if path == Path(plain_text.__file__):
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Attribute) and key.attr == "ToolTipRole":
                    assert isinstance(value, ast.Call)
                    assert isinstance(value.func, ast.Name)
                    assert value.func.id == "tip"
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "").startswith("setItemData"):
            assert "ToolTipRole" not in ast.dump(node)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "setData":
            assert "ToolTipRole" not in ast.dump(node)


# --- the window ----------------------------------------------------------------------------------


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "picture.png"
    path.write_bytes(b"not to be read")
    return path


def fill(page: MainPage, text: str) -> None:
    """Put `text` wherever a text from outside is shown in the main window."""
    window = page.window
    page.paste(f"{text[:2000]}\n\nThe ministers met on Monday. {text[:2000]}")
    page.summarize()
    conversation_id = page.program.service.conversation_id
    assert conversation_id is not None
    page.program.history_desk.rename(conversation_id, text)
    model = ModelInfo("m", text, text, 2048, text, device=text)
    window.status.set_models([model])
    window.status.set_model(model)
    window.status.say(text)
    styles = [StyleOption("a", text, text), StyleOption("b", text, text, reason=text)]
    window.status.prefix_combo.set_styles(styles, "a", "everything")
    window.status.prefix_combo.set_shortcut(text)
    window.history.set_style_names({"": text, "a": text})
    window.history.show_undo(conversation_id, text)
    window.chat.set_style_names({"a": text})
    window.notice.show_notice(text, lambda: None)
    stored = parse(
        f"{text}\n\nThe ministers met on Monday.",
        origin=Origin("opened", 1.7e9, f"/x/{text}", text),
    )
    window.article.set_article(stored)
    window.conversation.set_can_compare(True, text)
    error = ModelError("file-unreadable", path=text, detail=text)
    window.chat.show_error(error, None)
    window.composer.set_enabled_reason(text)


@pytest.mark.parametrize("number", range(len(hostile_texts(Path("/x")))))
def test_the_main_window_shows_hostile_text_as_text(
    start: Callable[..., MainPage], picture: Path, number: int
) -> None:
    text = hostile_texts(picture)[number]
    page = start(FakeEngine([f"{text[:4000]}\n\n- [a]({picture.as_uri()}) ![b]({picture})"] * 9))
    with opened(picture) as seen:
        fill(page, text)
        QApplication.processEvents()
        assert rich_texts(page.window) == []
        assert rich_texts(page.window.status.prefix_combo.menu()) == []
        show_tips(page.window)
        page.window.grab()
    assert seen == []
    assert len(page.window.windowTitle()) < 400
    assert "\0" not in page.window.windowTitle()


def dialogs_of(theme: Theme, text: str) -> Iterator[QWidget]:
    """The dialogs and parts of dialogs, filled with `text`."""
    models = ModelsDialog(theme)
    models.set_models([ModelInfo("m", text, text, 2048, text, 1, text)], "m", None)
    models.set_catalogue([replace(MODELS[0], name=text, licence=text)], {})
    models.set_error(ModelError("file-unreadable", path=text, detail=text))
    yield models
    styles = StylesDialog(theme)
    hostile = replace(HOUSE, name=text, licence=text, source=text, training={text: text})
    damaged = [("d", ModelError("file-unreadable", path=text, detail=text))]
    styles.set_styles(
        [hostile, SMALL],
        reasons={"small": text},
        in_use="",
        damaged=damaged,
    )
    for button in styles.findChildren(QPushButton):
        if button.objectName().startswith("details_"):
            button.click()
    yield styles
    column = CompareColumn(theme, 0)
    column.set_styles([("a", text)])
    error = ModelError("file-unreadable", path=text, detail=text)
    column.set_side(Side("a", SideState.FAILED, text, error=error))
    yield column
    data = DataStep(theme)
    data.set_file(Path("/x") / text.replace("\0", "")[:200], Columns((text,), text, text))
    data.set_report(DataReport(rows=3, used=1, bad=1, bad_rows=(BadRow(2, text),)))
    yield data
    run = RunStep(theme)
    run.begin(text, 4, Curve())
    run.set_ended(RunInfo("a", Path("a"), text, "failed", error=error), Curve())
    yield run
    settings = SettingsStep(theme)
    settings.set_folder(Path("/x") / text.replace("\0", "")[:200])
    yield settings
    combo = StyleCombo(theme)
    combo.set_styles([StyleOption("a", text, text, text)], "a", "summaries")
    yield combo


@pytest.mark.parametrize("number", range(len(hostile_texts(Path("/x")))))
def test_the_dialogs_show_hostile_text_as_text(
    theme: Theme, qtbot: QtBot, picture: Path, number: int
) -> None:
    text = hostile_texts(picture)[number]
    with opened(picture) as seen:
        for dialog in dialogs_of(theme, text):
            qtbot.addWidget(dialog)
            dialog.show()
            QApplication.processEvents()
            assert rich_texts(dialog) == []
            show_tips(dialog)
            dialog.grab()
            dialog.hide()
        asker = Dialogs(theme)
        owner = QWidget()
        qtbot.addWidget(owner)
        asker.ask(owner, text, text, verb="Delete", done=lambda: None)
        asker.tell(owner, text, text)
        asker.ask_text(owner, heading=text, text=text, done=lambda _: None)
        CrashSheet(theme, text, copy=_nothing, dismiss=_nothing, parent=owner).open()
        ShortcutsSheet(theme, [(text, [(text, text)])], parent=owner).open()
        LicenceSheet(
            theme,
            MODELS[0],
            text,
            _nothing,
            source=text,
            left_bytes=1,
            needs=(text, True),
            parent=owner,
        ).open()
        QApplication.processEvents()
        assert rich_texts(owner) == []
    assert seen == []


def _nothing() -> None:
    """For buttons that nobody presses."""


def test_a_path_can_be_wrapped_within_its_names_and_reads_the_same() -> None:
    words = breakable_path(Path("/data/my-news_2.d"))

    assert words.split("\u200b") == ["", "/data", "/my", "-news", "_2", ".d"]
