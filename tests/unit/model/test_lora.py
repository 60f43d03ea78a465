"""Merging LoRA adapters: the numbers against numpy, and everything that does not fit."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from newsassistant.core.errors import CheckpointError
from newsassistant.model import lora
from newsassistant.model.checkpoint import Checkpoint
from newsassistant.model.lora import MergedCheckpoint, merge_lora
from tests.unit.model import configs
from tests.unit.model.forge import safetensors_file, torch_file, write

Array = npt.NDArray[Any]
QKV = "transformer.encoder.layers.0.self_attention.query_key_value"
DENSE = "transformer.encoder.layers.1.self_attention.dense"
HEAD = "lm_head"
R = 3
SETTINGS: dict[str, Any] = {"peft_type": "LORA", "r": R, "lora_alpha": 12, "bias": "none"}
RANDOM = np.random.default_rng(8)


def values(*shape: int) -> npt.NDArray[np.float32]:
    return RANDOM.normal(0, 1, shape).astype(np.float32)


@pytest.fixture
def base(tmp_path: Path) -> Checkpoint:
    """Every tensor of a tiny ChatGLM3: query_key_value is [16, 8], dense [8, 8]."""
    arrays = {name: values(*shape) for name, shape in configs.v2_shapes().items()}
    return Checkpoint.open(configs.write_checkpoint(tmp_path / "base", configs.V3, arrays))


def adapter(
    folder: Path, tensors: dict[str, Array], *, torch: bool = False, **changes: Any
) -> Path:
    folder.mkdir()
    (folder / "adapter_config.json").write_text(json.dumps({**SETTINGS, **changes}))
    named = {f"base_model.model.{name}": array for name, array in tensors.items()}
    if torch:
        write(folder / "adapter_model.bin", torch_file(named))
    else:
        write(folder / "adapter_model.safetensors", safetensors_file(named))
    return folder


def pair(module: str, out: int, width: int = 8, rank: int = R) -> dict[str, Array]:
    return {
        f"{module}.lora_A.weight": values(rank, width),
        f"{module}.lora_B.weight": values(out, rank),
    }


def product(tensors: dict[str, Array], module: str) -> Array:
    up, down = tensors[f"{module}.lora_B.weight"], tensors[f"{module}.lora_A.weight"]
    return np.asarray(up.astype(np.float64) @ down.astype(np.float64))


@pytest.mark.parametrize("torch", [False, True])
def test_the_sum_is_that_of_numpy(tmp_path: Path, base: Checkpoint, torch: bool) -> None:
    tensors = pair(QKV, 16) | pair(DENSE, 8)
    merged = merge_lora(base, adapter(tmp_path / "lora", tensors, torch=torch))

    for module in (QKV, DENSE):
        expected = base.tensor(f"{module}.weight") + 4.0 * product(tensors, module)
        actual = merged.read(f"{module}.weight", expected.shape)
        assert str(actual.dtype) == "float32"
        np.testing.assert_allclose(actual, expected, rtol=1e-5, atol=1e-5)
        np.testing.assert_allclose(merged.rows(f"{module}.weight", 2, 5), actual[2:5])
    for name in set(base.names) - {f"{QKV}.weight", f"{DENSE}.weight"}:
        np.testing.assert_array_equal(merged.tensor(name), base.tensor(name))
    assert (merged.path, merged.names) == (base.path, base.names)


def test_blocks_of_rows_give_the_same(
    tmp_path: Path, base: Checkpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    merged = merge_lora(base, adapter(tmp_path / "lora", pair(QKV, 16)))
    whole = merged.tensor(f"{QKV}.weight")
    monkeypatch.setattr(lora, "ROWS_PER_BLOCK", 5)

    np.testing.assert_allclose(merged.tensor(f"{QKV}.weight"), whole, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize(
    ("changes", "scale"),
    [
        ({}, 4.0),
        ({"use_rslora": True}, 12 / np.sqrt(3)),
        ({"lora_alpha": 1.5}, 0.5),
        ({"alpha_pattern": {"query_key_value": 6}}, 2.0),
        ({"alpha_pattern": {f"^{QKV}": 6}}, 2.0),
        ({"alpha_pattern": {"value": 6, "layers.1": 6, "^query_key_value": 6}}, 4.0),
        ({"r": 5, "rank_pattern": {"self_attention.query_key_value": 3}}, 4.0),
        # Layers of these models are stored [out, in] whatever this says.
        ({"fan_in_fan_out": True}, 4.0),
    ],
)
def test_scales(tmp_path: Path, base: Checkpoint, changes: dict[str, Any], scale: float) -> None:
    tensors = pair(QKV, 16)
    merged = merge_lora(base, adapter(tmp_path / "lora", tensors, **changes))

    added = merged.tensor(f"{QKV}.weight") - base.tensor(f"{QKV}.weight")
    np.testing.assert_allclose(added, scale * product(tensors, QKV), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("enabled", [[True, False], [False, True], [True, False, False, True]])
def test_the_grouped_form_changes_shares_of_the_rows(
    tmp_path: Path, base: Checkpoint, enabled: list[bool]
) -> None:
    """Computed as the layer does it: a projection, a grouped convolution, zeros in between."""
    count, share = sum(enabled), 16 // len(enabled)
    down, up = values(R * count, 8), values(share * count, R, 1)
    tensors = {f"{QKV}.lora_A.weight": down, f"{QKV}.lora_B.weight": up}
    folder = adapter(
        tmp_path / "lora", tensors, torch=True, enable_lora=enabled, fan_in_fan_out=True
    )
    merged = merge_lora(base, folder)
    x = values(8)

    hidden = np.split(down @ x, count)
    outputs = iter(np.split(up[..., 0], count))
    groups = iter(hidden)
    parts = [next(outputs) @ next(groups) if on else np.zeros(share) for on in enabled]
    expected = base.tensor(f"{QKV}.weight") @ x + 4.0 * np.concatenate(parts)
    np.testing.assert_allclose(merged.tensor(f"{QKV}.weight") @ x, expected, rtol=1e-4, atol=1e-4)


def refusal(base: Checkpoint, folder: Path) -> str:
    with pytest.raises(CheckpointError) as caught:
        merge_lora(base, folder)
    assert caught.value.code in ("adapter-invalid", "checkpoint-invalid", "file-not-found")
    return caught.value.text()


def test_modules_shapes_and_tensors_that_do_not_fit_are_named(
    tmp_path: Path, base: Checkpoint
) -> None:
    one = pair(QKV, 16)
    cases: list[tuple[dict[str, Array], str]] = [
        (pair("model.layers.0.self_attn.q_proj", 8), "no tensors for model.layers.0.self_attn.q"),
        (pair(QKV, 17), f"{QKV}.lora_B.weight is [17, 3], expected [16, 3]"),
        (pair(QKV, 16, width=9), f"{QKV}.lora_A.weight is [3, 9], expected [3, 8]"),
        (pair(QKV, 16, rank=4), f"{QKV}.lora_A.weight is [4, 8], expected [3, 8]"),
        ({f"{QKV}.lora_A.weight": values(3, 8)}, f"lora_A or lora_B is missing for {QKV}"),
        ({}, "missing for every module"),
        (one | {f"{QKV}.lora_magnitude_vector": values(16)}, "lora_magnitude_vector: only"),
        (one | {f"{QKV}.weight": values(16, 8)}, f"{QKV}.weight: only lora_A and lora_B"),
        (pair("transformer.encoder.final_layernorm", 8), "is [8], expected a matrix"),
    ]
    for number, (tensors, words) in enumerate(cases):
        assert words in refusal(base, adapter(tmp_path / str(number), tensors)), words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"r": 0}, "r is 0, expected a whole number from 1"),
        ({"r": True}, "r is True"),
        ({"lora_alpha": "12"}, "lora_alpha is 12, expected a number above 0"),
        ({"lora_alpha": None}, "lora_alpha is None"),
        ({"peft_type": "PREFIX_TUNING"}, "peft_type is PREFIX_TUNING, expected LORA"),
        ({"bias": "all"}, "bias is all, expected none"),
        ({"use_dora": True}, "use_dora is True"),
        ({"modules_to_save": ["lm_head"]}, "modules_to_save is ['lm_head']"),
        ({"init_lora_weights": "pissa_niter_16"}, "init_lora_weights is pissa_niter_16"),
        ({"init_lora_weights": "of next year"}, "init_lora_weights is of next year"),
        ({"init_lora_weights": 1}, "init_lora_weights is 1"),
        ({"use_rslora": 1}, "use_rslora is 1, expected true or false"),
        ({"lora_bias": True}, "lora_bias is True"),
        ({"layer_replication": [[0, 2], [1, 2]]}, "layer_replication is [[0, 2], [1, 2]]"),
        ({"target_parameters": ["experts.weight"]}, "target_parameters is ['experts.weight']"),
        ({"use_of_next_year": {"a": 1}}, "use_of_next_year is {'a': 1}, expected none"),
        ({"alora_invocation_tokens": [1]}, "alora_invocation_tokens is [1]"),
        ({"rank_pattern": {"(a+)+$": 3}}, "rank_pattern is {'(a+)+$': 3}, expected plain names"),
        ({"rank_pattern": {"query_key_value": "3"}}, "query_key_value is 3, expected a whole"),
        ({"alpha_pattern": [1]}, "alpha_pattern is [1]"),
        ({"enable_lora": [1, 0]}, "enable_lora is [1, 0], expected a list of true and false"),
        ({"enable_lora": [True, False, True]}, "16 rows, expected 3 equal shares"),
        ({"enable_lora": [True], "rank_pattern": {"a": 1}}, "none beside rank_pattern"),
    ],
)
def test_settings_that_are_not_supported_are_named(
    tmp_path: Path, base: Checkpoint, changes: dict[str, Any], words: str
) -> None:
    assert words in refusal(base, adapter(tmp_path / "lora", pair(QKV, 16), **changes))


def test_files_that_are_missing_or_hostile(tmp_path: Path, base: Checkpoint) -> None:
    assert "no file" in refusal(base, tmp_path / "none")
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "adapter_config.json" in refusal(base, empty)
    (empty / "adapter_config.json").write_text(json.dumps(SETTINGS))
    assert "no adapter_model.safetensors or adapter_model.bin" in refusal(base, empty)
    (empty / "adapter_model.bin").write_bytes(b"cos\nsystem\n(S'touch x'\ntR.")
    assert "adapter_model.bin" in refusal(base, empty)


def test_tensors_that_the_model_does_not_use(tmp_path: Path, base: Checkpoint) -> None:
    merged = merge_lora(base, adapter(tmp_path / "lora", pair(QKV, 16)))

    merged.check_used([f"{QKV}.weight"])
    with pytest.raises(CheckpointError, match="the model does not use"):
        merged.check_used([f"{DENSE}.weight"])


def test_a_merge_reads_headers_only(tmp_path: Path) -> None:
    shape = (4096, 512)
    source = configs.write_checkpoint(
        tmp_path / "base", configs.V3, {f"{QKV}.weight": np.zeros(shape, np.float32)}
    )
    folder = adapter(tmp_path / "lora", pair(QKV, 4096, 512))
    base = Checkpoint.open(source)
    tracemalloc.start()
    merged = merge_lora(base, folder)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert isinstance(merged, MergedCheckpoint)
    assert peak < 4 << 20  # the weight has 8 MiB


def test_an_adapter_with_all_that_peft_writes_is_merged(base: Checkpoint, tmp_path: Path) -> None:
    """Every field of PEFT's LoraConfig with its usual value, as the program saves it."""
    usual: dict[str, Any] = {
        "auto_mapping": None,
        "base_model_name_or_path": "THUDM/chatglm3-6b",
        "fan_in_fan_out": False,
        "inference_mode": True,
        "init_lora_weights": True,
        "layer_replication": None,
        "loftq_config": {},
        "lora_bias": False,
        "lora_dropout": 0.1,
        "megatron_config": None,
        "megatron_core": "megatron.core",
        "modules_to_save": None,
        "qalora_group_size": 16,
        "runtime_config": {"ephemeral_gpu_offload": False},
        "target_modules": ["dense"],
        "task_type": "CAUSAL_LM",
        "trainable_token_indices": None,
        "use_dora": False,
        "use_rslora": False,
    }
    tensors = pair(DENSE, 8)
    plain = merge_lora(base, adapter(tmp_path / "plain", tensors))
    full = merge_lora(base, adapter(tmp_path / "full", tensors, **usual))

    name = f"{DENSE}.weight"
    np.testing.assert_array_equal(full.tensor(name), plain.tensor(name))
    assert not np.array_equal(full.tensor(name), base.tensor(name))
