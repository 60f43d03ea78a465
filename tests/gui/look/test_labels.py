"""The words of presets, styles and languages."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from newsassistant.gui.look import labels
from newsassistant.text.prompts.presets import PRESETS


def test_every_preset_of_the_text_layer_has_words(qapp: QApplication) -> None:
    assert tuple(PRESETS) == labels.PRESET_IDS
    for preset_id in PRESETS:
        assert labels.preset_label(preset_id) != preset_id
        assert labels.preset_request(preset_id) != preset_id


def test_a_preset_of_a_later_version_shows_its_id(qapp: QApplication) -> None:
    assert labels.preset_label("haiku") == "haiku"
    assert labels.preset_request("haiku") == "haiku"


def test_a_conversation_without_preset_is_called_questions(qapp: QApplication) -> None:
    assert labels.preset_label("") == "Questions"


def test_no_prefix_is_the_base_model(qapp: QApplication) -> None:
    assert labels.style_label("") == "Base model"
    assert labels.style_label("House style") == "House style"


def test_languages_are_named(qapp: QApplication) -> None:
    assert labels.language_label("zh") == "Chinese"
    assert labels.language_label("en") == "English"
    assert labels.interface_language() == "en"
