"""What a model is given of a conversation."""

from __future__ import annotations

from dataclasses import replace

from newsassistant.app.turns import Wanted, is_answered, params_for, turns_of
from newsassistant.core.settings import Settings
from newsassistant.core.types import GenerationParams, ModelInfo, Role
from newsassistant.store.history import StoredMessage
from newsassistant.text.prompts.presets import SHIPPED, Preset

MODEL = ModelInfo("m", "Model", "int8", 2048, generation=GenerationParams(max_tokens=77))


def message(role: Role, content: str, *, preset: str = "", status: str = "") -> StoredMessage:
    status = status or ("sent" if role == "user" else "done")
    return StoredMessage(1, 1, role, content, 0.0, status, preset, "", "")


def texts(*messages: StoredMessage) -> list[str]:
    return [turn.content for turn in turns_of(messages)]


def test_a_preset_starts_afresh() -> None:
    before = (message("user", "Why?"), message("assistant", "So."))
    job = (message("user", "Summarise", preset="headline"), message("assistant", "Wind"))

    assert texts(*before, *job, message("user", "Who?")) == ["Summarise", "Wind", "Who?"]


def test_a_question_whose_answer_failed_is_left_out() -> None:
    failed = message("assistant", "half", status="failed")

    assert texts(message("user", "Why?"), failed, message("user", "Who?")) == ["Who?"]


def test_of_two_answers_only_the_newer_counts() -> None:
    answers = (message("assistant", "old"), message("assistant", "new"))

    assert texts(message("user", "Why?"), *answers) == ["Why?", "new"]


def test_a_preset_has_its_own_limits() -> None:
    assert params_for(MODEL, None).max_tokens == 77
    assert params_for(MODEL, SHIPPED["headline"]).max_tokens == 60
    assert params_for(MODEL, SHIPPED["headline"]).stop_texts == ("\n",)
    assert params_for(None, None).max_tokens == GenerationParams().max_tokens


def test_the_settings_count_where_a_job_says_nothing() -> None:
    wanted = Wanted(0.5, 99)
    free = Preset("own-1", "Write.", name="Free", stop=("END",))
    asked = params_for(MODEL, None, wanted)
    assert (asked.temperature, asked.max_tokens) == (0.5, 99)
    job = params_for(MODEL, SHIPPED["headline"], wanted)
    assert (job.temperature, job.max_tokens) == (0.5, 60)
    own = params_for(MODEL, free, wanted)
    assert (own.temperature, own.max_tokens, own.stop_texts) == (0.5, 99, ("END",))
    assert params_for(MODEL, free).max_tokens == 77
    assert params_for(MODEL, None, Wanted()) == MODEL.generation


def test_a_models_own_ends_stay() -> None:
    model = replace(MODEL, generation=GenerationParams(stop_texts=("<end>",)))
    assert params_for(model, SHIPPED["headline"]).stop_texts == ("<end>", "\n")
    assert params_for(model, None).stop_texts == ("<end>",)


def test_what_the_settings_say() -> None:
    assert Wanted.of(Settings()) == Wanted()
    assert Wanted.of(Settings(answer_temperature=0.0)) == Wanted(temperature=0.0)
    assert Wanted.of(Settings(answer_words=100)) == Wanted(max_tokens=300)


def test_an_answer_needs_text_and_no_failure() -> None:
    assert is_answered(message("assistant", "text", status="stopped"))
    assert not is_answered(message("assistant", ""))
    assert not is_answered(message("assistant", "text", status="failed"))
    assert not is_answered(message("user", "text"))
