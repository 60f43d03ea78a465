"""Prefix-tuning adapters of PEFT: read as PEFT feeds them, or refused by name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from newsassistant.core.errors import CheckpointError, NewsAssistantError, PrefixError
from newsassistant.model.base import Base
from newsassistant.model.prefixes.peft import read_peft
from tests.unit.model import configs
from tests.unit.model.configs import write_checkpoint
from tests.unit.model.example_prefixes import LENGTH, flat, rows_of, write_peft


def refused(folder: Path) -> NewsAssistantError:
    with pytest.raises((PrefixError, CheckpointError)) as caught:
        read_peft(folder)
    return caught.value


@pytest.mark.parametrize("suffix", [".safetensors", ".bin"])
def test_the_rows_and_where_tokens_begin(tmp_path: Path, suffix: str) -> None:
    found = read_peft(write_peft(tmp_path, suffix=suffix))

    np.testing.assert_array_equal(found.rows, rows_of(flat()))
    assert found.position_offset == LENGTH
    assert found.base == Base("glm4", 2, 1, 4, name="THUDM/glm-4-9b-chat-hf")
    assert found.facts["source"] == "peft"


@pytest.mark.parametrize(
    ("named", "family"),
    [
        ("THUDM/chatglm3-6b-32k", "chatglm3"),
        ("someone/their-model", ""),
        (None, ""),
        (["a"], ""),
        ("a\0b", ""),
        ("", ""),
    ],
)
def test_the_family_is_told_by_the_base_or_left_open(
    tmp_path: Path, named: object, family: str
) -> None:
    found = read_peft(write_peft(tmp_path, base_model_name_or_path=named))

    assert found.base.family == family


@pytest.mark.parametrize(
    ("values", "family"),
    [(configs.GLM, "glm"), (configs.V3, "chatglm3"), (configs.V1, "chatglm"), ({}, "")],
)
def test_a_base_on_this_disk_says_it_itself(
    tmp_path: Path, values: dict[str, Any], family: str
) -> None:
    base = write_checkpoint(tmp_path / "base", values)
    found = read_peft(write_peft(tmp_path / "adapter", base_model_name_or_path=str(base)))

    assert (found.base.family, found.base.name) == (family, "base")


@pytest.mark.parametrize("lead", ["//", "\\\\", "/\\", "\\/"])
def test_no_other_machine_is_asked_for_a_base(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lead: str
) -> None:
    adapter = write_peft(tmp_path, base_model_name_or_path=f"{lead}host/share/model")
    monkeypatch.setattr(Path, "is_absolute", lambda path: pytest.fail("the path was looked at"))

    assert read_peft(adapter).base.family == ""


@pytest.mark.parametrize("named", ["HuggingFaceTB/SmolLM2-135M-Instruct", "local", "class"])
def test_the_keys_of_a_llama_are_put_in_pairs(tmp_path: Path, named: str) -> None:
    noted = {"base_model_class": "LlamaForCausalLM"} if named == "class" else None
    if named == "local":
        named = str(write_checkpoint(tmp_path / "base", {"model_type": "llama"}))
    settings: dict[str, Any] = {"base_model_name_or_path": named, "auto_mapping": noted}
    found = read_peft(write_peft(tmp_path / "adapter", **settings))
    expected = rows_of(flat())

    assert found.base.family == "starter"
    np.testing.assert_array_equal(found.rows[:, 1], expected[:, 1])
    np.testing.assert_array_equal(found.rows[:, 0], expected[:, 0][..., [0, 2, 1, 3]])


def test_odd_heads_cannot_be_put_in_pairs(tmp_path: Path) -> None:
    tensors = {"prompt_embeddings": np.zeros((LENGTH, 12), dtype=np.float32)}
    folder = write_peft(tmp_path, tensors, token_dim=3, base_model_name_or_path="SmolLM2-135M")

    assert "heads of 3, expected an even number" in str(refused(folder))


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("peft_type", "LORA", "peft_type 'LORA', expected 'PREFIX_TUNING'"),
        ("peft_type", None, "peft_type 'None'"),
        ("num_transformer_submodules", 2, "num_transformer_submodules 2, expected 1"),
        ("num_virtual_tokens", 0, "num_virtual_tokens is 0"),
        ("num_virtual_tokens", 10**12, "num_virtual_tokens is a very large number"),
        ("num_virtual_tokens", 2, "is [3, 16], expected [2, 16]"),
        ("num_layers", None, "num_layers is None"),
        ("num_layers", True, "num_layers is True"),
        ("num_attention_heads", "1", "num_attention_heads is '1'"),
        ("num_attention_heads", 3, "token_dim 4, expected a multiple of 3"),
        ("token_dim", 10**400, "token_dim is a very large number"),
        ("token_dim", -(10**400), "token_dim"),
        ("token_dim", 8, "is [3, 16], expected [3, 32]"),
    ],
)
def test_a_strange_setting_is_named(tmp_path: Path, key: str, value: object, said: str) -> None:
    settings: dict[str, Any] = {key: value}
    error = refused(write_peft(tmp_path, **settings))

    assert error.code == "prefix-invalid"
    assert said in str(error)


def test_missing_submodules_count_as_one(tmp_path: Path) -> None:
    assert read_peft(write_peft(tmp_path, num_transformer_submodules=None)).length == LENGTH


def test_a_folder_without_weights_and_weights_without_rows(tmp_path: Path) -> None:
    folder = write_peft(tmp_path, {"other": flat()})
    assert "prompt_embeddings is missing" in str(refused(folder))

    (folder / "adapter_model.safetensors").unlink()
    assert "there is no adapter_model.safetensors" in str(refused(folder))


def test_what_is_no_number_is_refused(tmp_path: Path) -> None:
    table = flat()
    table[0, 9] = np.nan
    error = refused(write_peft(tmp_path, {"prompt_embeddings": table}))

    assert (error.code, error.params) == ("prefix-not-finite", {"layer": 1})


def test_a_config_that_is_no_object_is_refused(tmp_path: Path) -> None:
    folder = write_peft(tmp_path)
    (folder / "adapter_config.json").write_text(json.dumps([1]))

    assert refused(folder).code == "checkpoint-invalid"
