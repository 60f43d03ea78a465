"""The article that was never summarised: kept over the end of the program, and no longer."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from newsassistant.core.types import Article
from newsassistant.gui.article.draft import DraftKeeper, read_draft
from newsassistant.text.articles.article import parse
from tests.gui.pages import PORT, WIND, MainPage
from tests.hostile import as_json, mutations, place_strange_files, raw_json

Start = Callable[..., MainPage]


class Desk:
    """Has an article, or none."""

    def __init__(self, text: str = "") -> None:
        self.article: Article | None = parse(text) if text else None

    def current(self) -> Article | None:
        return self.article


def quit_program(page: MainPage) -> Path:
    """Close the window as the user does; where the draft would be."""
    with page.qtbot.waitSignal(page.program.ended):
        page.window.close()
    return page.program.paths.draft


def test_what_is_saved_is_found_again(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "draft.json"
    desk = Desk(WIND + " 央行")
    DraftKeeper(path, desk.current).save()

    found = DraftKeeper(path, desk.current).load()

    assert found == desk.article
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_nobody_else_can_read_it(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "draft.json"
    DraftKeeper(path, Desk(WIND).current).save()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_it_is_written_only_when_it_has_changed(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "draft.json"
    desk = Desk(WIND)
    keeper = DraftKeeper(path, desk.current)
    keeper.save()
    first = path.stat().st_ino
    keeper.save()
    assert path.stat().st_ino == first

    desk.article = parse(PORT)
    keeper.save()
    assert keeper.load() == desk.article


def test_no_article_removes_it(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "draft.json"
    desk = Desk(WIND)
    keeper = DraftKeeper(path, desk.current)
    keeper.save()
    desk.article = None
    keeper.save()

    assert not path.exists()
    assert keeper.load() is None


@pytest.mark.parametrize("content", [b"", b"[]", b'{"text": 7, "source": ""}', b"\xff", b"{}"])
def test_a_file_that_is_not_ours_is_no_draft(tmp_path: Path, qtbot: QtBot, content: bytes) -> None:
    path = tmp_path / "draft.json"
    path.write_bytes(content)

    assert DraftKeeper(path, Desk().current).load() is None


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_is_no_error(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, full)
    DraftKeeper(tmp_path / "draft.json", Desk(WIND).current).save()

    assert list(tmp_path.iterdir()) == []


# --- in the window ------------------------------------------------------------------------------


def test_a_draft_survives_quitting(start: Start) -> None:
    first = start()
    first.paste(WIND)
    first.window.article.edit.textCursor().insertText("Typed just before the end. ")
    assert quit_program(first).is_file()

    second = start()

    assert second.article_text() == f"Typed just before the end. {WIND}"
    second.qtbot.waitUntil(second.program.desk.is_measured)
    second.summarize()
    assert not quit_program(second).exists()


def test_a_draft_is_saved_while_the_program_runs(page: MainPage) -> None:
    page.program.draft._timer.setInterval(0)
    page.paste(WIND)

    page.qtbot.waitUntil(page.program.paths.draft.is_file)


def test_a_cleared_draft_does_not_come_back(start: Start) -> None:
    page = start()
    page.paste(WIND)
    page.program.draft.save()
    page.click("clear_article_button")

    assert not quit_program(page).exists()


def test_a_draft_that_waits_behind_new_article_is_kept(start: Start) -> None:
    page = start()
    page.paste(WIND)
    page.summarize()
    page.click("new_chat_button")
    page.paste(PORT)
    page.window.history.opened.emit(page.conversations()[0].id)
    quit_program(page)

    assert start().article_text() == PORT


def test_a_file_named_at_the_start_puts_the_draft_aside(start: Start, tmp_path: Path) -> None:
    page = start()
    page.paste(WIND)
    quit_program(page)
    file = tmp_path / "port.txt"
    file.write_text(PORT, "utf-8")

    again = start(file=file)

    assert again.article_text() == PORT
    again.click("notice_undo_button")
    assert again.article_text() == WIND


@pytest.mark.parametrize("content", [content for _, content in raw_json()])
def test_what_is_no_draft_is_put_aside(tmp_path: Path, qtbot: QtBot, content: bytes) -> None:
    path = tmp_path / "draft.json"
    path.write_bytes(content)
    keeper = DraftKeeper(path, Desk().current)

    assert keeper.load() is None
    keeper.save()

    assert (tmp_path / "draft.unreadable").read_bytes() == content


def test_hostile_fields_and_files_are_no_draft(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "draft.json"
    for _, values in mutations({"text": WIND, "source": "pasted"}):
        path.write_bytes(as_json(values))
        read_draft(path)
    strange = tmp_path / "other.json"
    for _ in place_strange_files(tmp_path, strange.name):
        assert read_draft(strange) is None
        if not os.path.lexists(strange):
            os.replace(strange.with_suffix(".unreadable"), strange)
