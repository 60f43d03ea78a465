"""The official ChatGLM prompts and cleaned answers, id for id and character for character."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newsassistant.core.types import Message
from newsassistant.text.load import load_prompt, load_tokenizer
from newsassistant.text.prompts.chatglm import with_tools
from newsassistant.text.prompts.families import (
    FAMILY_DEFAULTS,
    ToolCall,
    chatglm3_response,
    process_response,
    response_parts,
    stop_ids,
)
from newsassistant.text.prompts.prompt import PromptTemplate
from newsassistant.text.tokenizers.detokenizer import decode
from newsassistant.text.tokenizers.tokenizer import Tokenizer

FOLDERS = {"chatglm": "chatglm_v1", "chatglm2": "chatglm2", "chatglm3": "chatglm3"}
KINDS = sorted(FOLDERS)
Case = dict[str, Any]


class OnlyLast:
    """Knows the ids of one answer."""

    def __init__(self, text: str, ids: list[int]) -> None:
        self._text, self._ids = text, ids

    def get(self, text: str) -> list[int] | None:
        return self._ids if text == self._text else None


def _loaded(shared_dir: Path, kind: str) -> tuple[Tokenizer, PromptTemplate, list[Case]]:
    folder = shared_dir / "golden" / "tokenizers" / FOLDERS[kind]
    tokenizer = load_tokenizer(folder, kind, official=True)
    cases = json.loads((folder / "chat_prompt_reference.json").read_text("utf-8"))
    known = [case for case in cases if "skipped" not in case]
    return tokenizer, load_prompt(folder, kind, tokenizer), known


def _messages(case: Case) -> list[Message]:
    messages: list[Message] = []
    for turn in case["history"]:
        if isinstance(turn, list):
            messages += [Message("user", turn[0]), Message("assistant", turn[1])]
        elif "tools" in turn:
            messages.append(Message("system", with_tools(turn["content"], turn["tools"])))
        else:
            messages.append(Message(turn["role"], turn["content"]))
    return [*messages, Message("user", case["query"])]


@pytest.mark.parametrize("kind", KINDS)
def test_prompts(shared_dir: Path, kind: str) -> None:
    tokenizer, prompt, cases = _loaded(shared_dir, kind)
    assert len(cases) >= 6
    for case in cases:
        ids = prompt.ids(_messages(case))

        assert ids == case["input_ids"][0], case["query"]
        assert decode(tokenizer, ids) == case["decode_of_prompt_ids"]


def test_chatglm2_continues_on_a_kept_cache(shared_dir: Path) -> None:
    _, prompt, cases = _loaded(shared_dir, "chatglm2")
    compared = 0
    for case in cases:
        expected = case["stream_inputs_on_top_of_cached_turns"]["input_ids"][0]
        messages = _messages(case)
        if len(messages) == 1:
            assert prompt.ids(messages) == expected
            continue
        answers = OnlyLast(messages[-2].content, [7, 8, 9])

        assert prompt.ids(messages, answers)[-len(expected) - 3 :] == [7, 8, 9, *expected]
        assert prompt.ids(messages, answers)[: -len(expected) - 3] == prompt.ids(messages[:-2])
        compared += 1
    assert compared


@pytest.mark.parametrize("kind", KINDS)
def test_defaults(shared_dir: Path, kind: str) -> None:
    tokenizer, _, cases = _loaded(shared_dir, kind)
    defaults = FAMILY_DEFAULTS[kind]
    for case in cases:
        official = case["generate_kwargs_defaults"]

        assert official["max_length"] == defaults.max_length
        assert official["top_p"] == defaults.top_p
        assert official["temperature"] == defaults.temperature
        ends = case.get("eos_token_id_used_by_chat")
        assert ends is None or set(ends) == stop_ids(kind, tokenizer)


@pytest.mark.parametrize("kind", KINDS)
def test_cleaned_answers(shared_dir: Path, kind: str) -> None:
    path = shared_dir / "golden" / f"{FOLDERS[kind]}_realvocab" / "process_response.json"
    cases = json.loads(path.read_text("utf-8"))
    assert cases
    for case in cases:
        if kind == "chatglm3":
            _compare_parts(case)
        else:
            assert process_response(kind, case["raw"]) == case["processed"]


def _compare_parts(case: Case) -> None:
    answer = chatglm3_response(case["raw"])
    if isinstance(answer, ToolCall):
        assert {"name": answer.name, "content": answer.content} == case["content"]
    else:
        assert answer == case["content"]
        assert process_response("chatglm3", case["raw"]) == answer
    added = case["history_out"][len(case["history_in"]) :]
    parts = [(part.metadata, part.content) for part in response_parts(case["raw"])]
    assert parts == [(turn["metadata"], turn["content"]) for turn in added]


@pytest.mark.parametrize("kind", KINDS)
def test_chats_as_text(shared_dir: Path, kind: str) -> None:
    """The ids that the official chat made, decoded and cleaned as it does."""
    tokenizer, prompt, _ = _loaded(shared_dir, kind)
    path = shared_dir / "golden" / f"{FOLDERS[kind]}_realvocab" / "e2e_chat.json"
    chats = json.loads(path.read_text("utf-8"))["chats"]
    assert chats
    for chat in chats:
        # ChatGLM3-6B's chat drops the last id whatever it is.
        ids = chat["generated_ids"][: -1 if kind == "chatglm3" else None]

        assert prompt.ids(_messages(chat)) == chat["prompt_input_ids"]
        assert process_response(kind, decode(tokenizer, ids)) == chat["chat_response"]
