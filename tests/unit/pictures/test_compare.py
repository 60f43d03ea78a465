"""A button that moved is told from edges that are smoothed otherwise."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication

from tests.pictures.compare import (
    LEAST,
    Pixels,
    differing,
    image,
    marked,
    pixels,
    regions,
)

SIZE = (320, 120)
BUTTON = QRectF(40.5, 30.5, 110, 32)
Draw = Callable[[QPainter], None]
pytestmark = pytest.mark.usefixtures("qapp")  # letters need it


def drawn(draw: Draw, ground: str = "#fbfaf8") -> Pixels:
    """A picture in the window's colours."""
    canvas = QImage(*SIZE, QImage.Format.Format_RGB32)
    canvas.fill(QColor(ground))
    painter = QPainter(canvas)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter)
    painter.end()
    return pixels(canvas)


def button(
    painter: QPainter,
    *,
    x: float = 0,
    y: float = 0,
    text: str = "Summarise",
    ground: str = "#ffffff",
    line: str = "#e5e2dc",
    ink: str = "#1d1c1a",
) -> None:
    """A round one with a hairline around it."""
    painter.translate(x, y)
    painter.setPen(QColor(line))
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(BUTTON, 8, 8)
    font = QFont("DejaVu Sans")
    font.setPixelSize(13)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    painter.drawText(QPointF(56, 51), text)


def found(one: Pixels, other: Pixels) -> bool:
    return bool(regions(differing(one, other)))


@pytest.fixture
def usual(qapp: QApplication) -> Pixels:
    return drawn(button)


@pytest.mark.parametrize(("x", "y"), [(3, 0), (0, 3), (-3, 0), (0, -3), (1, 0), (0, 1)])
def test_a_button_that_moved_is_found(usual: Pixels, x: int, y: int) -> None:
    moved = drawn(lambda painter: button(painter, x=x, y=y))

    first = regions(differing(usual, moved))[0]

    around = BUTTON.adjusted(-4, -4, 4, 4)
    assert around.contains(QRectF(first.x, first.y, first.width, first.height))


@pytest.mark.parametrize(
    "change",
    [
        {"ground": "#efede8"},  # as if the mouse were over it
        {"ground": "#f9f9f9"},  # a shade that an eye hardly sees
        {"line": "#1f5fbf"},
        {"ink": "#6e6a63"},
        {"text": "Summarize"},
        {"text": "Summarisc"},
        {"text": "summarise"},
        {"text": "Summarise…"},
        {"text": ""},
    ],
    ids=str,
)
def test_another_colour_and_another_letter_are_found(usual: Pixels, change: dict[str, str]) -> None:
    assert found(usual, drawn(lambda painter: button(painter, **change)))  # type: ignore[arg-type]


@pytest.mark.parametrize(("x", "y"), [(0.3, 0), (0, 0.3), (0.25, 0.25), (-0.25, 0)])
def test_a_shift_by_part_of_a_pixel_is_none(usual: Pixels, x: float, y: float) -> None:
    shifted = drawn(lambda painter: button(painter, x=x, y=y))

    assert not np.array_equal(usual, shifted)
    assert not found(usual, shifted)


@pytest.mark.parametrize("gamma", [0.75, 0.85, 1.2, 1.4])
def test_another_gamma_of_edges_is_none(gamma: float) -> None:
    black = {"ground": "#ffffff", "line": "#000000", "ink": "#000000"}
    usual = drawn(lambda painter: button(painter, **black), "#ffffff")  # type: ignore[arg-type]
    cover = 1 - usual / 255
    other = np.rint(255 * (1 - cover**gamma)).astype(np.uint8)

    assert np.abs(usual.astype(int) - other).max() > 8
    assert not found(usual, other)


def test_rounding_of_another_processor_is_none(usual: Pixels) -> None:
    noise = np.random.default_rng(0).integers(-3, 4, usual.shape)
    other = np.clip(usual.astype(int) + noise, 0, 255).astype(np.uint8)

    assert not found(usual, other)


def test_a_few_pixels_are_no_region() -> None:
    marks = np.zeros((60, 80), np.bool_)
    marks[10, 10 : 10 + LEAST - 1] = True

    assert regions(marks) == []


def test_regions_are_apart_and_the_largest_is_first() -> None:
    marks = np.zeros((200, 300), np.bool_)
    marks[20:24, 30:40] = True
    marks[100:110, 200:230] = True
    marks[100:110, 234:240] = True  # as near as letters are: the same region

    first, second = regions(marks)

    assert (first.x, first.y, first.width, first.height, first.count) == (200, 100, 40, 10, 360)
    assert str(second) == "x 30, y 20, 10 x 4 (40 px differ)"


def test_two_sizes_cannot_be_compared(usual: Pixels) -> None:
    with pytest.raises(ValueError, match="320"):
        differing(usual, usual[1:])


def test_what_differs_is_red_on_a_paler_picture(usual: Pixels) -> None:
    marks = np.zeros(usual.shape[:2], np.bool_)
    marks[0, 0] = True

    shown = marked(usual, marks)

    assert shown[0, 0].tolist() == [220, 0, 60]
    assert (shown[1:] >= usual[1:]).all()


def test_an_image_of_any_width_is_read_as_it_is() -> None:
    colours = np.random.default_rng(1).integers(0, 256, (5, 7, 3)).astype(np.uint8)

    assert np.array_equal(pixels(image(colours)), colours)
