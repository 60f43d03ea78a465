"""Colours, fonts, icons, zoom and motion: the look of the window, following the system."""

from __future__ import annotations

import re
import sys
import tomllib
import weakref
from dataclasses import dataclass, fields
from string import Template
from typing import Literal, Protocol, get_args, runtime_checkable

from PySide6.QtCore import QByteArray, QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QFontMetrics,
    QIcon,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from shiboken6 import isValid

from newsassistant.core.resources import resource_path
from newsassistant.gui.look.system import (
    STILL,
    Motion,
    system_has_contrast,
    system_is_dark,
    system_is_still,
)

ZOOM_STEPS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.4, 1.6, 1.8, 2.0)
Palette = Literal["light", "dark", "contrast-light", "contrast-dark"]
Scheme = Literal["system"] | Palette
MotionChoice = Literal["system", "reduced"]
PALETTES: tuple[Palette, ...] = get_args(Palette)

# Faces with Han glyphs, in the order of the systems that ship them.
_SANS_CJK = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
)
# Faces to read long texts in, the best first; every system has one of them.
_SERIF = (
    "Noto Serif",
    "Source Serif 4",
    "Source Serif Pro",
    "Georgia",
    "Charter",
    "Cambria",
    "Liberation Serif",
    "Nimbus Roman",
    "Times New Roman",
    "Times",
    "P052",
    "DejaVu Serif",
)
_SERIF_CJK = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Songti SC",
    "SimSun",
    *_SANS_CJK,
)
# A bare X11 session answers with the fontconfig default; these read better than that one.
_LINUX_UI = ("Inter", "Noto Sans", "Ubuntu", "Cantarell", "Noto Sans CJK SC")
_GENERIC_UI = frozenset({"Sans Serif", "Sans", "DejaVu Sans", "sans-serif", ""})

# role -> (logical px, weight, serif)
_FONTS: dict[str, tuple[float, QFont.Weight, bool]] = {
    "ui": (13, QFont.Weight.Normal, False),
    "ui-bold": (13, QFont.Weight.DemiBold, False),  # or `strong`
    "secondary": (11.5, QFont.Weight.Normal, False),
    "answer": (14, QFont.Weight.Normal, False),
    "article": (16, QFont.Weight.Normal, True),
    "headline": (22, QFont.Weight.Bold, True),
}


@dataclass(frozen=True, slots=True)
class Tokens:
    """One scheme's colours as "#RRGGBB".

    `edge` goes round fields with a ground of their own, `press` is what is pressed and the groove
    of a bar, `chosen` is the ground of the one that is chosen among others.
    """

    window: str
    panel: str
    surface: str
    line: str
    edge: str
    hover: str
    press: str
    chosen: str
    on_chosen: str
    text: str
    muted: str
    faint: str
    accent: str
    on_accent: str
    accent_soft: str
    warning: str
    warning_soft: str
    found: str
    good: str
    dark: bool


