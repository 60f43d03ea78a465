"""The jobs that a journalist asks for by name."""

from __future__ import annotations

import pytest

from newsassistant.text.prompts.presets import DEFAULT_PRESET, PRESETS


def test_the_default_is_one_of_them() -> None:
    assert DEFAULT_PRESET in PRESETS
    assert set(PRESETS) == {"one-sentence", "three-bullets", "150-words", "headline"}


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_a_preset_speaks_the_articles_language(name: str) -> None:
    preset = PRESETS[name]

    assert preset.id == name
    assert preset.instruction("en") == preset.english
    assert preset.instruction("zh") == preset.chinese
    assert preset.english.isascii()
    assert not preset.chinese.isascii()
    assert 0 < preset.max_tokens <= 512


def test_the_table_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        PRESETS["x"] = PRESETS[DEFAULT_PRESET]  # type: ignore[index]


def test_answers_of_one_line_are_the_short_ones() -> None:
    assert {name for name, preset in PRESETS.items() if preset.one_line} == {
        "one-sentence",
        "headline",
    }
