"""The name of a model's weights: the same from every file, another for other weights."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from newsassistant.model.checkpoint import Checkpoint
from newsassistant.model.families import read_config
from newsassistant.model.fingerprint import fingerprint
from newsassistant.model.gguf.llama import GgufWeights, llama_config
from newsassistant.model.weights import decoder_weights, v1_weights
from tests.unit.model import configs
from tests.unit.model.configs import numbered, write_checkpoint
from tests.unit.model.gguf import test_llama

NORM = "transformer.encoder.layers.1.post_attention_layernorm.weight"
Arrays = dict[str, npt.NDArray[Any]]


def of(folder: Path, arrays: Arrays, values: dict[str, Any] = configs.V2) -> str:
    checkpoint = Checkpoint.open(write_checkpoint(folder, values, arrays))
    config = read_config(checkpoint)
    weights = v1_weights if config.bidirectional_prompt else decoder_weights
    return fingerprint(weights(checkpoint, config), config)


def expected(arrays: Arrays, *names: str) -> str:
    return hashlib.sha256(b"".join(arrays[n].astype("<f4").tobytes() for n in names)).hexdigest()


def test_it_is_the_hash_of_all_norms_in_order(tmp_path: Path) -> None:
    arrays = numbered(configs.v2_shapes())
    names = [
        f"transformer.encoder.layers.{layer}.{norm}_layernorm.weight"
        for layer in range(2)
        for norm in ("input", "post_attention")
    ]

    assert of(tmp_path, arrays) == expected(
        arrays, *names, "transformer.encoder.final_layernorm.weight"
    )


def test_the_first_generation_has_weights_and_biases(tmp_path: Path) -> None:
    arrays = numbered(configs.v1_shapes())
    norms = [
        f"transformer.layers.{layer}.{norm}_layernorm"
        for layer in range(2)
        for norm in ("input", "post_attention")
    ]
    names = [
        f"{norm}.{part}"
        for norm in (*norms, "transformer.final_layernorm")
        for part in ("weight", "bias")
    ]

    assert of(tmp_path, arrays, configs.V1) == expected(arrays, *names)


def test_half_precision_and_another_layout_do_not_matter(tmp_path: Path) -> None:
    arrays = {name: array % 64 for name, array in numbered(configs.v2_shapes()).items()}
    half = {name: array.astype(np.float16) for name, array in arrays.items()}
    layout = numbered(configs.glm_shapes())
    for layer in range(2):
        for part in ("input_layernorm", "post_attention_layernorm"):
            stored = f"transformer.encoder.layers.{layer}.{part}.weight"
            layout[f"model.layers.{layer}.{part}.weight"] = arrays[stored]
    layout["model.norm.weight"] = arrays["transformer.encoder.final_layernorm.weight"]

    whole = of(tmp_path / "a", arrays)
    assert of(tmp_path / "b", half) == whole
    assert of(tmp_path / "c", layout, configs.GLM) == whole


@pytest.mark.parametrize("name", [NORM, "transformer.encoder.final_layernorm.weight"])
def test_a_changed_norm_is_another_model(tmp_path: Path, name: str) -> None:
    arrays = numbered(configs.v2_shapes())
    before = of(tmp_path / "a", arrays)
    arrays[name] = arrays[name] + np.float32(0.5)

    assert of(tmp_path / "b", arrays) != before


def test_a_gguf_has_one_too(tmp_path: Path) -> None:
    file = test_llama.write(tmp_path / "tiny.gguf")
    names = ("blk.0.attn_norm.weight", "blk.0.ffn_norm.weight", "output_norm.weight")

    found = fingerprint(GgufWeights(file), llama_config(file))
    assert found == expected(dict(test_llama.TENSORS), *names)


def test_the_matrices_are_not_read(tmp_path: Path) -> None:
    asked: list[str] = []

    class Norms:
        def norm(self, layer: int, name: str) -> Any:
            asked.append(f"{layer} {name}")
            return np.zeros(8, dtype=np.float16)

        def final_norm(self) -> Any:
            asked.append("final")
            return np.zeros(8, dtype=np.float16)

    config = read_config(Checkpoint.open(write_checkpoint(tmp_path, configs.V2)))
    assert len(fingerprint(Norms(), config)) == 64
    assert asked == ["0 attention", "0 ffn", "1 attention", "1 ffn", "final"]
