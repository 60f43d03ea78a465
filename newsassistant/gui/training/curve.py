"""Draws how the loss falls: every step faintly, their running mean, and the evaluations."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from newsassistant.gui.look.theme import Theme
from newsassistant.train.journal import Curve, smooth

Points = list[tuple[int, float]]
DOT = 3.0
TICKS = 5


class CurveView(QWidget):
    """`set_curve` at every change."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._curve = Curve()
        self._steps = 0
        self.setObjectName("loss_curve")
        self.setProperty("ground", "plain")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.follow(self)

    def set_curve(self, curve: Curve, steps: int) -> None:
        """Show these losses of a run with so many steps, 0 if that is not known yet."""
        self._curve, self._steps = curve, steps
        self._describe()
        self.update()

    def sentence(self) -> str:
        """What the picture shows, for readers of the screen."""
        if not self._curve.losses:
            return self.tr("no losses yet")
        last = smooth(self._curve.losses)[-1]
        words = self.tr("loss {0} after {1} of {2} steps").format(
            f"{last[1]:.2f}", f"{last[0]:,}", f"{max(self._steps, last[0]):,}"
        )
        if not self._curve.evaluations:
            return words
        evaluated = f"{self._curve.evaluations[-1][1]:.2f}"
        return self.tr("{0}, evaluation loss {1}").format(words, evaluated)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Loss curve"))
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(560), self._theme.px(260))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(320), self._theme.px(170))

    def _describe(self) -> None:
        self.setAccessibleDescription(self.sentence())

    def apply_theme(self) -> None:
        self.updateGeometry()
        self.update()

    # --- painting -------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font("secondary"))
        lines = QFontMetrics(painter.font()).height()
        px = self._theme.px
        area = QRectF(self.rect()).adjusted(px(44), lines + px(10), -px(12), -lines - px(10))
        low, high, step = scale(self._curve)
        scaled = _Scale(area, max(self._steps, self._curve.last_step, 1), low, high)
        self._draw_grid(painter, scaled, step)
        if self._curve.losses:
            self._draw_lines(painter, scaled)
        else:
            painter.setPen(self._theme.colour("muted"))
            waiting = self.tr("The curve begins with the first step")
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, waiting)
        self._draw_legend(painter, area)
        painter.end()

    def _draw_grid(self, painter: QPainter, scaled: _Scale, step: float) -> None:
        area, metrics = scaled.area, QFontMetrics(painter.font())
        gap = self._theme.px(8)
        decimals = max(0, -math.floor(math.log10(step)))
        value = scaled.low
        while value <= scaled.high + step / 2:
            y = scaled.point(0, value).y()
            painter.setPen(QPen(self._theme.colour("line"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            text = f"{value:.{decimals}f}"
            painter.setPen(self._theme.colour("muted"))
            x = area.left() - gap - metrics.horizontalAdvance(text)
            painter.drawText(QPointF(x, y + metrics.ascent() / 2 - 1), text)
            value += step
        below = area.bottom() + gap + metrics.ascent()
        painter.drawText(QPointF(area.left(), below), "0")
        last = f"{scaled.steps:,}"
        painter.drawText(QPointF(area.right() - metrics.horizontalAdvance(last), below), last)
        name = self.tr("step")
        middle = area.center().x() - metrics.horizontalAdvance(name) / 2
        painter.drawText(QPointF(middle, below), name)
        painter.drawText(QPointF(self._theme.px(4), metrics.ascent() + 1), self.tr("loss"))

    def _draw_lines(self, painter: QPainter, scaled: _Scale) -> None:
        faint = QColor(self._theme.tokens.accent)
        faint.setAlphaF(0.28)
        self._draw_line(painter, scaled, self._curve.losses, QPen(faint, 1))
        accent = QPen(self._theme.colour("accent"), 2)
        accent.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self._draw_line(painter, scaled, smooth(self._curve.losses), accent)
        good = self._theme.colour("good")
        self._draw_line(painter, scaled, self._curve.evaluations, QPen(good, 1.5))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(good)
        for step, loss in self._curve.evaluations:
            painter.drawEllipse(scaled.point(step, loss), DOT, DOT)

    @staticmethod
    def _draw_line(painter: QPainter, scaled: _Scale, points: Points, pen: QPen) -> None:
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF([scaled.point(step, loss) for step, loss in points]))

    def _draw_legend(self, painter: QPainter, area: QRectF) -> None:
        metrics = QFontMetrics(painter.font())
        gap, bar = self._theme.px(6), self._theme.px(14)
        entries = [("accent", self.tr("training, smoothed"))]
        if self._curve.evaluations:
            entries.append(("good", self.tr("evaluation")))
        x = area.right()
        for colour, words in reversed(entries):
            x -= metrics.horizontalAdvance(words)
            painter.setPen(self._theme.colour("muted"))
            painter.drawText(QPointF(x, metrics.ascent() + 1), words)
            x -= gap
            painter.setPen(QPen(self._theme.colour(colour), 2))
            middle = metrics.height() / 2
            painter.drawLine(QPointF(x - bar, middle), QPointF(x, middle))
            x -= bar + 2 * gap


class _Scale:
    """Steps and losses -> points of the area."""

    def __init__(self, area: QRectF, steps: int, low: float, high: float) -> None:
        self.area, self.steps, self.low, self.high = area, steps, low, high

    def point(self, step: int, loss: float) -> QPointF:
        """Where a loss is drawn; what is beyond the axis lies on its edge."""
        share = (loss - self.low) / (self.high - self.low)
        share = min(max(share, 0.0), 1.0)
        x = self.area.left() + self.area.width() * step / self.steps
        return QPointF(x, self.area.bottom() - self.area.height() * share)


def scale(curve: Curve) -> tuple[float, float, float]:
    """The lowest and the highest loss on the axis, and the step between its lines."""
    values = [loss for _, loss in (*smooth(curve.losses), *curve.evaluations)]
    low, high = (min(values), max(values)) if values else (0.0, 4.0)
    # Single steps may jump: the mean decides, with some room for them.
    room = max((high - low) * 0.15, high * 0.02, 0.05)
    low, high = max(0.0, low - room), high + room
    step = _nice((high - low) / TICKS)
    return math.floor(low / step) * step, math.ceil(high / step) * step, step


def _nice(value: float) -> float:
    """1, 2 or 5 times a power of ten, not below `value`."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= value * 0.999)
