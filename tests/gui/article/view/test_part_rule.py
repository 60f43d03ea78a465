"""Rules stand beside the text that is read, and the view follows them unless the user scrolls."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from newsassistant.core.types import Span
from newsassistant.gui.article.view.edit import ArticleEdit
from newsassistant.gui.article.view.part_rule import PartRule, Rule
from newsassistant.gui.look.theme import Theme

TEXT = "\n\n".join(f"Paragraph {n} says 🎉 that nothing had happened at all." for n in range(300))


def halves(at: int) -> list[Rule]:
    spans: list[Span] = [(0, len(TEXT) // 2), (len(TEXT) // 2, len(TEXT))]
    return [Rule(span, f"part {n}", n == at) for n, span in enumerate(spans)]


@pytest.fixture
def edit(qtbot: QtBot, theme: Theme) -> ArticleEdit:
    edit = ArticleEdit(theme)
    qtbot.addWidget(edit)
    edit.resize(500, 400)
    edit.set_text(TEXT)
    edit.show()
    return edit


def test_the_view_goes_to_the_part_at_work(edit: ArticleEdit, theme: Theme) -> None:
    rule = PartRule(theme, edit)
    bar = edit.verticalScrollBar()
    rule.set_rules(halves(0))
    assert bar.value() < 100
    rule.set_rules(halves(1))
    assert bar.value() > bar.maximum() // 3
    assert rule.geometry() == edit.viewport().rect()


def test_who_scrolls_is_left_alone(edit: ArticleEdit, theme: Theme) -> None:
    rule = PartRule(theme, edit)
    bar = edit.verticalScrollBar()
    rule.set_rules(halves(0))
    bar.setValue(bar.maximum())
    rule.set_rules(halves(1))
    assert bar.value() == bar.maximum()


def test_places_are_those_of_the_document(edit: ArticleEdit, theme: Theme, qtbot: QtBot) -> None:
    rule = PartRule(theme, edit)
    start = TEXT.index("Paragraph 9 ")
    rule.set_rules([Rule((start, start + 30))])
    document = edit.toPlainText().encode("utf-16-le")
    low, high = rule._places[0]
    shown = document[2 * low : 2 * high].decode("utf-16-le", "ignore")
    assert shown.startswith("Paragraph 9 says 🎉")
    assert not rule.grab().isNull()


def test_another_text_has_no_rules(edit: ArticleEdit, theme: Theme) -> None:
    rule = PartRule(theme, edit)
    rule.set_rules(halves(1))
    edit.set_text("Short.")
    assert rule.rules() == ()
    assert not rule.isVisible()
