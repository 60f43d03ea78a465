"""Articles that made room for others come back one after the other."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from newsassistant.core.types import Article
from newsassistant.gui.article.aside import Aside
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.notice_bar import NoticeBar
from newsassistant.text.articles.article import parse

WIND, PORT, RAIL = (
    parse(f"{name} news\nIt was told on Tuesday.") for name in ("Wind", "Port", "Rail")
)


class Desk:
    """What lies on the desk, and the line above it."""

    def __init__(self, theme: Theme) -> None:
        self.bar = NoticeBar(theme)
        self.back: list[Article] = []
        self.may = True
        self.aside = Aside(self.bar, self.bring_back)

    def bring_back(self, article: Article) -> bool:
        if self.may:
            self.back.append(article)
        return self.may

    def press(self) -> None:
        assert not self.bar.isHidden()
        self.bar.undo_button.click()


@pytest.fixture
def desk(theme: Theme, qtbot: QtBot) -> Desk:
    desk = Desk(theme)
    qtbot.addWidget(desk.bar)
    return desk


def test_each_comes_back_the_last_first(desk: Desk) -> None:
    for article in (WIND, PORT, RAIL):
        desk.aside.put(article)
    assert desk.bar.label.text() == "Put aside: Rail news, and 2 more before it"

    desk.press()
    desk.press()
    assert desk.bar.label.text() == "Put aside: Wind news"
    desk.press()

    assert desk.back == [RAIL, PORT, WIND]
    assert desk.bar.isHidden()


def test_one_that_is_put_aside_twice_is_there_once(desk: Desk) -> None:
    for article in (WIND, PORT, WIND):
        desk.aside.put(article)

    assert desk.bar.label.text() == "Put aside: Wind news, and 1 more before it"


def test_one_that_cannot_come_back_is_not_lost(desk: Desk) -> None:
    desk.aside.put(WIND)
    desk.may = False
    desk.press()
    desk.may = True

    desk.aside.put(PORT)
    desk.press()
    desk.press()

    assert desk.back == [PORT, WIND]


def test_what_was_erased_is_not_offered(desk: Desk) -> None:
    desk.aside.put(WIND)
    desk.aside.put(PORT)

    desk.aside.drop({PORT.digest})
    assert desk.bar.isHidden()
    desk.aside.put(RAIL)

    assert desk.bar.label.text() == "Put aside: Rail news, and 1 more before it"
