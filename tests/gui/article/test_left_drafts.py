"""The unsent articles of windows that are gone: offered one after the other, none lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from newsassistant.app.seats import Seat, take_seat
from newsassistant.core.types import Article
from newsassistant.gui.article.draft import DraftKeeper, read_draft, write_draft
from newsassistant.gui.article.left_drafts import LeftDrafts
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.notice_bar import NoticeBar
from newsassistant.text.articles.article import parse

ONE, TWO, THREE = (parse(f"Article {name}\n\nThe council met.") for name in ("one", "two", "three"))


class Desk:
    """A window's desk, its seat and what it is offered."""

    def __init__(self, theme: Theme, state: Path, article: Article | None = None) -> None:
        self.article = article
        self.can_show = True
        self.seat: Seat = take_seat(state)
        self.notice = NoticeBar(theme)
        self.keeper = DraftKeeper(self.seat.draft, lambda: self.article)
        self.keeper.save()
        self.left = LeftDrafts(state, self.notice, self.keeper, lambda: self.article, self.show)

    def show(self, article: Article) -> bool:
        if self.can_show:
            self.article = article
        return self.can_show

    def offered(self) -> str:
        return "" if self.notice.isHidden() else self.notice.label.text()


def kept(state: Path) -> set[str]:
    """The headlines of all drafts of the home."""
    found = [read_draft(path) for path in state.glob("draft*.json")]
    return {article.text.split("\n")[0] for article in found if article is not None}


@pytest.fixture
def desk(theme: Theme, qtbot: QtBot, tmp_path: Path) -> Desk:
    desk = Desk(theme, tmp_path)
    qtbot.addWidget(desk.notice)
    return desk


def test_nothing_left_says_nothing(desk: Desk) -> None:
    desk.left.offer()
    assert desk.offered() == ""


def test_one_is_brought_back_onto_an_empty_desk(desk: Desk, tmp_path: Path) -> None:
    write_draft(tmp_path / "draft-2.json", ONE)
    desk.left.offer()
    assert desk.offered() == "An unsent article was kept: Article one"
    desk.notice.undo_button.click()
    assert desk.article == ONE
    assert [path.name for path in tmp_path.glob("draft*")] == ["draft.json"]
    assert read_draft(desk.seat.draft) == ONE


def test_what_is_on_the_desk_is_left_in_its_turn(desk: Desk, tmp_path: Path) -> None:
    desk.article = TWO
    desk.keeper.save()
    write_draft(tmp_path / "draft-5.json", ONE)
    write_draft(tmp_path / "draft-6.json", THREE)
    desk.left.offer()
    desk.notice.undo_button.click()
    assert desk.article == ONE
    assert kept(tmp_path) == {"Article one", "Article two", "Article three"}
    assert desk.offered() == "An unsent article was kept: Article two"


def test_a_draft_of_a_window_that_is_open_is_not_offered(
    desk: Desk, theme: Theme, qtbot: QtBot, tmp_path: Path
) -> None:
    other = Desk(theme, tmp_path, ONE)
    qtbot.addWidget(other.notice)
    desk.left.offer()
    assert desk.offered() == ""
    other.seat.leave()
    desk.left.offer()
    assert desk.offered() != ""


def test_two_windows_that_offer_the_same_bring_it_back_once(
    desk: Desk, theme: Theme, qtbot: QtBot, tmp_path: Path
) -> None:
    other = Desk(theme, tmp_path)
    qtbot.addWidget(other.notice)
    write_draft(tmp_path / "draft-9.json", ONE)
    for each in (desk, other):
        each.left.offer()
    for each in (desk, other):
        each.notice.undo_button.click()
    assert (desk.article, other.article) == (ONE, None)


def test_clearing_one_window_leaves_the_others_article(
    desk: Desk, theme: Theme, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.article = ONE
    desk.keeper.save()
    other = Desk(theme, tmp_path, TWO)
    qtbot.addWidget(other.notice)
    other.article = None
    other.keeper.save()
    assert kept(tmp_path) == {"Article one"}


def test_what_was_put_aside_is_offered_once(desk: Desk, tmp_path: Path) -> None:
    desk.left.keep(ONE)
    desk.article = ONE  # the window's own notice brought it back
    desk.keeper.save()
    desk.left.offer()
    assert desk.offered() == ""
    assert len(list(tmp_path.glob("draft*.json"))) == 1


def test_a_desk_that_cannot_show_it_keeps_it(desk: Desk, tmp_path: Path) -> None:
    desk.can_show = False
    write_draft(tmp_path / "draft-2.json", ONE)
    desk.left.offer()
    desk.notice.undo_button.click()
    assert kept(tmp_path) == {"Article one"}


def test_a_full_disk_loses_nothing(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.article = TWO
    desk.keeper.save()
    write_draft(tmp_path / "draft-2.json", ONE)
    desk.left.offer()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    desk.notice.undo_button.click()
    desk.left.keep(THREE)
    assert desk.article == TWO
    assert kept(tmp_path) == {"Article one", "Article two"}


def test_what_is_no_draft_is_left_alone(desk: Desk, tmp_path: Path) -> None:
    for name, content in (("draft-2.json", b"[]"), ("draft-x.json", b"{}"), ("draft-3.json", b"")):
        (tmp_path / name).write_bytes(content)
    write_draft(tmp_path / "draft-4.json", ONE)
    desk.left.offer()
    assert "Article one" in desk.offered()
    assert sorted(path.name for path in tmp_path.glob("draft-*")) == [
        "draft-2.unreadable",
        "draft-3.unreadable",
        "draft-4.json",
        "draft-x.json",
    ]
