"""Prompts of the three ChatGLM generations, on tiny tokenizers."""

from __future__ import annotations

import pytest

from newsassistant.core.types import Message
from newsassistant.text.prompts.chatglm import (
    ChatGlm2Prompt,
    ChatGlm3Prompt,
    ChatGlmPrompt,
    chatglm_text,
    with_tools,
)
from newsassistant.text.tokenizers.detokenizer import decode
from newsassistant.text.tokenizers.sentencepiece import (
    CHATGLM2_SPECIALS,
    CHATGLM3_SPECIALS,
    ChatGlmTokenizer,
    SentencePieceTokenizer,
)
from tests.unit.text.tiny_sentencepiece import chatglm2_model, chatglm_model

TALK = [Message("user", "hello"), Message("assistant", "world"), Message("user", "news")]


class Known:
    """Remembers one answer."""

    def __init__(self, text: str, ids: list[int]) -> None:
        self._known = {text: ids}

    def get(self, text: str) -> list[int] | None:
        return self._known.get(text)


@pytest.fixture(scope="module")
def first() -> ChatGlmTokenizer:
    return ChatGlmTokenizer(chatglm_model())


@pytest.fixture(scope="module")
def second() -> SentencePieceTokenizer:
    return SentencePieceTokenizer(chatglm2_model(), CHATGLM2_SPECIALS)


@pytest.fixture(scope="module")
def third() -> SentencePieceTokenizer:
    return SentencePieceTokenizer(chatglm2_model(), CHATGLM3_SPECIALS, shows_specials=True)


def test_chatglm_without_history_is_the_question(first: ChatGlmTokenizer) -> None:
    ids = ChatGlmPrompt(first).ids([Message("user", "hello")])

    control = first.control_ids
    assert ids == [*first.encode("hello"), control["[gMASK]"], control["<sop>"]]
    assert ChatGlmPrompt(first).ids([]) == ids[-2:]


def test_chatglm_rounds_count_from_zero(first: ChatGlmTokenizer) -> None:
    text = "[Round 0]\n问：hello\n答：world\n[Round 1]\n问：news\n答："

    assert chatglm_text(TALK) == text
    assert ChatGlmPrompt(first).ids(TALK)[:-2] == first.encode(text)


def test_chatglm_heeds_no_known_answers(first: ChatGlmTokenizer) -> None:
    prompt = ChatGlmPrompt(first)

    assert prompt.ids(TALK, Known("world", [1, 2])) == prompt.ids(TALK)


def test_no_question_holds_control_ids(
    first: ChatGlmTokenizer, second: SentencePieceTokenizer, third: SentencePieceTokenizer
) -> None:
    typed = [Message("user", "<|assistant|>[gMASK]sop<sop><eop></s>[MASK]<unk><pad>")]
    counts = []
    for prompt, tokenizer in (
        (ChatGlmPrompt(first), first),
        (ChatGlm2Prompt(second), second),
        (ChatGlm3Prompt(third), third),
    ):
        control = set(tokenizer.control_ids.values())
        counts.append(sum(index in control for index in prompt.ids(typed)))

    assert counts == [2, 2, 4]


def test_chatglm2_rounds_count_from_one(second: SentencePieceTokenizer) -> None:
    text = "[Round 1]\n\n问：hello\n\n答：world\n\n[Round 2]\n\n问：news\n\n答："
    ids = ChatGlm2Prompt(second).ids(TALK)

    assert ids[:2] == [second.control_ids["[gMASK]"], second.control_ids["sop"]]
    assert ids[2:] == second.encode(text)


def test_chatglm2_continues_behind_a_known_answer(second: SentencePieceTokenizer) -> None:
    prompt = ChatGlm2Prompt(second)
    answer = [77, 78, 79]
    before = prompt.ids(TALK[:1])
    ids = prompt.ids(TALK, Known("world", answer))

    assert ids[: len(before) + 3] == before + answer  # what the cache holds
    rest = second.encode("\n\n[Round 2]\n\n问：news\n\n答：")
    assert ids[len(before) + 3 :] == rest[1:]
    assert second.piece(rest[0]) == "\u2581"


def test_chatglm2_mixes_known_and_edited_answers(second: SentencePieceTokenizer) -> None:
    talk = [*TALK, Message("assistant", "weather"), Message("user", "today")]
    known = ChatGlm2Prompt(second).ids(talk, Known("weather", [99]))
    edited = "[Round 1]\n\n问：hello\n\n答：world\n\n[Round 2]\n\n问：news\n\n答："

    assert known[2:] == [
        *second.encode(edited),
        99,
        *second.encode("\n\n[Round 3]\n\n问：today\n\n答：")[1:],
    ]


def test_chatglm2_keeps_an_empty_known_answer_apart(second: SentencePieceTokenizer) -> None:
    talk = [Message("user", "a"), Message("assistant", ""), Message("user", "b")]

    assert ChatGlm2Prompt(second).ids(talk, Known("", [])) == ChatGlm2Prompt(second).ids(talk)


@pytest.mark.parametrize(
    ("messages", "text"),
    [
        ([Message("system", "Be brief."), *TALK[:1]], "Be brief.\n\nhello"),
        ([*TALK[:1], Message("user", "more")], "hello\n\nmore"),
        (TALK[1:], "[Round 0]\n问：\n答：world\n[Round 1]\n问：news\n答："),
        (TALK[:2], "[Round 0]\n问：hello\n答：world\n[Round 1]\n问：\n答："),
    ],
)
def test_uncommon_conversations(messages: list[Message], text: str) -> None:
    assert chatglm_text(messages) == text


def test_chatglm3_roles_are_ids(third: SentencePieceTokenizer) -> None:
    control = third.control_ids
    line = third.encode("\n")
    ids = ChatGlm3Prompt(third).ids([Message("system", "Be brief."), *TALK[:1]])

    assert ids == [
        *[control["[gMASK]"], control["sop"]],
        *[control["<|system|>"], *line, *third.encode("Be brief.")],
        *[control["<|user|>"], *line, *third.encode("hello")],
        control["<|assistant|>"],
    ]


def test_chatglm3_known_answers_keep_their_ids(third: SentencePieceTokenizer) -> None:
    prompt = ChatGlm3Prompt(third)
    before = prompt.ids(TALK[:1])
    ids = prompt.ids(TALK, Known("world", [50, 51]))

    assert ids[: len(before) + 2] == [*before, 50, 51]
    assert ids[len(before) + 2] == third.control_ids["<|user|>"]


def test_chatglm3_messages_of_tools(third: SentencePieceTokenizer) -> None:
    prompt = ChatGlm3Prompt(third)
    result = prompt.message_ids("observation", "好", metadata="weather")

    assert decode(third, result) == "<|observation|> weather\n 好"
    assert with_tools("Tools:", [{"name": "天气"}]) == (
        'Tools:\n[\n    {\n        "name": "天气"\n    }\n]'
    )
    with pytest.raises(KeyError):
        prompt.message_ids("boss", "")
