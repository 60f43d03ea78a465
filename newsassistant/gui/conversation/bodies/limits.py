"""How long a headline may be, by the desk's rules; whoever counts hears of a change."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from newsassistant.core.settings import Settings
from newsassistant.core.types import Language


class HeadlineLimits(QObject):
    """In characters, in Chinese in full-width ones; 0: none. Main thread."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._limits: dict[Language, int] = {}
        self.use(Settings())

    def use(self, settings: Settings) -> None:
        """Take what the settings say."""
        limits: dict[Language, int] = {
            "en": settings.headline_limit,
            "zh": settings.headline_limit_chinese,
        }
        if limits != self._limits:
            self._limits = limits
            self.changed.emit()

    def of(self, language: Language) -> int:
        """The limit for a headline in that language."""
        return self._limits[language]
