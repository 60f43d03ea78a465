"""What a model is given of a conversation."""

from __future__ import annotations

from newsassistant.app.turns import is_answered, params_for, turns_of
from newsassistant.core.types import GenerationParams, ModelInfo, Role
from newsassistant.store.history import StoredMessage

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
    assert params_for(MODEL, "").max_tokens == 77
    assert params_for(MODEL, "headline").max_tokens != 77
    assert params_for(MODEL, "headline").stop_texts == ("\n",)
    assert params_for(None, "").max_tokens == GenerationParams().max_tokens


def test_an_answer_needs_text_and_no_failure() -> None:
    assert is_answered(message("assistant", "text", status="stopped"))
    assert not is_answered(message("assistant", ""))
    assert not is_answered(message("assistant", "text", status="failed"))
    assert not is_answered(message("user", "text"))
