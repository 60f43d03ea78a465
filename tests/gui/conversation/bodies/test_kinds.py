"""Which answers are shown as rows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from newsassistant.gui.conversation.bodies.headlines import HeadlinesBody
from newsassistant.gui.conversation.bodies.kinds import Bodies
from newsassistant.gui.conversation.bodies.who_what import WhoWhatBody
from newsassistant.gui.look.theme import Theme
from newsassistant.text.prompts.presets import SHIPPED, Preset, key_of


def kind(qtbot: QtBot, theme: Theme, key: str) -> type[object]:
    parent = QWidget()
    qtbot.addWidget(parent)
    return type(Bodies(theme).make(key, parent))


@pytest.mark.parametrize("name", list(SHIPPED))
def test_two_jobs_have_rows(qtbot: QtBot, theme: Theme, name: str) -> None:
    rows = {"five-headlines": HeadlinesBody, "w5h1": WhoWhatBody}
    assert kind(qtbot, theme, key_of(SHIPPED[name])) is rows.get(name, type(None))


def test_one_that_the_user_has_reworded_has_them_and_own_jobs_have_none(
    qtbot: QtBot, theme: Theme
) -> None:
    changed = replace(SHIPPED["five-headlines"], english="Write three headlines, one a line.")
    assert kind(qtbot, theme, key_of(changed)) is HeadlinesBody
    assert kind(qtbot, theme, key_of(Preset("own-1", "Write.", name="w5h1"))) is type(None)
    assert kind(qtbot, theme, "") is type(None)
