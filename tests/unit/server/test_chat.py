"""Bodies of OpenAI's clients: what is understood, what is ignored, what is refused by its field."""

from __future__ import annotations

import json
from typing import Any

import pytest

from newsassistant.core.types import GenerationParams
from newsassistant.server.chat import read_chat, read_fit
from newsassistant.server.errors import ApiError

MESSAGES: list[dict[str, Any]] = [{"role": "user", "content": "Hello"}]
OWN = GenerationParams(max_tokens=400, temperature=0.3, top_k=50, stop_texts=("END",))


def body(**fields: Any) -> bytes:
    return json.dumps({"model": "m", "messages": MESSAGES, **fields}).encode()


def refused(**fields: Any) -> ApiError:
    with pytest.raises(ApiError) as caught:
        read_chat(body(**fields))
    return caught.value


def test_what_is_left_out_is_the_models() -> None:
    wish = read_chat(body())

    assert wish.params(OWN) == OWN
    assert not wish.stream
    assert wish.prompt().messages[0].content == "Hello"


def test_what_is_wanted_takes_its_place() -> None:
    params = read_chat(
        body(temperature=0, top_p=0.5, top_k=0, seed=0, max_completion_tokens=7, stop=["a", "b"])
    ).params(OWN)

    assert (params.temperature, params.top_p, params.top_k) == (0.0, 0.5, 0)
    assert (params.seed, params.max_tokens) == (0, 7)
    assert params.stop_texts == ("END", "a", "b")


@pytest.mark.parametrize(
    "fields",
    [
        {"user": "x", "metadata": {"a": 1}, "store": False, "service_tier": "auto"},
        {"n": 1, "logprobs": False, "tools": [], "logit_bias": {}, "presence_penalty": 0.0},
        {"response_format": {"type": "text"}, "top_logprobs": None, "tool_choice": "none"},
    ],
)
def test_what_changes_nothing_is_ignored(fields: dict[str, Any]) -> None:
    assert read_chat(body(**fields)) == read_chat(body())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("n", 2),
        ("n", True),
        ("logprobs", True),
        ("tools", [{"type": "function"}]),
        ("response_format", {"type": "json_object"}),
        ("presence_penalty", 0.5),
        ("logit_bias", {"1": 5}),
        ("audio", {}),
        ("surprise", 1),
    ],
)
def test_what_is_not_done_here_is_named(field: str, value: object) -> None:
    error = refused(**{field: value})

    assert (error.status, error.code, error.param) == (400, "unsupported_parameter", field)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("temperature", "hot"),
        ("temperature", 2.1),
        ("temperature", True),
        ("top_p", 0),
        ("top_k", -1),
        ("max_tokens", 0),
        ("seed", 1.5),
        ("repetition_penalty", 0),
        ("stop", ["a"] * 17),
        ("stop", ""),
        ("stop", [1]),
        ("stream", "yes"),
        ("stream_options", {"include_usage": True}),
        ("model", 5),
        ("preset", "one-sentence"),
        ("article", {"title": "No text"}),
        ("article", {"text": "One", "reads": [[0, 99]]}),
        ("article", {"text": "One\r\n\r\ntwo\x00", "reads": [[0, 3]]}),
        ("article", {"text": "One", "reads": [[2, 1]]}),
    ],
)
def test_values_that_do_not_fit_are_named(field: str, value: object) -> None:
    error = refused(**{field: value})

    assert (error.status, error.code, error.param) == (400, "invalid_value", field)


@pytest.mark.parametrize(
    ("messages", "param"),
    [
        ("Hello", "messages"),
        (MESSAGES * 257, "messages"),
        ([*MESSAGES, {"role": "assistant", "content": "Yes"}], "messages"),
        (["Hello"], "messages[0]"),
        ([{"role": "tool", "content": "x"}], "messages[0].role"),
        ([{"role": "user"}], "messages[0].content"),
        ([{"role": "user", "content": [{"type": "image_url"}]}], "messages[0].content"),
        ([{"role": "user", "content": "x", "tool_calls": [1]}], "messages[0].tool_calls"),
    ],
)
def test_messages_that_do_not_fit_are_named(messages: object, param: str) -> None:
    assert refused(messages=messages).param == param


def test_parts_and_developers_are_understood() -> None:
    parts = [{"type": "text", "text": "One"}, {"type": "text", "text": "two"}]
    wish = read_chat(
        body(
            messages=[
                {"role": "developer", "content": "Be brief"},
                {"role": "user", "content": parts},
            ]
        )
    )

    assert [(m.role, m.content) for m in wish.messages] == [
        ("system", "Be brief"),
        ("user", "One\ntwo"),
    ]


def test_a_preset_is_asked_in_the_articles_language() -> None:
    text = "港口周一重新开放，渔船可以进入。" * 4
    wish = read_chat(
        json.dumps({"model": "m", "preset": "one-sentence", "article": {"text": text}}).encode()
    )

    assert "概括" in wish.prompt().messages[0].content
    assert wish.params(OWN).max_tokens < OWN.max_tokens


def test_a_title_is_put_in_front_once() -> None:
    for text in ("The port opens.", "Port news\n\nThe port opens."):
        article = read_chat(body(article={"text": text, "title": "Port news"})).article
        assert article is not None
        assert article.text == "Port news\n\nThe port opens."


def test_fit_takes_an_article_alone() -> None:
    assert read_fit(b'{"model": "m", "article": {"text": "One two"}}').article is not None
    with pytest.raises(ApiError) as caught:
        read_fit(b'{"model": "m"}')
    assert caught.value.code == "missing_parameter"
