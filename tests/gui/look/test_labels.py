"""The words of presets, styles, languages, names, sizes and spans of time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from newsassistant.gui.look import labels
from newsassistant.text.prompts.presets import PRESETS, SHIPPED, Preset, key_of


def test_every_preset_of_the_text_layer_has_words(qapp: QApplication) -> None:
    assert tuple(PRESETS) == labels.PRESET_IDS
    for preset_id in SHIPPED:
        assert labels.preset_label(preset_id) != preset_id
        assert labels.preset_request(preset_id) != preset_id


def test_a_preset_of_a_later_version_shows_its_id(qapp: QApplication) -> None:
    assert labels.preset_label("haiku") == "haiku"
    assert labels.preset_request("haiku") == "haiku"


def test_a_job_has_its_name_as_it_is_and_a_conversation_as_it_was(qapp: QApplication) -> None:
    own = Preset("own-1", "Write a brief.", name="Brief")
    assert labels.job_label(own) == labels.preset_label(key_of(own)) == "Brief"
    assert labels.job_request(own) == "Write a brief."
    assert labels.job_label(Preset("own-1", "")) == ""
    assert labels.preset_label("own-1") == "own-1"
    bullets = SHIPPED["three-bullets"]
    changed = replace(bullets, english="List five facts.")
    assert labels.job_label(changed) == labels.preset_label(key_of(changed)) == "3 bullets"
    assert labels.job_request(changed) == "List five facts."
    assert labels.job_request(bullets) == "Summarise in three bullets"
    assert labels.job_label(replace(SHIPPED["150-words"], length=90)) == "90 words"


def test_a_conversation_without_preset_is_called_questions(qapp: QApplication) -> None:
    assert labels.preset_label("") == "Questions"


def test_no_prefix_is_the_base_model(qapp: QApplication) -> None:
    assert labels.style_label("") == "Base model"
    assert labels.style_label("House style") == "House style"


def test_languages_are_named(qapp: QApplication) -> None:
    assert labels.language_label("zh") == "Chinese"
    assert labels.language_label("en") == "English"
    assert labels.interface_language() == "en"


@pytest.mark.parametrize(
    ("size", "words"), [(6_600_000_000, "6.6 GB"), (139_000_000, "139 MB"), (0, "0 MB")]
)
def test_sizes(size: int, words: str) -> None:
    assert labels.size_words(size) == words


@pytest.mark.parametrize(
    ("size", "words"),
    [(10, "1 kB"), (614_400, "614 kB"), (7_340_000, "7.3 MB"), (58_700_000, "59 MB")],
)
def test_sizes_of_small_files(size: int, words: str) -> None:
    assert labels.bytes_words(size) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (12.0, "less than a minute left"),
        (130.0, "about 2 min left"),
        (4000.0, "about 67 min left"),
        (9000.0, "about 2.5 h left"),
    ],
)
def test_remaining_times(qapp: QApplication, seconds: float, words: str) -> None:
    assert labels.left_words(seconds) == words


def test_long_names_are_cut_for_the_bar() -> None:
    assert labels.short_name("House style") == "House style"
    assert len(labels.short_name("x" * 80)) == labels.LONGEST_NAME
    assert labels.short_name("x" * 80).endswith("…")
    assert labels.short_name("风" * 14) == "风" * 14
    assert labels.short_name("风" * 15) == "风" * 13 + "…"
