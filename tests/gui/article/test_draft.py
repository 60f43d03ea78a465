"""The article that was never summarised: kept over the end of the program, and no longer."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from newsassistant.core.types import UNKNOWN, Article, Origin
from newsassistant.gui.article.draft import DraftKeeper, read_draft
from newsassistant.text.articles.article import parse
from tests.gui.pages import PORT, WIND, MainPage
from tests.hostile import as_json, mutations, place_strange_files, raw_json

FACTS = ("Jane Smith", "2026-05-06", "Reuters")
FILE = Origin("dropped", 1.7e9, "/x/wire.txt", "gb18030", True, *FACTS)
Start = Callable[..., MainPage]


class Desk:
    """Has an article, or none."""

    def __init__(self, text: str = "") -> None:
        self.article: Article | None = parse(text, origin=FILE) if text else None

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


@pytest.mark.parametrize(
    ("said", "origin"),
    [
        ({"source": "/x/wire.txt"}, Origin(place="/x/wire.txt")),  # as before there were origins
        ({"source": ""}, UNKNOWN),
        ({}, UNKNOWN),
        ({"origin": {}}, UNKNOWN),
        ({"origin": {"way": "pasted", "at": 1.7e9}}, Origin("pasted", 1.7e9)),
        ({"origin": {"way": "faxed", "at": 1.7e9}}, UNKNOWN),
        ({"origin": {"at": 1e300}}, UNKNOWN),
        ({"origin": 7, "source": "/x/wire.txt"}, UNKNOWN),
    ],
)
def test_the_text_of_a_draft_is_read_whatever_is_said_of_its_origin(
    tmp_path: Path, said: dict[str, object], origin: Origin
) -> None:
    path = tmp_path / "draft.json"
    path.write_bytes(as_json({"text": WIND, **said}))
    assert read_draft(path) == parse(WIND, origin=origin)


def test_another_origin_of_the_same_text_is_saved(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "draft.json"
    desk = Desk(WIND)
    keeper = DraftKeeper(path, desk.current)
    keeper.save()
    desk.article = parse(WIND, origin=Origin("pasted", 1.8e9))
    keeper.save()
    assert read_draft(path) == desk.article


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
    article = second.program.desk.article
    assert article is not None
    assert (article.origin.way, article.origin.edited) == ("pasted", True)
    assert abs(article.origin.at - time.time()) < 600
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
    for _, values in mutations({"text": WIND, "origin": asdict(FILE)}):
        path.write_bytes(as_json(values))
        read_draft(path)
    strange = tmp_path / "other.json"
    for _ in place_strange_files(tmp_path, strange.name):
        assert read_draft(strange) is None
        if not os.path.lexists(strange):
            os.replace(strange.with_suffix(".unreadable"), strange)
