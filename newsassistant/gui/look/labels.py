"""The words that several rooms show: presets, styles, languages, names, sizes, spans of time.

It reads the installed translators at each call.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate
from unicodedata import east_asian_width

from PySide6.QtCore import QCoreApplication

from newsassistant.core.types import Language
from newsassistant.text.prompts.parts import PartName
from newsassistant.text.prompts.presets import SHIPPED, Preset, id_in, key_of, name_in

KILO, MEGA, GIGA = 1000, 1_000_000, 1_000_000_000
MINUTE_S = 60
LONGEST_NAME = 28  # columns in the status bar and in menus; Chinese characters take two
PRESET_IDS = ("one-sentence", "three-bullets", "150-words", "headline")


def preset_label(key: str) -> str:
    """The short name for a list row; "Questions" for a conversation without preset.

    `key` is the id of a preset, or what a conversation remembers of one.
    """
    words = {
        "one-sentence": QCoreApplication.translate("Labels", "One line"),
        "three-bullets": QCoreApplication.translate("Labels", "3 bullets"),
        "150-words": QCoreApplication.translate("Labels", "150 words"),
        "headline": QCoreApplication.translate("Labels", "Headline"),
        "five-headlines": QCoreApplication.translate("Labels", "5 headlines"),
        "w5h1": QCoreApplication.translate("Labels", "5 Ws and H"),
        "outline": QCoreApplication.translate("Labels", "Outline"),
        "email": QCoreApplication.translate("Labels", "E-mail"),
        "": QCoreApplication.translate("Labels", "Questions"),
    }
    name = name_in(key) or id_in(key)
    return words.get(name, name)


def job_label(job: Preset) -> str:
    """The short name of a job as it is now, for a button or a menu; "" for one without."""
    if job.id == "150-words" and not job.name:
        return QCoreApplication.translate("Labels", "{0} words").format(job.length)
    return job.name or (preset_label(job.id) if job.id in SHIPPED else "")


def job_request(job: Preset) -> str:
    """What a job asks for: in the window's words for one of the program, else in its own."""
    if key_of(job) in SHIPPED:
        return preset_request(job.id)
    return job.instruction(interface_language())


def preset_request(preset_id: str) -> str:
    """What the user asked for by Summarise, as the transcript shows it."""
    words = {
        "one-sentence": QCoreApplication.translate("Labels", "Summarise in one sentence"),
        "three-bullets": QCoreApplication.translate("Labels", "Summarise in three bullets"),
        "150-words": QCoreApplication.translate("Labels", "Summarise in about 150 words"),
        "headline": QCoreApplication.translate("Labels", "Suggest a headline"),
        "five-headlines": QCoreApplication.translate("Labels", "Suggest five headlines"),
        "w5h1": QCoreApplication.translate("Labels", "Who, what, when, where, why and how"),
        "outline": QCoreApplication.translate("Labels", "Write an outline"),
        "email": QCoreApplication.translate("Labels", "Write an e-mail to the desk"),
    }
    return words.get(preset_id, preset_id)


def part_label(name: PartName) -> str:
    """Which part of a long article a summary is of."""
    if name.level == 1:
        words = QCoreApplication.translate("Labels", "Part {0} of {1}")
    else:
        words = QCoreApplication.translate("Labels", "Parts drawn together, {0} of {1}")
    return words.format(name.number, name.of)


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


FAMILY_NAMES = {
    "chatglm": "ChatGLM",
    "chatglm2": "ChatGLM2",
    "chatglm3": "ChatGLM3",
    "glm4": "GLM-4",
    "glm": "GLM",
    "llama": "Llama",
}
"""Names, the same in every language."""


def family_words(family: str) -> str:
    """How a model's family is called, "" where it is not known."""
    return FAMILY_NAMES.get(family, family)


def short_name(name: str) -> str:
    """A name that leaves room for its neighbours; all of it belongs into a tool tip."""
    columns = [2 if east_asian_width(char) in "WF" else 1 for char in name]
    if sum(columns) <= LONGEST_NAME:
        return name
    shown = [
        char for char, end in zip(name, accumulate(columns), strict=True) if end < LONGEST_NAME
    ]
    return "".join(shown).rstrip() + "…"


def size_words(size: int) -> str:
    """Bytes as a person reads them: "6.6 GB", "139 MB"."""
    if size >= GIGA:
        return f"{size / GIGA:.1f} GB"
    return f"{round(size / MEGA)} MB"


def bytes_words(size: int) -> str:
    """Bytes as a person reads them; a style may be smaller than a megabyte."""
    if size < MEGA:
        return f"{max(1, round(size / KILO))} kB"
    return f"{size / MEGA:.1f} MB" if size < 10 * MEGA else size_words(size)


def span_words(seconds: float) -> str:
    """About how long something takes: "about 12 minutes", never more exact than that."""
    if seconds < MINUTE_S:
        return QCoreApplication.translate("Labels", "less than a minute")
    minutes = round(seconds / MINUTE_S)
    if minutes > 10:
        minutes = 5 * round(minutes / 5)
    if minutes < 90:
        return QCoreApplication.translate("Labels", "about {0} minutes").format(minutes)
    return QCoreApplication.translate("Labels", "about {0} hours").format(f"{minutes / 60:.1f}")


def left_words(seconds: float) -> str:
    """A remaining time, no more exact than it is known."""
    if seconds < MINUTE_S:
        return QCoreApplication.translate("Labels", "less than a minute left")
    minutes = round(seconds / MINUTE_S)
    if minutes < 90:
        return QCoreApplication.translate("Labels", "about {0} min left").format(minutes)
    return QCoreApplication.translate("Labels", "about {0} h left").format(f"{minutes / 60:.1f}")
