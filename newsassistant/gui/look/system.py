"""What the system wants of a window: dark or light, more contrast, no motion."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication, QStyleHints
from PySide6.QtWidgets import QApplication

PORTAL = "org.freedesktop.portal."
ANSWER_MS = 300  # a desktop that is up answers in a few
ANIMATIONS = 0x1042  # SPI_GETCLIENTAREAANIMATION
# Where Linux desktops keep it, and the value that means: no motion.
WISHES = (
    ("org.gnome.desktop.interface", "enable-animations", False),
    ("org.freedesktop.appearance", "reduced-motion", 1),
)


def system_is_dark() -> bool:
    """True if the system asks for dark windows; False where it does not say."""
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def system_has_contrast(hints: QStyleHints) -> bool:
    """True if the system asks for high contrast; False where neither it nor this Qt say so."""
    accessibility = getattr(hints, "accessibility", None)  # since Qt 6.10
    if accessibility is None:
        return False
    return bool(accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast)


def system_is_still() -> bool:
    """True if the system asks for no motion; waits up to half a second for a desktop's answer."""
    if sys.platform == "win32":
        return _windows_is_still()
    if sys.platform == "darwin":
        wishes = QSettings("apple.com", "universalaccess")
        return bool(wishes.value("reduceMotion", False, bool))
    return "DBUS_SESSION_BUS_ADDRESS" in os.environ and _desktop_is_still()


def _windows_is_still() -> bool:
    import ctypes

    moves = ctypes.c_int(1)
    user32 = getattr(ctypes, "windll").user32  # noqa: B009 - there is none on other systems
    user32.SystemParametersInfoW(ANIMATIONS, 0, ctypes.byref(moves), 0)
    return not moves.value


def _desktop_is_still() -> bool:
    """What the desktop's portal says; False without one."""
    return any(_wish(place, key) == still for place, key, still in WISHES)


def _wish(place: str, key: str) -> object:
    """One setting of the desktop; None if it has none of that name."""
    from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage, QDBusVariant

    call = QDBusMessage.createMethodCall(
        f"{PORTAL}Desktop", "/org/freedesktop/portal/desktop", f"{PORTAL}Settings", "Read"
    )
    call.setArguments([place, key])
    answer = QDBusConnection.sessionBus().call(call, QDBus.CallMode.Block, ANSWER_MS)
    if answer.type() != QDBusMessage.MessageType.ReplyMessage:
        return None
    (value,) = answer.arguments()
    while isinstance(value, QDBusVariant):  # one lies in another
        value = value.variant()
    return value


@dataclass(frozen=True, slots=True)
class Motion:
    """What moves in a window of this application, to be put back as it was."""

    effects: bool
    flash_ms: int

    @classmethod
    def of(cls, app: QApplication) -> Motion:
        """What moves now."""
        return cls(app.isEffectEnabled(Qt.UIEffect.UI_General), app.cursorFlashTime())

    def apply(self, app: QApplication) -> None:
        """Let menus slide and the caret flash as it says; 0 ms is a caret that stands."""
        app.setEffectEnabled(Qt.UIEffect.UI_General, self.effects)
        app.setCursorFlashTime(self.flash_ms)


STILL = Motion(effects=False, flash_ms=0)
