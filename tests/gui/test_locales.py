"""The user's locale changes no number that is written, shown as a count, read or searched.

Each locale has a process of its own with the window: Qt makes the C library's locale that of the
environment, and every library in the process reads numbers by it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot

from newsassistant.gui.look.theme import Theme
from newsassistant.gui.training.settings_step import NUMBERS, SettingsStep
from newsassistant.train.options import TuneOptions

ROOT = Path(__file__).resolve().parents[2]
LOCALES = ("de_DE", "tr_TR", "ar_EG", "he_IL")
RIGHT_TO_LEFT = ("ar_EG", "he_IL")
LIMIT_S = 120


@pytest.fixture(scope="module")
def locale_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The locales for the C library, as far as this machine can make them; Qt has its own."""
    folder = tmp_path_factory.mktemp("locales")
    if maker := shutil.which("localedef"):
        for name in LOCALES:
            target = str(folder / f"{name}.UTF-8")
            command = [maker, "-c", "-i", name, "-f", "UTF-8", target]
            subprocess.run(command, capture_output=True, timeout=LIMIT_S, check=False)
    return folder


def session(home: Path, name: str, folder: Path) -> dict[str, Any]:
    """What a session in this locale wrote and showed."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("LC_")}
    environment = {
        **kept,
        "LANG": name,
        "LC_ALL": name,
        "LANGUAGE": "",
        "LOCPATH": str(folder),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONUTF8": "1",
    }
    direction = ["rtl"] if name.startswith(RIGHT_TO_LEFT) else []
    done = subprocess.run(
        [sys.executable, "-m", "tests.gui.locale_scene", str(home), *direction],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=LIMIT_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory, locale_folder: Path) -> dict[str, Any]:
    """The same session in the C locale."""
    return session(tmp_path_factory.mktemp("home"), "C", locale_folder)


def test_the_plain_session_says_what_is_expected(plain: dict[str, Any]) -> None:
    found = plain["found"]

    assert found["c"] == {"strtod": 1.25, "printf": "1.25", "point": "."}
    assert found["graph"]["computed"] == [-1.25, -1.1, 2.2, 2.5]
    assert {"zoom = 1.25", "splitter_sizes = [236, 1546, 578]"} <= set(found["settings"])
    assert found["loaded"] == [1.25, [236, 1546, 578], "None"]
    assert found["found"] == dict.fromkeys(found["found"], 1)
    assert found["numbers"]["marks"] == [["1.25 per cent", "number"]]
    assert found["draft"]["text"].startswith("ISTANBUL TITLE")
    assert " of 2,0" in found["shown"]["meter"] or " of 1," in found["shown"]["meter"]


@pytest.mark.parametrize("name", LOCALES)
def test_no_locale_changes_a_number(
    name: str, plain: dict[str, Any], tmp_path: Path, locale_folder: Path
) -> None:
    there = session(tmp_path / "home", f"{name}.UTF-8", locale_folder)

    # The locale did reach the process.
    assert there["system"] == QLocale(name).toString(1234.5)
    assert there["found"] == plain["found"]


@pytest.mark.parametrize("name", [*LOCALES, "en_GB", "fr_FR", "hi_IN", "fa_IR"])
def test_what_a_number_field_accepts_can_be_read(name: str, theme: Theme, qtbot: QtBot) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(name))
    try:
        step = SettingsStep(theme)
        qtbot.addWidget(step)
        step.name_edit.setText("House style")
        options = TuneOptions(model="starter", data="pairs.jsonl", output="")
        for text in ("1,000", "1.000", "1 000", "1\u202f000", "0,001", "1,0", "٠.٥", "1e-3", "+64"):
            for field in (*NUMBERS, "lr"):
                usual = step.edits[field].text()
                step.edits[field].setText(text)
                if step.is_complete():
                    assert isinstance(step.chosen(options), TuneOptions)
                step.edits[field].setText(usual)
    finally:
        QLocale.setDefault(before)
