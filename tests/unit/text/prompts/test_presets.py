"""The jobs that a journalist asks for by name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsassistant.text.prompts.presets import (
    BASE,
    DEFAULT_PRESET,
    PRESETS,
    SHIPPED,
    Preset,
    id_in,
    key_of,
    name_in,
    tokens_for,
)


def test_the_default_is_one_of_them() -> None:
    assert DEFAULT_PRESET in PRESETS
    assert set(PRESETS) == {"one-sentence", "three-bullets", "150-words", "headline"}


def test_what_the_styles_were_trained_with_is_said_word_for_word() -> None:
    said = {name: preset.instruction("en") for name, preset in PRESETS.items()}
    assert said["150-words"] == (
        "Provide a concise, objective summary of the text above in about 150 words."
    )
    assert PRESETS["150-words"].instruction("zh") == "用大约150字客观、简明地概括上面这篇文章。"
    limits = {name: preset.max_tokens for name, preset in PRESETS.items()}
    assert limits == {
        "one-sentence": 120, "three-bullets": 300, "150-words": 400, "headline": 60,
    }  # fmt: skip


def test_five_headlines_six_questions_outline_and_mail_came_with_the_program_too() -> None:
    assert list(SHIPPED) == [*PRESETS, "five-headlines", "w5h1", "outline", "email"]
    assert all(SHIPPED[name].style == BASE for name in set(SHIPPED) - set(PRESETS))


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_a_preset_speaks_the_articles_language(name: str) -> None:
    preset = SHIPPED[name]

    assert preset.id == name
    assert "{" not in preset.instruction("en") + preset.instruction("zh")
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


def test_fields_are_filled_in_once_and_other_braces_stay() -> None:
    job = Preset("own-1", "In {language}, {length} words, {name}, {{length}}.", length=40)

    assert job.instruction("en") == "In English, 40 words, {name}, {40}."
    assert job.instruction("zh") == "In Chinese, 40 words, {name}, {40}."
    assert Preset("own-1", "用{language}写").instruction("en") == "用英文写"


def test_one_wording_serves_both_languages_unless_there_are_two() -> None:
    assert Preset("own-1", "Write.").instruction("zh") == "Write."
    assert Preset("own-1", "Write.", "写。").instruction("zh") == "写。"


def test_longer_answers_have_more_room_and_no_length_has_none() -> None:
    rooms = [tokens_for(words) for words in range(0, 5000, 7)]
    assert rooms == sorted(set(rooms))
    assert rooms[0] == 0


def test_a_request_remembers_the_name_where_the_id_does_not_say_it() -> None:
    own = Preset("own-12ab34cd", "Write: a brief.", name="Brief: A")
    assert (id_in(key_of(own)), name_in(key_of(own))) == ("own-12ab34cd", "Brief: A")
    for preset in SHIPPED.values():
        assert key_of(preset) == preset.id == id_in(preset.id)
        assert name_in(preset.id) == ""
    assert id_in("") == name_in("") == ""


def test_a_job_in_other_words_is_not_taken_for_the_one_of_the_program() -> None:
    bullets = SHIPPED["three-bullets"]
    assert key_of(replace(bullets, english="List five facts.")) == "three-bullets:three-bullets"
    assert key_of(replace(bullets, name="Facts")) == "three-bullets:Facts"
    assert key_of(replace(SHIPPED["150-words"], length=90)) == "150-words:150-words"
    assert key_of(replace(bullets, length=90, style="x", stop=("\n",))) == "three-bullets"
