"""Answers in OpenAI's shapes, byte for byte as a stream has them."""

from __future__ import annotations

import json

from newsassistant.core.types import Done, Usage
from newsassistant.server.replies import DONE, Reply, event, json_bytes, usage_of

REPLY = Reply("chatcmpl-1", 1790000000, "fake", "abc")
ENDED = Done("chatcmpl-1", "length", Usage(5, 2, 7, seed=9, temperature=0.5))


def test_a_whole_answer() -> None:
    found = REPLY.whole("Hello", ENDED)

    assert found["object"] == "chat.completion"
    assert found["choices"][0]["message"] == {
        "role": "assistant",
        "content": "Hello",
        "refusal": None,
    }
    assert found["choices"][0]["finish_reason"] == "length"
    assert found["newsassistant"] == {"seed": 9, "temperature": 0.5}


def test_chunks_have_usage_only_where_it_was_asked_for() -> None:
    assert "usage" not in REPLY.more("a", with_usage=False)
    assert REPLY.more("a", with_usage=True)["usage"] is None
    assert REPLY.first(with_usage=False)["choices"][0]["delta"]["role"] == "assistant"
    assert REPLY.last(ENDED, with_usage=False)["choices"][0]["finish_reason"] == "length"
    assert REPLY.cost(ENDED)["choices"] == []


def test_what_was_reused_is_not_told() -> None:
    usage = usage_of(Usage(prompt_tokens=5, reused_tokens=4, completion_tokens=7))

    assert usage == {"prompt_tokens": 5, "completion_tokens": 7, "total_tokens": 12}


def test_an_event_is_one_line_whatever_its_text() -> None:
    sent = event(REPLY.more('a\n\ndata: "x"\u2028', with_usage=False))

    assert sent.startswith(b"data: {")
    assert sent.count(b"\n") == 2
    assert sent.endswith(b"\n\n")
    assert json.loads(sent[6:])["choices"][0]["delta"]["content"] == 'a\n\ndata: "x"\u2028'
    assert DONE == b"data: [DONE]\n\n"


def test_half_a_character_is_replaced() -> None:
    assert json_bytes({"a": "\ud83d"}) == b'{"a":"?"}'
