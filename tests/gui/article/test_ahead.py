"""What the model is told to read: the article on the desk, for what would be asked now."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from newsassistant.core.types import Article, Measured, Reads
from newsassistant.gui.article.ahead import ReadAheadDesk
from newsassistant.gui.article.desk import ArticleDesk
from newsassistant.gui.article.panel import ArticlePanel
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.dialogs import Dialogs

Call = tuple[str | None, str, Reads]


class Scene:
    """An article panel and a question box."""

    def __init__(self, qtbot: QtBot, theme: Theme, executor: ThreadPoolExecutor) -> None:
        self.qtbot = qtbot
        self.room = QWidget()
        qtbot.addWidget(self.room)
        self.panel, self.box = ArticlePanel(theme), QLineEdit()
        column = QVBoxLayout(self.room)
        column.addWidget(self.panel)
        column.addWidget(self.box)
        self.asked: list[Article] = []
        self.calls: list[Call] = []
        self.desk = ArticleDesk(self.panel, Dialogs(theme), executor, self.ask)
        self.ahead = ReadAheadDesk(self.panel, self.desk, self.box, self.expect)

    def expect(self, article: Article | None, preset: str, reads: Reads) -> None:
        self.calls.append((article.text if article else None, preset, reads))

    def ask(self, article: Article, reads: Reads) -> None:
        self.asked.append(article)

    def measure(self, tokens: int = 10, room: int = 100) -> None:
        article = self.asked[-1]
        self.desk.take_measured(Measured("m", article.digest, tokens, room, 5))

    def until(self, call: Call) -> None:
        self.qtbot.waitUntil(lambda: self.calls[-1] == call)


@pytest.fixture
def scene(qtbot: QtBot, theme: Theme) -> Iterator[Scene]:
    with ThreadPoolExecutor(1) as executor:
        yield Scene(qtbot, theme, executor)


def open_text(scene: Scene, tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, "utf-8")
    scene.desk.open_file(path)


def test_a_measured_article_is_read_for_the_chosen_summary(scene: Scene, tmp_path: Path) -> None:
    open_text(scene, tmp_path, "Wind grows.")
    assert scene.calls[-1] == (None, "", None)
    scene.measure()
    scene.until(("Wind grows.", "three-bullets", None))
    scene.panel.set_preset("headline")
    scene.until(("Wind grows.", "headline", None))


def test_of_a_long_one_what_fits_is_read(scene: Scene, tmp_path: Path) -> None:
    open_text(scene, tmp_path, "Wind grows.")
    scene.measure(tokens=101)

    scene.until(("Wind grows.", "three-bullets", ((0, 5),)))


def test_who_goes_to_the_question_box_will_ask(scene: Scene, tmp_path: Path) -> None:
    scene.room.show()
    scene.qtbot.waitExposed(scene.room)
    scene.room.activateWindow()
    open_text(scene, tmp_path, "Wind grows.")
    scene.measure()
    scene.box.setFocus()
    scene.qtbot.waitUntil(scene.box.hasFocus)
    scene.until(("Wind grows.", "", None))
    scene.panel.edit.setFocus()
    scene.until(("Wind grows.", "three-bullets", None))


def test_another_text_ends_it_at_once(scene: Scene, tmp_path: Path) -> None:
    open_text(scene, tmp_path, "Wind grows.")
    scene.measure()
    scene.until(("Wind grows.", "three-bullets", None))
    open_text(scene, tmp_path, "Rain falls.")
    assert scene.calls[-1] == (None, "", None)
    scene.desk.show(None)
    scene.ahead.look()
    assert scene.calls[-1][0] is None
