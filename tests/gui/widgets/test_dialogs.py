"""Dialogs: they say what is at stake and answer through callbacks."""

from __future__ import annotations

from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QDir, QStandardPaths, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.dialogs import Dialogs, Sheet
from tests.gui.sheets import press, sheet_of, words_of


@pytest.fixture
def dialogs(theme: Theme) -> Dialogs:
    return Dialogs(theme)


def test_a_line_of_text_is_answered_by_enter(
    dialogs: Dialogs, parent: QWidget, qtbot: QtBot
) -> None:
    titles: list[str] = []
    dialogs.ask_text(parent, heading="Rename", text="Old", done=titles.append)
    field = sheet_of(parent).findChildren(QLineEdit)[0]
    assert field.selectedText() == "Old"

    QTest.keyClicks(field, " New title ")
    QTest.keyClick(field, Qt.Key.Key_Return)

    assert titles == ["New title"]


def test_an_empty_line_is_no_answer(dialogs: Dialogs, parent: QWidget, qtbot: QtBot) -> None:
    titles: list[str] = []
    dialogs.ask_text(parent, heading="Rename", text="", done=titles.append)

    press(sheet_of(parent), "Save")

    assert titles == []


def test_text_is_never_taken_for_markup(dialogs: Dialogs, parent: QWidget) -> None:
    sheet = Sheet(Theme("light"), "A heading", "<b>not bold</b>", parent=parent)
    label = next(item for item in sheet.findChildren(QLabel) if "not bold" in item.text())

    assert label.textFormat() is Qt.TextFormat.PlainText


def test_a_file_is_chosen_among_those_of_a_kind(
    dialogs: Dialogs, parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "open", lambda self: None)
    chosen: list[Path] = []
    dialogs.ask_file(parent, "Open an article", "Text files (*.txt *.md)", chosen.append)
    dialog = parent.findChildren(QFileDialog)[0]

    dialog.fileSelected.emit(str(tmp_path / "a.txt"))

    assert chosen == [tmp_path / "a.txt"]
    assert dialog.windowTitle() == "Open an article"
    assert "*.txt" in dialog.nameFilters()[0]
    assert dialog.nameFilters()[1] == "All files (*)"
    dialog.deleteLater()


def test_asking_does_it_only_for_the_verb(dialogs: Dialogs, parent: QWidget, qtbot: QtBot) -> None:
    done: list[bool] = []
    for verb in ("Cancel", "Remove"):
        dialogs.ask(
            parent, "Remove it?", "It is gone.", verb="Remove", done=lambda: done.append(True)
        )
        press(sheet_of(parent), verb)

    assert done == [True]


@pytest.mark.parametrize(("lasting", "expected"), [(False, [True]), (True, [])])
def test_enter_does_nothing_that_lasts(
    dialogs: Dialogs, parent: QWidget, qtbot: QtBot, lasting: bool, expected: list[bool]
) -> None:
    done: list[bool] = []
    dialogs.ask(
        parent,
        "Erase it?",
        "For good.",
        verb="Erase",
        done=lambda: done.append(True),
        lasting=lasting,
    )
    sheet = sheet_of(parent)
    QTest.keyClick(sheet, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not sheet.isVisible())

    assert done == expected


def test_telling_has_one_way_on(dialogs: Dialogs, parent: QWidget, qtbot: QtBot) -> None:
    dialogs.tell(parent, "Too large", "It needs 40 GB.")
    sheet = sheet_of(parent)

    assert "It needs 40 GB." in words_of(sheet)
    assert [button.text() for button in sheet.findChildren(QPushButton)] == ["Close"]
    press(sheet, "Close")


def test_a_folder_is_asked_for(dialogs: Dialogs, parent: QWidget, tmp_path: Path) -> None:
    chosen: list[Path] = []
    dialogs.ask_folder(parent, "A model", chosen.append)
    dialog = parent.findChildren(QFileDialog)[-1]
    dialog.fileSelected.emit(str(tmp_path))
    dialog.close()

    assert dialog.fileMode() == QFileDialog.FileMode.Directory
    assert dialog.testOption(QFileDialog.Option.ShowDirsOnly)
    assert chosen == [tmp_path]


