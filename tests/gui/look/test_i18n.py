"""Both languages: switching while running, and nothing left untranslated."""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import PySide6
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from newsassistant.core.resources import resource_path
from newsassistant.gui.look.i18n import Translations, read_ts, system_language

CHINESE = resource_path("i18n", "newsassistant_zh.ts")
GUI = Path(__file__).resolve().parents[3] / "newsassistant" / "gui"


@pytest.fixture
def translations(qapp: QApplication) -> Iterator[Translations]:
    translations = Translations()
    yield translations
    translations.use("en")


def extract(folder: Path) -> set[tuple[str, str]]:
    """(context, source) of every string that lupdate finds in the window's code."""
    found = folder / "found.ts"
    name = "lupdate.exe" if sys.platform == "win32" else "lupdate"
    sources = [str(path) for path in sorted(GUI.rglob("*.py"))]
    tool = Path(PySide6.__file__).parent / name
    subprocess.run([str(tool), *sources, "-ts", str(found)], check=True, capture_output=True)
    return {
        (context.findtext("name", ""), message.findtext("source", ""))
        for context in ElementTree.parse(found).getroot().iter("context")
        for message in context.iter("message")
    }


def test_every_string_of_the_window_is_translated(tmp_path: Path) -> None:
    strings = extract(tmp_path)

    assert len(strings) > 100
    assert strings - set(read_ts(CHINESE)) == set()


def test_no_translation_is_left_from_an_older_window(tmp_path: Path) -> None:
    assert set(read_ts(CHINESE)) - extract(tmp_path) == set()


def test_every_string_has_a_context(tmp_path: Path) -> None:
    assert {context for context, _ in extract(tmp_path)} >= {"StatusBar", "Labels"}
    assert "" not in {context for context, _ in extract(tmp_path)}


def test_no_entry_is_unfinished() -> None:
    entries = list(ElementTree.parse(CHINESE).getroot().iter("message"))
    unfinished = [
        entry.findtext("source")
        for entry in entries
        if entry.find("translation[@type]") is not None
    ]

    assert len(entries) == len(read_ts(CHINESE))
    assert unfinished == []


def test_translations_keep_the_placeholders() -> None:
    places = re.compile(r"\{\d\}|%n")
    broken = [
        source
        for (_, source), target in read_ts(CHINESE).items()
        if sorted(places.findall(source)) != sorted(places.findall(target))
    ]

    assert broken == []


def test_chinese_words_are_chinese() -> None:
    allowed = {"en", "{0} of {1}"}  # the marker for the language itself; two numbers
    latin = [
        (source, target)
        for (_, source), target in read_ts(CHINESE).items()
        if source not in allowed and not re.search(r"[\u4e00-\u9fff]", target)
    ]

    assert latin == []


class Speaker(QLabel):
    """A widget that words itself again when the language changes."""

    def __init__(self) -> None:
        super().__init__("Speed")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.setText(QCoreApplication.translate("StatusBar", "Speed"))
        super().changeEvent(event)


def test_the_language_changes_while_running(translations: Translations, qtbot: QtBot) -> None:
    speaker = Speaker()
    qtbot.addWidget(speaker)

    assert translations.use("zh") == "zh"
    QApplication.processEvents()
    assert speaker.text() == "速度"
    assert QLocale().language() == QLocale.Language.Chinese

    assert translations.use("en") == "en"
    QApplication.processEvents()
    assert speaker.text() == "Speed"
    assert QLocale().language() == QLocale.Language.English


def test_unknown_words_stay_as_they_are(translations: Translations, qtbot: QtBot) -> None:
    speaker = Speaker()
    qtbot.addWidget(speaker)
    translations.use("zh")

    assert speaker.tr("No such sentence") == "No such sentence"


def test_the_systems_own_words_are_translated_too(translations: Translations) -> None:
    translations.use("zh")

    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["zh-Hans-CN", "en"], "zh"),
        (["zh_TW"], "zh"),
        (["en-GB", "zh-CN"], "en"),
        (["de-DE", "zh-CN"], "zh"),
        (["fr"], "en"),
        ([], "en"),
    ],
)
def test_the_systems_language(
    monkeypatch: pytest.MonkeyPatch, names: list[str], expected: str
) -> None:
    monkeypatch.setattr(QLocale, "uiLanguages", lambda self: names)

    assert system_language() == expected
