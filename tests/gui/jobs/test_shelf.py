"""The jobs of a window: told when they change, here or in another window."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from newsassistant.core.errors import StoreError
from newsassistant.gui.jobs.shelf import JobShelf
from newsassistant.text.prompts.presets import SHIPPED, Preset

BRIEF = Preset("own-00000001", "Write a brief.", name="Brief")


def test_a_change_is_told_and_seen_by_another_window(qtbot: QtBot, tmp_path: Path) -> None:
    here, there = JobShelf(tmp_path / "jobs.json"), JobShelf(tmp_path / "jobs.json")
    assert list(here.jobs()) == list(SHIPPED.values())
    with qtbot.waitSignal(here.changed):
        here.change(lambda library: library.put(BRIEF))
    with qtbot.waitSignal(there.changed):
        assert there.refresh() is None
    assert there.get(BRIEF.id) == BRIEF
    with qtbot.assertNotEmitted(there.changed):
        there.refresh()


def test_a_damaged_file_is_told_once(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "jobs.json"
    path.write_text("{")
    shelf = JobShelf(path)
    with qtbot.waitSignal(shelf.failed) as signal:
        complaint = shelf.refresh()
    assert signal.args == [complaint]
    assert shelf.refresh() is None


def test_a_change_that_cannot_be_written_is_told_to_who_asked(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file where the folder should be")
    shelf = JobShelf(tmp_path / "config" / "jobs.json")
    with pytest.raises(StoreError):
        shelf.change(lambda library: library.put(BRIEF))
    assert shelf.get(BRIEF.id) is None
