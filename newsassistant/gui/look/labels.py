"""The translated words for presets, styles and languages that several widgets show."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from newsassistant.core.types import Language

PRESET_IDS = ("one-sentence", "three-bullets", "150-words", "headline")


def preset_label(preset_id: str) -> str:
    """The short name for a button or a list row; "Questions" for a conversation without preset."""
    words = {
        "one-sentence": QCoreApplication.translate("Labels", "One line"),
        "three-bullets": QCoreApplication.translate("Labels", "3 bullets"),
        "150-words": QCoreApplication.translate("Labels", "150 words"),
        "headline": QCoreApplication.translate("Labels", "Headline"),
        "": QCoreApplication.translate("Labels", "Questions"),
    }
    return words.get(preset_id, preset_id)


def preset_request(preset_id: str) -> str:
    """What the user asked for by Summarise, as the transcript shows it."""
    words = {
        "one-sentence": QCoreApplication.translate("Labels", "Summarise in one sentence"),
        "three-bullets": QCoreApplication.translate("Labels", "Summarise in three bullets"),
        "150-words": QCoreApplication.translate("Labels", "Summarise in about 150 words"),
        "headline": QCoreApplication.translate("Labels", "Suggest a headline"),
    }
    return words.get(preset_id, preset_id)


def style_label(prefix: str, names: Mapping[str, str] | None = None) -> str:
    """The name of the style that answered, "Base model" for "".

    A style that is in `names` no longer is called by its id.
    """
    if not prefix:
        return QCoreApplication.translate("Labels", "Base model")
    return (names or {}).get(prefix, prefix)


def language_label(language: Language) -> str:
    """The name of an article's language."""
    return (
        QCoreApplication.translate("Labels", "Chinese")
        if language == "zh"
        else QCoreApplication.translate("Labels", "English")
    )


def interface_language() -> Language:
    """Which of the two languages errors are worded in: the one the window is shown in."""
    #: Leave as "en" in English, write "zh" in the Chinese translation.
    return "zh" if QCoreApplication.translate("Labels", "en") == "zh" else "en"
