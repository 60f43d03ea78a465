"""The look: tokens, contrast, fonts, icons, zoom, and following the system."""

from __future__ import annotations

import re
import weakref
from collections.abc import Iterator
from dataclasses import fields

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from newsassistant.core.resources import resource_path
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Palette, Theme, Tokens, has_han_glyphs, load_tokens

ICONS = sorted(path.stem for path in resource_path("icons").glob("*.svg"))
TEXTS = ("text", "muted", "faint", "accent", "warning", "good")
EXPECTED_ICONS = (
    "check", "chevron-down", "chevron-left", "chevron-right", "chevron-up", "close", "copy", "doc",
    "folder", "lock", "models", "more", "pencil", "plus", "refresh", "search", "send", "settings",
    "sidebar", "stop", "trash", "undo", "warning",
)  # fmt: skip


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("front", ["text", "muted", "accent", "warning", "good"])
@pytest.mark.parametrize("ground", ["window", "panel", "surface"])
def test_text_can_be_read_on_every_ground(name: str, front: str, ground: str) -> None:
    tokens = load_tokens(name)  # type: ignore[arg-type]

    assert contrast(getattr(tokens, front), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("name", ["contrast-light", "contrast-dark"])
def test_high_contrast_is_seven_to_one_for_text_and_three_to_one_for_lines(name: Palette) -> None:
    tokens = load_tokens(name)
    plain, soft = ("window", "panel", "surface"), ("hover", "press")
    texts = [
        *((front, ground) for front in TEXTS for ground in plain),
        *((front, ground) for front in ("text", "muted", "faint", "accent") for ground in soft),
        ("on_accent", "accent"), ("on_chosen", "chosen"), ("accent", "accent_soft"),
        ("text", "accent_soft"), ("muted", "accent_soft"), ("warning", "warning_soft"),
        ("text", "warning_soft"),
    ]  # fmt: skip
    lines = [(line, ground) for line in ("line", "edge", "accent", "chosen") for ground in plain]
    lines += [("line", "hover"), ("accent", "press"), ("line", "accent_soft")]

    assert too_close(tokens, texts, 7.0) == []
    assert too_close(tokens, lines, 3.0) == []


def too_close(tokens: Tokens, pairs: list[tuple[str, str]], least: float) -> list[str]:
    """The pairs whose contrast is less."""
    return [
        f"{front} on {ground}"
        for front, ground in pairs
        if contrast(getattr(tokens, front), getattr(tokens, ground)) < least
    ]


@pytest.mark.parametrize("scheme", ["contrast-light", "contrast-dark"])
def test_high_contrast_holds_for_the_shades_of_a_button_and_of_the_palette(
    theme: Theme, scheme: Palette
) -> None:
    theme.set_scheme(scheme)
    roles, palette = QPalette.ColorRole, QGuiApplication.palette()
    disabled = QPalette.ColorGroup.Disabled
    shades = re.findall(r'"primary"\]:(?:hover|pressed) \{ background: (#\w+)', theme.stylesheet())

    assert len(shades) == 2
    assert all(contrast(theme.tokens.on_accent, shade) >= 7 for shade in shades)
    for front, ground in (
        (roles.WindowText, roles.Window), (roles.Text, roles.Base), (roles.Link, roles.Base),
        (roles.ButtonText, roles.Button), (roles.HighlightedText, roles.Highlight),
        (roles.ToolTipText, roles.ToolTipBase), (roles.PlaceholderText, roles.Base),
    ):  # fmt: skip
        pair = palette.color(front).name(), palette.color(ground).name()
        assert contrast(*pair) >= 7, front
    assert contrast(palette.color(disabled, roles.Text).name(), theme.tokens.surface) >= 7


def test_high_contrast_of_the_system_is_followed_until_the_user_chooses(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = "newsassistant.gui.look.theme"
    monkeypatch.setattr(f"{module}.system_has_contrast", lambda hints: True)
    monkeypatch.setattr(f"{module}.system_is_dark", lambda: True)
    theme.set_scheme("system")
    dark = theme.palette
    monkeypatch.setattr(f"{module}.system_is_dark", lambda: False)
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    light = theme.palette
    theme.set_scheme("dark")

    assert (dark, light, theme.palette) == ("contrast-dark", "contrast-light", "dark")


def test_nothing_moves_where_the_user_or_the_system_wants_no_motion(
    theme: Theme, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    moves = theme.is_still
    theme.set_motion("reduced")
    reduced = theme.is_still, qapp.cursorFlashTime(), qapp.isEffectEnabled(Qt.UIEffect.UI_FadeMenu)
    theme.set_motion("system")
    monkeypatch.setattr("newsassistant.gui.look.theme.system_is_still", lambda: True)
    other = Theme("light")
    other.detach()

    assert (moves, theme.is_still, other.is_still) == (False, False, True)
    assert reduced == (True, 0, False)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_text_can_be_read_on_coloured_grounds(name: str) -> None:
    tokens = load_tokens(name)  # type: ignore[arg-type]

    assert contrast(tokens.on_accent, tokens.accent) >= 4.5
    assert contrast(tokens.accent, tokens.accent_soft) >= 4.5
    assert contrast(tokens.warning, tokens.warning_soft) >= 4.5
    assert contrast(tokens.text, tokens.hover) >= 4.5


def test_tokens_are_those_of_the_design() -> None:
    light, dark = load_tokens("light"), load_tokens("dark")

    assert (light.window, light.accent, light.muted, light.dark) == (
        "#F6F5F2", "#1F5FBF", "#6E6A63", False,
    )  # fmt: skip
    assert (dark.surface, dark.accent_soft, dark.good, dark.dark) == (
        "#212120", "#1E2A3C", "#6CCB96", True,
    )  # fmt: skip
    for tokens in (light, dark):
        colours = [getattr(tokens, f.name) for f in fields(Tokens) if f.name != "dark"]
        assert all(re.fullmatch("#[0-9A-F]{6}", colour) for colour in colours)


def test_the_style_sheet_has_no_placeholder_left(theme: Theme) -> None:
    sheet = theme.stylesheet()

    assert "$" not in sheet
    assert theme.tokens.accent in sheet


def test_lines_around_and_between_parts_are_hairlines(theme: Theme) -> None:
    """What is of the accent may be thicker: it is drawn to be seen."""
    quiet = re.findall(r"border[a-z-]*: (\S+) solid \$line", theme._sheet.template)

    assert set(quiet) == {"1px"}
    assert len(quiet) > 15


def test_zoom_scales_lengths_and_fonts_but_not_lines(theme: Theme) -> None:
    plain, before = theme.stylesheet(), theme.font("article").pixelSize()

    theme.set_zoom(2.0)

    assert (theme.px(1), theme.px(2), theme.px(13)) == (1, 2, 26)
    assert theme.font("article").pixelSize() == 2 * before
    assert theme.stylesheet() != plain
    assert "border: 1px" in theme.stylesheet()


def test_zoom_steps_stay_inside_their_limits(theme: Theme) -> None:
    assert theme.zoom_by(1) > 1.0
    assert [theme.zoom_by(1) for _ in range(20)][-1] == 2.0
    assert [theme.zoom_by(-1) for _ in range(20)][-1] == 0.8


def test_a_choice_of_colours_takes_effect_at_once(theme: Theme, qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.set_scheme("dark")

    window = QGuiApplication.palette().color(QPalette.ColorRole.Window)
    assert theme.tokens.dark
    assert window.name().upper() == load_tokens("dark").window


def test_the_system_is_followed_until_the_user_chooses(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    def system_turns(dark: bool) -> None:
        monkeypatch.setattr("newsassistant.gui.look.theme.system_is_dark", lambda: dark)
        scheme = Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light
        QGuiApplication.styleHints().colorSchemeChanged.emit(scheme)

    theme.set_scheme("system")

    system_turns(True)
    assert theme.tokens.dark
    system_turns(False)
    assert not theme.tokens.dark

    theme.set_scheme("light")
    system_turns(True)
    assert not theme.tokens.dark


def test_every_icon_is_there() -> None:
    assert tuple(ICONS) == EXPECTED_ICONS


@pytest.mark.parametrize("name", ICONS)
def test_icons_are_one_outline_set(name: str) -> None:
    svg = resource_path("icons", f"{name}.svg").read_text("utf-8")

    assert 'viewBox="0 0 24 24"' in svg
    assert 'stroke-width="1.6"' in svg
    assert 'stroke="currentColor"' in svg


@pytest.mark.parametrize("name", ICONS)
def test_icons_are_drawn_in_the_wanted_colour(theme: Theme, name: str) -> None:
    image = theme.pixmap(name, "#FF0000", 32, 2.0).toImage()
    opaque = [
        image.pixelColor(x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    ]

    assert (image.width(), image.height()) == (64, 64)
    assert opaque
    assert {colour.name() for colour in opaque} == {"#ff0000"}


def test_icons_come_in_the_sizes_of_sharp_screens(theme: Theme) -> None:
    icon = theme.icon("plus", "text")

    assert icon.pixmap(QSize(16, 16), 2.0).width() == 32
    assert icon.pixmap(QSize(16, 16), 1.0, QIcon.Mode.Disabled).width() == 16


def test_a_button_keeps_an_icon_of_the_current_scheme(theme: Theme, qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    theme.set_icon(button, "plus", "text")
    light = button.icon().pixmap(16).toImage()

    theme.set_scheme("dark")

    assert button.icon().pixmap(16).toImage() != light


def test_icons_of_deleted_buttons_are_forgotten(theme: Theme) -> None:
    button = QPushButton()
    theme.set_icon(button, "plus")
    del button

    theme.set_scheme("dark")

    assert theme.tokens.dark


def families(*, chinese: bool) -> list[str]:
    """The installed faces that have Chinese characters, or those that have Latin ones only."""
    latin = QFontDatabase.families(QFontDatabase.WritingSystem.Latin)
    han = set(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
    return sorted(han) if chinese else [name for name in latin if name not in han]


def test_han_can_be_drawn_in_every_role(theme: Theme) -> None:
    if not families(chinese=True):
        pytest.skip("no face with Chinese characters is installed")
    for role in ("ui", "secondary", "answer", "article", "headline"):
        assert has_han_glyphs(theme.font(role)), role


def test_a_font_without_han_is_noticed(theme: Theme) -> None:
    if not families(chinese=False):
        pytest.skip("every face that is installed has Chinese characters")
    font = QFont(families(chinese=False)[0])
    font.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)

    assert not has_han_glyphs(font)


def test_setting_properties_keeps_the_references_of_none(qtbot: QtBot) -> None:
    """PySide6 6.12.0 on Python 3.11 lost one on every void call and aborted after thousands."""
    import sys

    app = QApplication.instance()
    assert app is not None
    name = app.objectName()
    before = sys.getrefcount(None)
    for _ in range(300):
        app.setObjectName(name)

    assert sys.getrefcount(None) > before - 100


class Part(QWidget):
    """Tells `log` of each call."""

    def __init__(self, theme: Theme, log: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._log = log
        theme.follow(self)

    def apply_theme(self) -> None:
        self._log.append("theme")

    def retranslate(self) -> None:
        self._log.append(self.tr("Speed"))


class Deaf(QObject):
    """No widget: Qt tells it of no language."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.words: list[str] = []
        theme.follow(self)

    def retranslate(self) -> None:
        self.words.append(QCoreApplication.translate("StatusBar", "Speed"))


@pytest.fixture
def translations() -> Iterator[Translations]:
    translations = Translations()
    yield translations
    translations.use("en")
    QApplication.processEvents()


def test_a_part_hears_at_once_and_of_each_change(theme: Theme, qtbot: QtBot) -> None:
    log: list[str] = []
    part = Part(theme, log)
    qtbot.addWidget(part)
    assert log == ["theme", "Speed"]

    theme.set_zoom(1.25)
    assert log == ["theme", "Speed", "theme"]
    theme.set_scheme("dark")
    assert log == ["theme", "Speed", "theme", "theme"]


def test_what_is_no_widget_hears_of_a_language_once(
    theme: Theme, translations: Translations
) -> None:
    part = Deaf(theme)
    translations.use("zh")
    QApplication.processEvents()

    assert part.words == ["Speed", "速度"]
    translations.use("en")
    QApplication.processEvents()
    assert part.words == ["Speed", "速度", "Speed"]


def test_an_inner_part_hears_before_the_outer_one(theme: Theme, qtbot: QtBot) -> None:
    heard: list[str] = []

    class Named(QWidget):
        def __init__(self, name: str) -> None:
            super().__init__()
            self._name = name
            self._inner = Named("inner") if name == "outer" else None
            qtbot.addWidget(self)
            theme.follow(self)

        def retranslate(self) -> None:
            heard.append(self._name)

    outer = Named("outer")
    theme.reworded.emit()

    assert outer is not None
    assert heard == ["inner", "outer", "inner", "outer"]


def test_following_keeps_no_part_alive(theme: Theme) -> None:
    log: list[str] = []
    part = Part(theme, log)
    gone = weakref.ref(part)
    del part

    assert gone() is None
    theme.changed.emit()
    theme.reworded.emit()
    assert log == ["theme", "Speed"]


def test_a_part_that_qt_has_destroyed_is_not_called(theme: Theme, qtbot: QtBot) -> None:
    log: list[str] = []
    outer = QWidget()
    qtbot.addWidget(outer)
    part = Part(theme, log, outer)
    shiboken6.delete(part)

    theme.changed.emit()
    theme.reworded.emit()
    assert log == ["theme", "Speed"]


def test_a_theme_goes_when_nobody_uses_it(qapp: QApplication) -> None:
    theme = Theme("light")
    part = Part(theme, [])
    theme.detach()
    gone = weakref.ref(theme)
    del theme

    assert gone() is None
    assert part is not None


def test_articles_are_set_with_serifs_wherever_there_are_some(theme: Theme) -> None:
    shown = QFontInfo(theme.font("article")).family()
    has_one = any(
        "serif" in name.lower() for name in QFontDatabase.families() if "sans" not in name.lower()
    )
    assert "sans" not in shown.lower() or not has_one


@pytest.mark.parametrize(
    ("weights", "strong"),
    [
        ([400], QFont.Weight.Bold),
        ([400, 500], QFont.Weight.Bold),
        ([400, 700], QFont.Weight.DemiBold),
        ([300, 600], QFont.Weight.DemiBold),
    ],
)
def test_what_stands_out_does_so_in_chinese_too(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, weights: list[int], strong: QFont.Weight
) -> None:
    # Qt makes bold letters of a face that has none, but no half bold ones.
    han = [QFontDatabase.WritingSystem.SimplifiedChinese]
    monkeypatch.setattr(QFontDatabase, "writingSystems", lambda family: han)
    monkeypatch.setattr(QFontDatabase, "styles", lambda family: [str(w) for w in weights])
    monkeypatch.setattr(QFontDatabase, "weight", lambda family, style: int(style))
    theme = Theme("light")

    assert theme.font("ui-bold").weight() == strong
    assert f"font-weight: {int(strong)}" in theme.stylesheet()
    assert theme.font("ui").weight() == QFont.Weight.Normal
    theme.detach()
