"""Limits of headlines are told to those who count."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from newsassistant.core.settings import Settings
from newsassistant.gui.conversation.bodies.limits import HeadlineLimits


def test_they_are_those_of_the_settings(qtbot: QtBot) -> None:
    limits = HeadlineLimits()
    assert (limits.of("en"), limits.of("zh")) == (60, 20)

    with qtbot.waitSignal(limits.changed):
        limits.use(Settings(headline_limit=80, headline_limit_chinese=15))

    assert (limits.of("en"), limits.of("zh")) == (80, 15)
    with qtbot.assertNotEmitted(limits.changed):
        limits.use(Settings(headline_limit=80, headline_limit_chinese=15, zoom=2.0))
