"""The languages of the window: reads the committed .ts files and switches while running."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtGui import QFont

from newsassistant.core.resources import resource_path
from newsassistant.core.types import Language
from newsassistant.gui.look.theme import has_han_glyphs

LanguageChoice = Literal["system", "en", "zh"]


class TsTranslator(QTranslator):
    """A translator that answers from a .ts file, so that no build step can leave it stale.

    Reading 300 strings takes about 3 ms. Raises OSError or ElementTree.ParseError.
    """

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = read_ts(path)

    def isEmpty(self) -> bool:
        """False: Qt asks the base class, which knows of .qm files only."""
        return not self._words

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        """The translation of `source`, or None so that Qt goes on to ask others."""
        return self._words.get((context, source))


def read_ts(path: Path) -> dict[tuple[str, str], str]:
    """(context, source) -> finished translation. Raises OSError or ElementTree.ParseError."""
    words: dict[tuple[str, str], str] = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            target = message.find("translation")
            if target is None or target.get("type") is not None:
                continue
            text = target.findtext("numerusform") or target.text
            if text:
                words[name, message.findtext("source", "")] = text
    return words


def system_language() -> Language:
    """ "zh" if the user's first known interface language is Chinese, else "en"."""
    for name in QLocale.system().uiLanguages():
        language = name.replace("_", "-").split("-")[0].lower()
        if language == "zh":
            return "zh"
        if language == "en":
            return "en"
    return "en"


def _legible_language() -> Language:
    language = system_language()
    return language if language == "en" or has_han_glyphs(QFont()) else "en"


class Translations(QObject):
    """Installs and removes the translators of the application."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._installed: list[QTranslator] = []
        self.language: Language = "en"

    def use(self, choice: LanguageChoice) -> Language:
        """Show everything in a language at once (widgets get a LanguageChange event).

        The system's is followed where a font can show it; what the user chose is used as it is.
        """
        language = _legible_language() if choice == "system" else choice
        if language == self.language and (self._installed or language == "en"):
            return language
        self.remove()
        self.language = language
        territory = QLocale.Country.China if language == "zh" else QLocale.Country.UnitedKingdom
        spoken = QLocale.Language.Chinese if language == "zh" else QLocale.Language.English
        QLocale.setDefault(QLocale(spoken, territory))
        if language == "zh":
            self._install_chinese()
        return language

    def remove(self) -> None:
        """Take all translators out again."""
        for translator in self._installed:
            QCoreApplication.removeTranslator(translator)
        self._installed.clear()

    def _install_chinese(self) -> None:
        qt = QTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if qt.load("qtbase_zh_CN", folder):
            self._install(qt)
        self._install(TsTranslator(resource_path("i18n", "newsassistant_zh.ts"), self))

    def _install(self, translator: QTranslator) -> None:
        self._installed.append(translator)
        QCoreApplication.installTranslator(translator)
