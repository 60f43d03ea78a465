"""The translated words for presets, styles and languages that several widgets show.

Knows nothing of widgets; it reads the installed translators at each call.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from newsassistant.core.types import Language

PRESET_IDS = ("one-sentence", "three-bullets", "150-words", "headline")


def preset_label(preset_id: str) -> str:
    """The short name for a button or a list row; "Questions" for a conversation without preset."""
    tr = QCoreApplication.translate
    words = {
        "one-sentence": tr("Labels", "One line"),
        "three-bullets": tr("Labels", "3 bullets"),
        "150-words": tr("Labels", "150 words"),
        "headline": tr("Labels", "Headline"),
        "": tr("Labels", "Questions"),
    }
    return words.get(preset_id, preset_id)


def preset_request(preset_id: str) -> str:
    """What the user asked for by Summarise, as the transcript shows it."""
    tr = QCoreApplication.translate
    words = {
        "one-sentence": tr("Labels", "Summarise in one sentence"),
        "three-bullets": tr("Labels", "Summarise in three bullets"),
        "150-words": tr("Labels", "Summarise in about 150 words"),
        "headline": tr("Labels", "Suggest a headline"),
    }
    return words.get(preset_id, preset_id)


def style_label(prefix: str) -> str:
    """The name of the prefix that answered, or "Base model"."""
    return prefix or QCoreApplication.translate("Labels", "Base model")


def language_label(language: Language) -> str:
    """The name of an article's language."""
    tr = QCoreApplication.translate
    return tr("Labels", "Chinese") if language == "zh" else tr("Labels", "English")


def interface_language() -> Language:
    """Which of the two languages errors are worded in: the one the window is shown in."""
    #: Leave as "en" in English, write "zh" in the Chinese translation.
    return "zh" if QCoreApplication.translate("Labels", "en") == "zh" else "en"
