"""The selector, the key and the names follow the choice of a style."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from newsassistant.gui.look.theme import Theme
from newsassistant.gui.styles.combo import StyleCombo
from newsassistant.gui.styles.link import StyleLink
from tests.gui.example_styles import HOUSE
from tests.gui.styles.test_choice import Bench


def test_choice_selector_and_names_agree(theme: Theme, tmp_path: Path, qtbot: QtBot) -> None:
    bench, combo, toggle = Bench(theme, tmp_path), StyleCombo(theme), QAction()
    qtbot.addWidget(combo)
    shown: list[Mapping[str, str]] = []
    link = StyleLink(bench.choice, combo, toggle, shown.append)

    combo.style_chosen.emit(HOUSE.id)
    assert bench.choice.current() == HOUSE.id
    assert shown[-1][HOUSE.id] == "House style"
    assert "House style" in combo.currentText()
    toggle.trigger()
    assert bench.choice.current() == ""
    link.show()
    assert "House style" not in combo.currentText()
