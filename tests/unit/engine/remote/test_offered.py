"""What servers list: models, styles beside them, and how much they read."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from newsassistant.core.outside import UnfitError
from newsassistant.core.types import GenerationParams
from newsassistant.engine.remote.offered import (
    Offered,
    OfferedStyle,
    from_facts,
    offered,
    to_facts,
)


def names(*models: Mapping[str, object]) -> list[tuple[str, list[str], int]]:
    found = offered({"object": "list", "data": list(models)})
    return [(m.name, [style.name for style in m.styles], m.context) for m in found]


OURS = {
    "object": "list",
    "data": [
        {
            "id": "starter",
            "object": "model",
            "context_length": 8192,
            "newsassistant": {
                "base": "starter",
                "style": None,
                "name": "Starter 100M",
                "family": "llama",
                "licence": "Apache-2.0",
                "preset": "",
                "defaults": {"temperature": 0.5, "top_p": 0.9, "top_k": 40, "max_tokens": 300},
            },
        },
        {
            "id": "starter:evening",
            "object": "model",
            "newsassistant": {
                "base": "starter",
                "style": "evening",
                "name": "Evening desk",
                "preset": "150-words",
            },
        },
    ],
}


def test_our_own_server_tells_more() -> None:
    (model,) = offered(OURS)

    assert model == Offered(
        "starter",
        "Starter 100M",
        8192,
        (OfferedStyle("starter:evening", "Evening desk", "150-words"),),
        ours=True,
        family="llama",
        licence="Apache-2.0",
        generation=GenerationParams(max_tokens=300, temperature=0.5, top_k=40, top_p=0.9),
    )


def test_what_is_remembered_is_the_same() -> None:
    for model in [*offered(OURS), *offered({"data": [{"id": "a", "max_model_len": 9}]})]:
        assert from_facts(json.loads(json.dumps(to_facts(model)))) == model


def test_a_colon_alone_makes_no_style() -> None:
    assert names({"id": "qwen2.5:7b"}, {"id": "llama3:latest"}) == [
        ("qwen2.5:7b", [], 0),
        ("llama3:latest", [], 0),
    ]
    assert names({"id": "base"}, {"id": "base:evening"}) == [("base", ["base:evening"], 0)]


def test_an_adapter_is_a_style_of_its_parent() -> None:
    base = {"id": "THUDM/chatglm3-6b", "max_model_len": 8192, "parent": None}
    adapter = {"id": "evening-lora", "parent": "THUDM/chatglm3-6b"}

    assert names(base, adapter) == [("THUDM/chatglm3-6b", ["evening-lora"], 8192)]


def test_how_much_is_read_is_told_in_several_ways() -> None:
    assert names({"id": "a", "meta": {"n_ctx_train": 32768}}) == [("a", [], 32768)]
    assert names({"id": "a", "meta": {"n_ctx": 4096, "n_ctx_train": 32768}}) == [("a", [], 4096)]
    assert names({"id": "a", "context_length": -3}, {"id": "b", "max_model_len": "x"}) == [
        ("a", [], 0),
        ("b", [], 0),
    ]
    assert names({"id": "a", "meta": None}) == [("a", [], 0)]


def test_names_that_cannot_be_shown_or_kept_are_left_out() -> None:
    assert names({"id": "a\nb"}, {"id": "x" * 96}, {"id": ""}, {"id": "\u202eab"}) == []


@pytest.mark.parametrize(
    "facts",
    [[], {"data": 3}, {"data": [3]}, {"data": [{"object": "model"}]}, {"data": [{"id": 7}]}],
)
def test_no_list_is_refused(facts: object) -> None:
    with pytest.raises(UnfitError):
        offered(facts)