def test_a_folder_is_known_by_its_files(dialogs: Dialogs, parent: QWidget, tmp_path: Path) -> None:
    chosen: list[Path] = []
    dialogs.ask_folder(parent, "A style", chosen.append, shows_files=True)
    dialog = parent.findChildren(QFileDialog)[-1]
    dialog.fileSelected.emit(str(tmp_path))
    dialog.close()

    assert dialog.fileMode() == QFileDialog.FileMode.Directory
    assert not dialog.testOption(QFileDialog.Option.ShowDirsOnly)
    assert chosen == [tmp_path]


def test_a_new_file_gets_the_ending_of_its_kind(
    dialogs: Dialogs, parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "open", lambda self: None)
    chosen: list[Path] = []
    kinds = {"Excel workbook (*.xlsx)": "xlsx", "CSV table (*.csv)": "csv"}
    dialogs.ask_save(parent, "Save", "Rows", kinds, chosen.append)
    dialog = parent.findChildren(QFileDialog)[0]

    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    assert Path(dialog.selectedFiles()[0]).name == "Rows.xlsx"
    dialog.filterSelected.emit("CSV table (*.csv)")
    assert Path(dialog.selectedFiles()[0]).name == "Rows.csv"
    assert dialog.defaultSuffix() == "csv"
    dialog.fileSelected.emit(str(tmp_path / "Rows.csv"))
    assert chosen == [tmp_path / "Rows.csv"]


def test_an_ending_is_added_and_no_file_replaced_unasked(
    dialogs: Dialogs, parent: QWidget, tmp_path: Path
) -> None:
    saved: list[str] = []

    def save(name: str) -> None:
        dialogs.with_ending(parent, tmp_path / name, "docx", lambda path: saved.append(path.name))

    save("a.DOCX")
    save("draft v1.2")
    assert saved == ["a.DOCX", "draft v1.2.docx"]

    (tmp_path / "b.docx").touch()
    save("b")
    assert len(saved) == 2
    assert "Replace the file b.docx?" in words_of(sheet_of(parent))
    press(sheet_of(parent), "Replace")
    assert saved[2:] == ["b.docx"]


def test_files_are_looked_for_where_the_user_keeps_them(
    dialogs: Dialogs, parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "open", lambda self: None)
    places = {"there": tmp_path / "Documents", "gone": tmp_path / "none"}
    places["there"].mkdir()
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    seen: list[str] = []
    for documents in places.values():
        named = str(documents)
        monkeypatch.setattr(QStandardPaths, "writableLocation", lambda place, named=named: named)
        dialogs.ask_file(parent, "Open", "Text files (*.txt)", lambda path: None)
        seen.append(parent.findChildren(QFileDialog)[-1].directory().absolutePath())
    assert seen == [str(places["there"]), str(tmp_path)]

    parent.findChildren(QFileDialog)[-1].fileSelected.emit(str(places["there"] / "a.txt"))
    dialogs.ask_folder(parent, "A model", lambda path: None)
    assert parent.findChildren(QFileDialog)[-1].directory().absolutePath() == str(places["there"])


def test_the_folders_that_were_visited_are_noted_in_no_file(
    dialogs: Dialogs, parent: QWidget, tmp_path: Path
) -> None:
    (tmp_path / "told.txt").touch()
    before = QFileDialog().history()
    dialogs.ask_file(parent, "Open", "Text (*.txt)", lambda path: None)
    dialog = parent.findChildren(QFileDialog)[-1]
    dialog.setDirectory(str(tmp_path))
    dialog.selectFile(str(tmp_path / "told.txt"))
    dialog.done(QFileDialog.DialogCode.Accepted)
    shiboken6.delete(dialog)  # which lets Qt write its list

    after = QFileDialog()
    assert after.history() == before
    assert after.directory() != QDir(str(tmp_path))


def test_no_desktop_lists_what_is_chosen_while_that_leaves_no_trace(
    dialogs: Dialogs, parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "open", lambda self: None)

    def asked() -> QFileDialog:
        dialogs.ask_file(parent, "Open", "Text (*.txt)", lambda path: None)
        return parent.findChildren(QFileDialog)[-1]

    native = QFileDialog.Option.DontUseNativeDialog
    first = asked()
    dialogs.set_traceless(on=True)
    second = asked()
    second.fileSelected.emit(str(tmp_path / "told.txt"))
    dialogs.set_traceless(on=False)
    third = asked()

    assert [each.testOption(native) for each in (first, second, third)] == [False, True, False]
    assert third.directory() == first.directory() != QDir(str(tmp_path))
