"""The loss curve: its axis, its picture in both schemes, and what it says without one."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from newsassistant.core.wire import Evaluated, Stepped
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.training.curve import CurveView, scale
from newsassistant.train.journal import Curve


def falling(steps: int, *, evaluations: bool = True) -> Curve:
    curve = Curve()
    for step in range(1, steps + 1):
        curve.add(Stepped(step, steps, 2.0 + 2.0 / step))
        if evaluations and step % 10 == 0:
            curve.add(Evaluated(step, 2.3 + 2.0 / step))
    return curve


def colours(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


@pytest.mark.parametrize(
    "losses", [[], [2.31], [0.0], [5.0, 5.0], [1e-6, 2e-6], [900.0, 3.0], [1e30]]
)
def test_the_axis_covers_the_curve_with_few_round_lines(losses: list[float]) -> None:
    curve = Curve()
    for step, loss in enumerate(losses, 1):
        curve.add(Stepped(step, 9, loss))
    low, high, gap = scale(curve)

    assert low < high
    assert 2 <= round((high - low) / gap) <= 8
    assert round(low / gap) * gap == pytest.approx(low)
    if losses:
        assert low <= losses[0] <= high


def test_what_the_curve_says(theme: Theme, qtbot: QtBot) -> None:
    view = CurveView(theme)
    qtbot.addWidget(view)
    assert view.accessibleName() == "Loss curve"
    assert view.accessibleDescription() == "no losses yet"

    curve = Curve()
    curve.add(Stepped(120, 400, 2.31))
    view.set_curve(curve, 400)
    assert view.accessibleDescription() == "loss 2.31 after 120 of 400 steps"
    curve.add(Evaluated(120, 2.4))
    view.set_curve(curve, 400)
    assert view.sentence() == "loss 2.31 after 120 of 400 steps, evaluation loss 2.40"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_lines_are_drawn_in_the_colours_of_the_scheme(
    theme: Theme, qtbot: QtBot, scheme: str
) -> None:
    theme.set_scheme(scheme)  # type: ignore[arg-type]
    view = CurveView(theme)
    qtbot.addWidget(view)
    view.resize(480, 240)
    view.set_curve(falling(200), 400)
    drawn = colours(view.grab().toImage())

    assert {QColor(theme.tokens.accent).name(), QColor(theme.tokens.good).name()} <= drawn
    view.set_curve(falling(200, evaluations=False), 400)
    assert QColor(theme.tokens.good).name() not in colours(view.grab().toImage())


def test_an_empty_curve_and_a_strange_one_can_be_drawn(theme: Theme, qtbot: QtBot) -> None:
    view = CurveView(theme)
    qtbot.addWidget(view)
    empty = view.grab().toImage()
    curve = Curve()
    curve.add(Stepped(5000, 10, 1e30))
    view.set_curve(curve, 10)

    assert view.grab().toImage() != empty