def load_tokens(name: Palette) -> Tokens:
    """Read resources/themes/<name>.toml. Raises KeyError or OSError for a broken installation."""
    path = resource_path("themes", f"{name}.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return Tokens(**table["tokens"], dark=table["dark"])


@runtime_checkable
class Themed(Protocol):
    """Has sizes or colours that the style sheet cannot give."""

    def apply_theme(self) -> None:
        """Take all sizes, fonts and colours from the theme."""


@runtime_checkable
class Worded(Protocol):
    """Has words of its own."""

    def retranslate(self) -> None:
        """Put all words in the current language."""


class _Ear(QWidget):
    """Never shown. Qt tells of a new language only windows, and what is in them."""

    heard = Signal()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.heard.emit()
        super().changeEvent(event)


class Theme(QObject):
    """The application's look; applies itself to the QApplication."""

    changed = Signal()  # colours, zoom or fonts changed: re-render what is painted by hand
    reworded = Signal()  # the language changed: translate anew

    def __init__(
        self, scheme: Scheme = "system", zoom: float = 1.0, motion: MotionChoice = "system"
    ) -> None:
        super().__init__()
        self._sheet = Template(resource_path("themes", "app.qss").read_text(encoding="utf-8"))
        self._palettes = {name: load_tokens(name) for name in PALETTES}
        self._scheme: Scheme = scheme
        self._motion: MotionChoice = motion
        self._usual_motion = Motion.of(_app())
        self._system_is_still = system_is_still()
        self._icons: dict[tuple[str, str, Palette, float], QIcon] = {}
        self._decorated: list[tuple[weakref.ref[QAbstractButton], str, str]] = []
        self._ear = _Ear()
        self._ear.heard.connect(self.reworded)
        self.zoom = _clamp(zoom)
        self.palette: Palette = "light"
        self.tokens = self._palettes[self.palette]
        self._sans = _sans_families()
        self._serif = _serif_families()
        self._strong = _strong_weight(self._sans)
        _app().setStyle("Fusion")
        self._hints = _app().styleHints()  # kept: what it knows of accessibility ends with it
        self._hints.colorSchemeChanged.connect(self._on_system_scheme)
        if hasattr(self._hints, "accessibility"):
            self._contrast = self._hints.accessibility()
            self._contrast.contrastPreferenceChanged.connect(self._on_system_scheme)
        self._tell_system()
        self._apply()

    def detach(self) -> None:
        """Follow the system no longer, before another theme takes over."""
        self._hints.colorSchemeChanged.disconnect(self._on_system_scheme)
        if hasattr(self, "_contrast"):
            self._contrast.contrastPreferenceChanged.disconnect(self._on_system_scheme)
        self._usual_motion.apply(_app())

    def follow(self, part: Themed | Worded) -> None:
        """Call a QObject's `apply_theme` and `retranslate`, whichever it has: now, then when due.

        The last line of a constructor: of two parts the inner one then hears first. Qt ends it
        with the part, which the theme does not keep alive; what is no widget needs the window that
        it words as its parent, or it hears when that is gone. A class that others inherit from
        leaves this line to them, lest it calls what they have not made yet.
        """
        if isinstance(part, Themed):
            self.changed.connect(part.apply_theme)
            part.apply_theme()
        if isinstance(part, Worded):
            self.reworded.connect(part.retranslate)
            part.retranslate()

    @property
    def strong(self) -> QFont.Weight:
        """How heavy what stands out is, in Latin and Han letters alike."""
        return self._strong

    @property
    def scheme(self) -> Scheme:
        """What the user chose: a palette, or "system"."""
        return self._scheme

    @property
    def has_contrast(self) -> bool:
        """True where one colour must differ much from the next."""
        return self.palette in ("contrast-light", "contrast-dark")

    @property
    def is_still(self) -> bool:
        """True where nothing may move of itself: by the user's wish, here or in the system."""
        return self._motion == "reduced" or self._system_is_still

    def set_scheme(self, scheme: Scheme) -> None:
        """Choose a palette, or follow the system."""
        if scheme != self._scheme:
            self._scheme = scheme
            self._tell_system()
            self._apply()

    def set_motion(self, motion: MotionChoice) -> None:
        """Choose that nothing moves of itself, or follow the system."""
        if motion != self._motion:
            self._motion = motion
            self._apply()

    def set_zoom(self, zoom: float) -> None:
        """Scale all sizes; 1.0 is 100 %, held between 0.8 and 2.0."""
        zoom = _clamp(zoom)
        if zoom != self.zoom:
            self.zoom = zoom
            self._apply()

    def zoom_by(self, steps: int) -> float:
        """Move along the zoom steps and return the new zoom."""
        nearest = min(range(len(ZOOM_STEPS)), key=lambda i: abs(ZOOM_STEPS[i] - self.zoom))
        self.set_zoom(ZOOM_STEPS[min(max(nearest + steps, 0), len(ZOOM_STEPS) - 1)])
        return self.zoom

    def px(self, value: float) -> int:
        """Logical pixels scaled by the zoom; lines of one or two pixels stay as they are."""
        return round(value) if value <= 2 else round(value * self.zoom)

    def font(self, role: str) -> QFont:
        """The font of a role ("ui", "ui-bold", "secondary", "answer", "article", "headline")."""
        size, weight, serif = _FONTS[role]
        font = QFont()
        font.setFamilies(list(self._serif if serif else self._sans))
        font.setPixelSize(max(8, round(size * self.zoom)))
        font.setWeight(self._strong if weight == QFont.Weight.DemiBold else weight)
        return font

    def colour(self, name: str) -> QColor:
        """A token by its name, or a colour written as "#RRGGBB"."""
        return QColor(name if name.startswith("#") else getattr(self.tokens, name))

    def icon(self, name: str, colour: str = "muted") -> QIcon:
        """resources/icons/<name>.svg in a token's colour, 16 logical px, faint if disabled."""
        key = (name, colour, self.palette, self.zoom)
        if key not in self._icons:
            icon, size = QIcon(), self.px(16)
            for tone, mode in ((colour, QIcon.Mode.Normal), ("faint", QIcon.Mode.Disabled)):
                drawing = self._drawing(name, tone)
                for ratio in (1.0, 1.25, 1.5, 2.0, 3.0):
                    icon.addPixmap(_drawn(drawing, size, ratio), mode)
            self._icons[key] = icon
        return self._icons[key]

    def pixmap(self, name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
        """One icon as a pixmap of `size` device-independent pixels (already zoomed)."""
        return _drawn(self._drawing(name, colour), size, ratio)

    def _drawing(self, name: str, colour: str) -> QSvgRenderer:
        svg = resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")
        svg = svg.replace("currentColor", self.colour(colour).name())
        return QSvgRenderer(QByteArray(svg.encode()))

    def set_icon(self, button: QAbstractButton, name: str, colour: str = "muted") -> None:
        """Give a button an icon that follows scheme and zoom for as long as the button lives."""
        self._decorated = [entry for entry in self._decorated if entry[0]() is not button]
        self._decorated.append((weakref.ref(button), name, colour))
        self._decorate(button, name, colour)

    def _decorate(self, button: QAbstractButton, name: str, colour: str) -> None:
        button.setIcon(self.icon(name, colour))
        side = self.px(16)
        button.setIconSize(
            button.iconSize().scaled(side, side, Qt.AspectRatioMode.IgnoreAspectRatio)
        )

    def _on_system_scheme(self) -> None:
        if self._scheme == "system":
            self._apply()

    def _tell_system(self) -> None:
        """Title bars and native menus follow the choice where the platform can do that."""
        scheme = Qt.ColorScheme.Unknown
        if self._scheme != "system":
            dark = self._palettes[self._scheme].dark
            scheme = Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light
        self._hints.setColorScheme(scheme)

    def _wanted_palette(self) -> Palette:
        if self._scheme != "system":
            return self._scheme
        if system_has_contrast(self._hints):
            return "contrast-dark" if system_is_dark() else "contrast-light"
        return "dark" if system_is_dark() else "light"

    def _apply(self) -> None:
        self.palette = self._wanted_palette()
        self.tokens = self._palettes[self.palette]
        app = _app()
        (STILL if self.is_still else self._usual_motion).apply(app)
        app.setPalette(_palette(self.tokens))
        app.setFont(self.font("ui"))
        app.setStyleSheet(self.stylesheet())
        self._redecorate()
        self.changed.emit()

    def _redecorate(self) -> None:
        alive = []
        for entry in self._decorated:
            button = entry[0]()
            if button is not None and isValid(button):
                self._decorate(button, entry[1], entry[2])
                alive.append(entry)
        self._decorated = alive

    def stylesheet(self) -> str:
        """The application's QSS with this scheme's colours and this zoom's lengths."""
        values = {f.name: str(getattr(self.tokens, f.name)) for f in fields(Tokens)}
        accent = QColor(self.tokens.accent)
        values["accent_hover"] = accent.lighter(112).name()
        values["accent_press"] = accent.darker(112).name()
        values["strong"] = str(int(self._strong))
        return re.sub(
            r"(\d+(?:\.\d+)?)px",
            lambda match: f"{self.px(float(match[1]))}px",
            self._sheet.substitute(values),
        )


def has_han_glyphs(font: QFont) -> bool:
    """True if the resolved font, or one that it falls back to, can draw 汉."""
    return QFontMetrics(font).inFontUcs4(ord("汉"))


def _drawn(drawing: QSvgRenderer, size: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    drawing.render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: tokens.window,
        QPalette.ColorRole.Base: tokens.surface,
        QPalette.ColorRole.AlternateBase: tokens.panel,
        QPalette.ColorRole.Button: tokens.surface,
        QPalette.ColorRole.ToolTipBase: tokens.surface,
        QPalette.ColorRole.WindowText: tokens.text,
        QPalette.ColorRole.Text: tokens.text,
        QPalette.ColorRole.ButtonText: tokens.text,
        QPalette.ColorRole.ToolTipText: tokens.text,
        QPalette.ColorRole.PlaceholderText: tokens.muted,
        QPalette.ColorRole.Highlight: tokens.accent,
        QPalette.ColorRole.HighlightedText: tokens.on_accent,
        QPalette.ColorRole.Accent: tokens.accent,
        QPalette.ColorRole.Link: tokens.accent,
        QPalette.ColorRole.LinkVisited: tokens.accent,
        QPalette.ColorRole.BrightText: tokens.warning,
        QPalette.ColorRole.Light: tokens.surface,
        QPalette.ColorRole.Midlight: tokens.hover,
        QPalette.ColorRole.Mid: tokens.line,
        QPalette.ColorRole.Dark: tokens.faint,
        QPalette.ColorRole.Shadow: tokens.line,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    disabled = QPalette.ColorGroup.Disabled
    for role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(disabled, role, QColor(tokens.faint))
    return palette


def _sans_families() -> tuple[str, ...]:
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    first: tuple[str, ...] = (system,) if system else ()
    if sys.platform.startswith("linux") and (system in _GENERIC_UI or _resolves_to_dejavu(system)):
        first = (*_LINUX_UI, *first)
    return _installed((*first, *_SANS_CJK)) or (system,)


def _resolves_to_dejavu(family: str) -> bool:
    return QFontInfo(QFont(family)).family() in _GENERIC_UI


def _serif_families() -> tuple[str, ...]:
    """What has serifs and Latin letters, then what has Han ones; the system's own if none has."""
    latin = _installed(_SERIF) or (QFontInfo(QFont("serif")).family(),)
    return (*latin, *_installed(_SERIF_CJK))


def _strong_weight(families: tuple[str, ...]) -> QFont.Weight:
    """Half bold, or bold where the Han face has one weight only: Qt makes up no half bold."""
    han = next((name for name in families if _has_han(name)), "")
    styles = QFontDatabase.styles(han) if han else []
    weights = [QFontDatabase.weight(han, style) for style in styles]
    has_strong = not weights or max(weights) >= QFont.Weight.DemiBold
    return QFont.Weight.DemiBold if has_strong else QFont.Weight.Bold


def _has_han(family: str) -> bool:
    systems = QFontDatabase.writingSystems(family)
    return QFontDatabase.WritingSystem.SimplifiedChinese in systems


def _installed(families: tuple[str, ...]) -> tuple[str, ...]:
    """Those that exist, in order: asking for absent ones makes Qt search aliases at every start."""
    known = set(QFontDatabase.families())
    return tuple(dict.fromkeys(name for name in families if name in known))


def _clamp(zoom: float) -> float:
    return min(max(zoom, ZOOM_STEPS[0]), ZOOM_STEPS[-1])


def _app() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError("the theme needs a QApplication")
    return app
