"""The article column: what it shows and what it asks for."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from newsassistant.core.types import Article, Measured, Origin
from newsassistant.gui.article.panel import ArticlePanel
from newsassistant.gui.look.theme import Theme
from newsassistant.text.articles.article import parse
from tests.gui.room import cut_parts, settle

TEXT = "Wind money for the coast\n\nThe government will pay. Fishers are angry."


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> ArticlePanel:
    panel = ArticlePanel(theme)
    qtbot.addWidget(panel)
    panel.resize(546, 700)
    return panel


def chips(panel: ArticlePanel) -> list[str]:
    labels = panel.findChildren(QLabel)
    return [
        label.text()
        for label in labels
        if label.property("role") == "chip" and not label.isHidden()
    ]


def paste(panel: ArticlePanel, text: str) -> None:
    data = QMimeData()
    data.setText(text)
    panel.edit.insertFromMimeData(data)


def test_every_stable_name_is_there_with_name_and_tip(panel: ArticlePanel) -> None:
    for name in (
        "article_edit",
        "article_meter",
        "clear_article_button",
        "summarize_button",
        "preset_combo",
    ):
        widget = panel.findChild(QWidget, name)
        assert widget is not None, name
        assert widget.accessibleName(), name
        assert widget.toolTip(), name


def test_typing_is_told_once_after_a_pause(qtbot: QtBot, panel: ArticlePanel) -> None:
    told: list[str] = []
    panel.article_edited.connect(told.append)
    QTest.keyClicks(panel.edit, "Rain")
    qtbot.waitUntil(lambda: told != [])
    assert told == ["Rain"]


def test_summarise_tells_the_last_keys_first(qtbot: QtBot, panel: ArticlePanel) -> None:
    heard: list[str] = []
    panel.article_edited.connect(lambda raw: heard.append(f"text {raw}"))
    panel.summarize_requested.connect(lambda preset: heard.append(preset))
    panel.set_can_summarize(True)
    QTest.keyClicks(panel.edit, "Rain")
    panel.summarize.click()
    assert heard == ["text Rain", "three-bullets"]


def test_summarise_is_off_until_allowed(panel: ArticlePanel) -> None:
    assert not panel.summarize.isEnabled()
    panel.set_can_summarize(True)
    assert panel.summarize.isEnabled()


def test_presets_are_chosen_by_id(panel: ArticlePanel) -> None:
    assert panel.preset() == "three-bullets"
    panel.set_preset("headline")
    assert panel.preset() == "headline"
    panel.set_preset("unknown")
    assert panel.preset() == "headline"


def test_showing_an_article_tells_nothing(qtbot: QtBot, panel: ArticlePanel) -> None:
    with qtbot.assertNotEmitted(panel.article_edited, wait=300):
        panel.set_article(parse(TEXT))
    assert panel.text() == parse(TEXT).text
    assert chips(panel) == ["origin unknown", "English"]


def test_the_parsed_paste_keeps_its_undo(qtbot: QtBot, panel: ArticlePanel) -> None:
    paste(panel, TEXT)
    panel.set_article(parse(panel.text(), origin=Origin("pasted", time.time())))
    assert chips(panel)[0].startswith("pasted ")
    panel.edit.undo()
    assert panel.text() == ""


def test_a_chinese_article_is_named_so(panel: ArticlePanel) -> None:
    panel.set_article(parse("央行宣布下调存款准备金率\n\n中国人民银行周四宣布。"))
    assert chips(panel)[-1] == "Chinese"


def test_the_chip_says_how_the_shown_article_came(panel: ArticlePanel, tmp_path: Path) -> None:
    path = str(tmp_path / "wire.txt")
    panel.set_article(parse(TEXT, origin=Origin("opened", 1.7e9, path, "gb18030")))
    assert chips(panel)[0] == "opened wire.txt"
    chip = next(label for label in panel.findChildren(QLabel) if label.text() == chips(panel)[0])
    assert path in chip.toolTip().replace("\n", "")
    assert "GB 18030" in chip.toolTip()

    panel.set_article(parse(TEXT + " More.", origin=Origin("typed", 1.7e9)))
    assert chips(panel)[0] == "typed"
    panel.set_article(None)
    assert chips(panel) == []


def drop(panel: ArticlePanel, data: QMimeData) -> None:
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    place, copy = QPointF(40, 60), Qt.DropAction.CopyAction
    view = panel.edit.viewport()
    QApplication.sendEvent(view, QDragEnterEvent(place.toPoint(), copy, data, button, none))
    QApplication.sendEvent(view, QDropEvent(place, copy, data, button, none))


def test_what_is_pasted_and_what_is_dropped_is_told_apart(
    panel: ArticlePanel, tmp_path: Path
) -> None:
    told: list[object] = []
    panel.text_came.connect(lambda way, page, title: told.append((way, page)))
    panel.file_dropped.connect(lambda path: told.append(("file dropped", path)))
    panel.file_pasted.connect(lambda path: told.append(("file pasted", path)))
    file, text = QMimeData(), QMimeData()
    path = tmp_path / "wire.txt"
    file.setUrls([QUrl.fromLocalFile(str(path))])
    text.setText(TEXT)
    panel.show()
    panel.edit.insertFromMimeData(file)
    drop(panel, file)
    panel.edit.insertFromMimeData(text)
    drop(panel, text)
    panel.edit.insertFromMimeData(text)
    assert told == [
        ("file pasted", path),
        ("file dropped", path),
        ("pasted", ""),
        ("dropped", ""),
        ("pasted", ""),
    ]


def test_a_paste_is_told_at_once(panel: ArticlePanel) -> None:
    """Not after a pause in which the chip of the text before would stand above it."""
    told: list[str] = []
    panel.article_edited.connect(told.append)
    paste(panel, TEXT)
    assert told == [TEXT]


def test_clearing_can_be_undone(qtbot: QtBot, panel: ArticlePanel) -> None:
    panel.set_article(parse(TEXT))
    with qtbot.waitSignal(panel.cleared):
        button = panel.findChild(QPushButton, "clear_article_button")
        assert button is not None
        button.click()
    assert panel.text() == ""
    assert chips(panel) == []
    panel.edit.undo()
    assert panel.text() == parse(TEXT).text


def measured(article: Article, *, tokens: int, fit: int) -> Measured:
    return Measured("r", article.digest, tokens, 7600, fit)


def test_too_long_says_so_and_greys_the_rest(panel: ArticlePanel) -> None:
    article = parse(TEXT)
    panel.set_article(article)
    panel.set_measured(measured(article, tokens=9300, fit=30))
    notice = panel.findChild(QLabel, "too_long_label")
    assert notice is not None
    assert not notice.isHidden()
    assert notice.property("role") == "warning"  # amber
    assert "Too long by" in notice.text()
    assert "words" in notice.text()
    assert "tokens" not in notice.text()
    assert panel.edit.fit() == 30
    panel.set_measured(measured(article, tokens=100, fit=len(article.text)))
    assert notice.isHidden()
    assert panel.edit.fit() is None


def test_a_count_for_another_text_is_dropped(panel: ArticlePanel) -> None:
    panel.set_article(parse(TEXT))
    panel.set_measured(measured(parse("Other\n\nText."), tokens=5, fit=5))
    assert panel.meter.text() == "Counting…"


def test_another_article_forgets_the_count(panel: ArticlePanel) -> None:
    article = parse(TEXT)
    panel.set_article(article)
    panel.set_measured(measured(article, tokens=9300, fit=30))
    panel.set_article(parse("Other\n\nText."))
    assert panel.edit.fit() is None
    panel.set_article(None)
    assert panel.text() == ""
    assert panel.meter.text() == "No article"


def test_opening_is_only_asked_for(qtbot: QtBot, panel: ArticlePanel) -> None:
    button = panel.findChild(QPushButton, "open_article_button")
    assert button is not None
    with qtbot.waitSignal(panel.open_requested):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_narrow_panel_puts_the_presets_below(qtbot: QtBot, panel: ArticlePanel) -> None:
    panel.resize(800, 700)
    panel.show()
    qtbot.waitUntil(lambda: panel.presets.y() <= panel.summarize.y() + 4)
    panel.resize(360, 700)
    qtbot.waitUntil(lambda: panel.presets.y() > panel.summarize.y() + 10)


def test_a_narrow_column_folds_its_foot_and_leaves_chips_out(panel: ArticlePanel) -> None:
    panel.set_article(parse(TEXT, origin=Origin("opened", 0, "a-file-with-quite-a-long-name.txt")))
    panel.show()
    panel.resize(900, 700)
    settle()
    assert panel.presets.geometry().top() < panel.summarize.geometry().bottom()
    assert len(chips(panel)) == 2

    panel.resize(panel.minimumSizeHint().width(), 700)
    settle()

    assert panel.presets.geometry().top() > panel.summarize.geometry().bottom()
    assert cut_parts(panel) == []


def test_the_chip_of_the_language_is_whole_or_not_there(panel: ArticlePanel) -> None:
    panel.set_article(parse(TEXT, origin=Origin("opened", 0, "a-file-with-quite-a-long-name.txt")))
    panel.show()
    chip = panel._language_chip
    for width in range(900, panel.minimumSizeHint().width(), -40):
        panel.resize(width, 700)
        settle()
        assert chip.isHidden() or chip.shown_text() == "English", f"{width} px"


def test_with_the_largest_letters_everything_has_a_row_of_its_own(
    panel: ArticlePanel, theme: Theme
) -> None:
    article = parse(TEXT)
    panel.set_article(article)
    panel.show()
    theme.set_zoom(2.0)
    panel.resize(panel.minimumSizeHint().width(), 900)
    settle()
    meter, summarize = panel.meter.geometry(), panel.summarize.geometry()
    assert meter.bottom() < summarize.top()

    panel.set_measured(measured(article, tokens=9300, fit=30))

    assert panel.meter.isHidden()  # the notice says it, and the height is short
    panel.set_measured(measured(article, tokens=300, fit=len(article.text)))
    assert not panel.meter.isHidden()


def test_author_date_and_source_stand_above_the_text(panel: ArticlePanel) -> None:
    label = panel.findChild(QLabel, "article_facts_label")
    assert isinstance(label, QLabel)
    panel.set_article(parse(TEXT))
    assert label.isHidden()
    panel.set_article(parse(TEXT, origin=Origin(author="Jane Smith", source="Reuters")))
    assert not label.isHidden()
    assert label.text() == "Jane Smith · Reuters"
    assert "Author: Jane Smith" in label.toolTip()
    panel.set_article(None)
    assert label.isHidden()
