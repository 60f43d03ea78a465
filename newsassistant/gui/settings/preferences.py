"""The settings in use: puts changes into effect at once and writes them to their file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, QTimer, Signal

from newsassistant.core.errors import SettingsError
from newsassistant.core.settings import Settings
from newsassistant.gui.look.i18n import LanguageChoice, Translations
from newsassistant.gui.look.theme import MotionChoice, Scheme, Theme

SAVE_DELAY_MS = 500  # a zoom held down writes the file once


class Preferences(QObject):
    """The settings of now; each change is saved and told."""

    changed = Signal(object)  # Settings
    failed = Signal(object)  # SettingsError

    def __init__(
        self, settings: Settings, path: Path, theme: Theme, translations: Translations
    ) -> None:
        super().__init__()
        self._path = path
        self._theme = theme
        self._translations = translations
        self.settings = settings
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_DELAY_MS)
        self._timer.timeout.connect(self.save)

    def set(self, settings: Settings) -> None:
        """Use other settings from now on."""
        if settings == self.settings:
            return
        self.settings = settings
        self._translations.use(cast(LanguageChoice, settings.language))
        self._theme.set_scheme(cast(Scheme, settings.scheme))
        self._theme.set_motion(cast(MotionChoice, settings.motion))
        self._theme.set_zoom(settings.zoom)
        self._timer.start()
        self.changed.emit(settings)

    def zoom_by(self, steps: int) -> None:
        """One step larger or smaller; 0 is back to 100 %."""
        zoom = self._theme.zoom_by(steps) if steps else 1.0
        self.set(replace(self.settings, zoom=zoom))

    def save(self) -> None:
        """Write the file now; `failed` is signalled if that cannot be done."""
        self._timer.stop()
        try:
            self.settings.save(self._path)
        except SettingsError as error:
            self.failed.emit(error)
