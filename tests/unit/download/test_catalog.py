"""What is known of each model, and which of a repository's files are taken."""

from __future__ import annotations

import re

import pytest

from newsassistant.core.errors import DownloadError
from newsassistant.download.catalog import MODELS, CatalogModel, choose, find
from tests.unit.download.hubs import MODEL

IDS = ["chatglm3-6b", "chatglm2-6b", "chatglm-6b", "glm-edge-1.5b-chat", "glm-edge-4b-chat"]
SMALL = ["config.json", "tokenizer.json"]


def test_the_models_that_this_program_is_for_are_known() -> None:
    assert [model.id for model in MODELS] == IDS


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.id)
def test_every_entry_is_complete(model: CatalogModel) -> None:
    assert re.fullmatch(r"[\w-]+/[\w.-]+", model.huggingface)
    assert re.fullmatch(r"[\w-]+/[\w.-]+", model.modelscope)
    assert model.revision == "main" or re.fullmatch("[0-9a-f]{40}", model.revision)
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in model.known_sha256.values())
    assert set(model.terms) == {"en", "zh"}
    assert model.licence


def test_a_model_is_found_in_any_case() -> None:
    assert find("ChatGLM3-6B").name == "ChatGLM3-6B"


def test_an_unknown_model_names_the_known_ones() -> None:
    with pytest.raises(DownloadError) as caught:
        find("gpt-9")
    assert caught.value.code == "download-unknown"
    assert all(name in str(caught.value) for name in IDS)


def test_the_estimates_are_of_the_right_size() -> None:
    model = find("chatglm3-6b")
    assert model.download_bytes == 12_480_000_000


def test_one_set_of_weights_is_taken_and_no_program() -> None:
    there = [
        *SMALL,
        "model.safetensors",
        "pytorch_model.bin",
        "modeling_chatglm.py",
        "README.md",
        "LICENSE",
        "MODEL_LICENSE",
    ]
    assert choose(MODEL, there, "h") == ["MODEL_LICENSE", "LICENSE", *SMALL, "model.safetensors"]


@pytest.mark.parametrize(("stem", "suffix"), [("model", "safetensors"), ("pytorch_model", "bin")])
def test_shards_come_in_order_with_their_index(stem: str, suffix: str) -> None:
    shards = [f"{stem}-0000{n}-of-00003.{suffix}" for n in (1, 2, 3)]
    index = f"{stem}.{suffix}.index.json"

    assert choose(MODEL, [*SMALL, *reversed(shards), index], "h") == [*SMALL, index, *shards]


def test_a_whole_set_is_preferred_to_a_part_of_the_better_one() -> None:
    there = [*SMALL, "model-00001-of-00002.safetensors", "pytorch_model.bin"]
    assert choose(MODEL, there, "h")[-1] == "pytorch_model.bin"


@pytest.mark.parametrize(
    ("there", "missing"),
    [
        (["config.json", "model.safetensors"], "tokenizer.json"),
        (["tokenizer.json", "model.safetensors"], "config.json"),
        (SMALL, "model.safetensors or pytorch_model.bin"),
        ([*SMALL, "model-00001-of-00001.safetensors"], "model.safetensors"),  # no index
        ([*SMALL, "model.safetensors.index.json"], "model.safetensors"),
    ],
)
def test_what_is_missing_is_named(there: list[str], missing: str) -> None:
    with pytest.raises(DownloadError) as caught:
        choose(MODEL, there, "hub.example")

    assert caught.value.code == "download-list"
    assert missing in str(caught.value)
    assert "hub.example" in str(caught.value)
