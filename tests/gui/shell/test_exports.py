"""The window's ways to an export lead to one desk; tests/gui/export has what it does."""

from __future__ import annotations

import pytest

from tests.gui.pages import WIND, MainPage


def test_all_ways_ask_the_desk(page: MainPage, monkeypatch: pytest.MonkeyPatch) -> None:
    number = page.summarized(WIND)
    asked: list[tuple[str, object]] = []
    desk = page.program.exports
    monkeypatch.setattr(desk, "_open", lambda chat, answer: asked.append((chat.messages, answer)))

    page.action("export_conversation").trigger()
    page.window.history.export_requested.emit(number)
    page.window.chat.export_requested.emit(page.program.history.messages(number)[1].id)

    assert [answer for _, answer in asked] == [None, None, 1]
