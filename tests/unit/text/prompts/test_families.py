"""Defaults, stops and the cleaning of answers of each generation."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsassistant.text.prompts.families import (
    FAMILY_DEFAULTS,
    ResponsePart,
    ToolCall,
    chatglm3_response,
    chatglm_response,
    process_response,
    response_parts,
    stop_ids,
)
from newsassistant.text.tokenizers.sentencepiece import CHATGLM3_SPECIALS, SentencePieceTokenizer
from tests.unit.text.tiny_sentencepiece import chatglm2_model


def test_stop_ids_are_the_tokenizer_s() -> None:
    tokenizer = SentencePieceTokenizer(chatglm2_model(), CHATGLM3_SPECIALS)
    control = tokenizer.control_ids

    assert stop_ids("chatglm2", tokenizer) == {2}
    assert stop_ids("chatglm3", tokenizer) == {2, control["<|user|>"], control["<|observation|>"]}
    with pytest.raises(KeyError):
        stop_ids("chatglm", tokenizer)


def test_defaults_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        FAMILY_DEFAULTS["chatglm"] = FAMILY_DEFAULTS["glm"]  # type: ignore[index]
    assert FAMILY_DEFAULTS["glm"].fallback_id == 198


def two_steps(text: str) -> str:
    """The official order: for each sign behind, then in front of, a Chinese character."""
    for narrow, wide in zip(",!:;?", "，！：；？", strict=True):
        sign = re.escape(narrow)
        text = re.sub(f"([\u4e00-\u9fff]){sign}", rf"\1{wide}", text)
        text = re.sub(f"{sign}([\u4e00-\u9fff])", rf"{wide}\1", text)
    return text


@given(st.text(alphabet="中文a,!:;?。 ", max_size=20))
def test_wide_signs_as_in_the_official_steps(text: str) -> None:
    assert chatglm_response(text) == two_steps(text.strip())


@pytest.mark.parametrize(
    ("generation", "answer"),
    [
        ("chatglm", "中，a,b 2023年"),
        ("chatglm2", "中,a,b 2023年"),
        ("chatglm3", "中,a,b 2023年"),
        ("bpe", " 中,a,b [[训练时间]]"),
    ],
)
def test_what_chat_shows(generation: str, answer: str) -> None:
    assert process_response(generation, " 中,a,b [[训练时间]]") == answer


def test_chatglm3_answers_in_parts() -> None:
    text = "\n well <|assistant|>get_weather\n{}\n"

    assert response_parts(text) == [
        ResponsePart("", "well"),
        ResponsePart("get_weather", "{}\n"),
    ]
    assert chatglm3_response(text) == ToolCall("get_weather", "{}\n")
    assert chatglm3_response("\n two\nlines ") == "two\nlines"
    assert process_response("chatglm3", "first line\nsecond") == "first line\nsecond"
    assert process_response("chatglm3", "") == ""
