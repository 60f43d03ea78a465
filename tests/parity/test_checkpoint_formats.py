"""Every reference checkpoint: all formats hold the same numbers, under the roles that we think.

The official logits are computed again in numpy from the weights by role, which proves names,
shapes, the order of rows and the numbers taken from config.json, without any graph.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from newsassistant.model.checkpoint import Checkpoint
from newsassistant.model.config import ModelConfig
from newsassistant.model.families import read_config, stop_ids
from newsassistant.model.formats.stored import FloatArray
from newsassistant.model.weights import ChatGlmV1Weights, decoder_weights, v1_weights
from tests.parity import reference

Array = npt.NDArray[np.float64]

FAMILIES = {
    "chatglm_v1": "chatglm",
    "chatglm2": "chatglm2",
    "chatglm2_32k": "chatglm2",
    "chatglm3": "chatglm3",
    "chatglm3_rope": "chatglm3",
    "glm": "glm",
    "glm_edge": "glm",
}
CAUSAL = [model for model, family in FAMILIES.items() if family != "chatglm"]
REAL_VOCABULARY = {
    "chatglm_v1_realvocab": ("chatglm", (130005,)),
    "chatglm2_realvocab": ("chatglm2", (2,)),
    "chatglm3_realvocab": ("chatglm3", (2, 64795, 64797)),
}
# Not read by the official code: the fp16 files hold the rounded table of frequencies.
BUFFER = "inv_freq"


def checkpoints(shared_dir: Path, model: str) -> list[Checkpoint]:
    """Every format of a reference model."""
    return [
        Checkpoint.open(path)
        for path in sorted((shared_dir / "golden" / model).glob("checkpoint_*"))
    ]


@pytest.mark.parametrize("model", FAMILIES)
def test_all_formats_hold_the_same_numbers(shared_dir: Path, model: str) -> None:
    first, *others = checkpoints(shared_dir, model)

    assert others
    assert len({checkpoint.files[0].suffix for checkpoint in (first, *others)}) == 2
    for other in others:
        both = [name for name in first.names if name in other.stored]
        assert len(both) >= len(first.names) - 1  # a tied head may be stored or not
        for name in both:
            if not name.endswith(BUFFER):
                assert np.array_equal(first.tensor(name), other.tensor(name)), name


@pytest.mark.parametrize(("model", "family"), FAMILIES.items())
def test_every_checkpoint_fits_its_config(shared_dir: Path, model: str, family: str) -> None:
    for checkpoint in checkpoints(shared_dir, model):
        config = read_config(checkpoint)

        assert config.family == family
        weights = v1_weights if config.bidirectional_prompt else decoder_weights
        assert weights(checkpoint, config).embedding().shape == (320, 64)


@pytest.mark.parametrize(("model", "expected"), REAL_VOCABULARY.items())
def test_loadable_folders_with_their_end_ids(
    shared_dir: Path, model: str, expected: tuple[str, tuple[int, ...]]
) -> None:
    checkpoint = Checkpoint.open(shared_dir / "golden" / model / "checkpoint")
    config = read_config(checkpoint)

    weights = v1_weights if config.bidirectional_prompt else decoder_weights
    assert weights(checkpoint, config).head().shape == (config.vocab_size, config.hidden_size)
    assert (config.family, stop_ids(checkpoint.config(), config)) == expected


@pytest.mark.parametrize("model", ["chatglm2", "chatglm_v1"])
@pytest.mark.parametrize("kind", ["no_projection", "prefix_projection"])
def test_prefix_checkpoints_are_read(shared_dir: Path, model: str, kind: str) -> None:
    checkpoint = Checkpoint.open(shared_dir / f"golden/{model}/ptuning_v2/{kind}/checkpoint")

    name = "transformer.prefix_encoder.embedding.weight"
    assert checkpoint.shape(name)[0] == checkpoint.config()["pre_seq_len"]
    assert checkpoint.tensor(name).dtype == np.float32


def close(actual: Array, expected: npt.NDArray[np.float32]) -> None:
    """Within float32 rounding of the official code."""
    assert float(np.abs(actual - expected).max()) < 2e-5 * float(np.abs(expected).max())


@pytest.mark.parametrize("model", CAUSAL)
@pytest.mark.parametrize("case", ["short", "mid", "one_token"])
def test_causal_logits_follow_from_config_and_weights(
    shared_dir: Path, model: str, case: str
) -> None:
    checkpoint = checkpoints(shared_dir, model)[0]
    config = read_config(checkpoint)
    with np.load(shared_dir / f"golden/{model}/cases/{case}.npz") as golden:
        ids, expected = golden["input_ids"][0].tolist(), golden["logits"][0]

    close(reference.logits(ids, config, decoder_weights(checkpoint, config)), expected)


@pytest.mark.parametrize("case", ["short", "with_answer", "mask_token_inside"])
def test_logits_of_the_first_generation_follow(shared_dir: Path, case: str) -> None:
    folder = shared_dir / "golden" / "chatglm_v1"
    checkpoint = checkpoints(shared_dir, "chatglm_v1")[0]
    config = read_config(checkpoint)
    with np.load(folder / "cases" / f"{case}.npz") as golden:
        ids, expected = golden["input_ids"][0], golden["logits"][0]
        positions, masked = golden["position_ids"][0], golden["attention_mask"][0, 0]

    actual = first_generation(ids, positions, masked, config, v1_weights(checkpoint, config))

    close(actual, expected)


def layer_norm(x: Array, weight: FloatArray, bias: FloatArray) -> Array:
    """Over the last axis, with the epsilon of the official config."""
    centred = x - x.mean(axis=-1, keepdims=True)
    return np.asarray(
        centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-5) * weight + bias
    )


def turned(x: Array, positions: npt.NDArray[np.int64]) -> Array:
    """[S, heads, d] rotated in halves (i, i + d/2), with the frequencies rounded to float16."""
    size = x.shape[-1]
    exponent = np.arange(0, size, 2, dtype=np.float32) / size
    frequencies = (1.0 / 10_000.0**exponent).astype(np.float16).astype(np.float64)
    angle = np.tile(positions[:, None] * frequencies, 2)[:, None]
    first, second = np.split(x, 2, axis=-1)
    return np.asarray(x * np.cos(angle) + np.concatenate([-second, first], -1) * np.sin(angle))


def first_generation(
    ids: npt.NDArray[np.int64],
    positions: npt.NDArray[np.int64],
    masked: npt.NDArray[np.bool_],
    config: ModelConfig,
    weights: ChatGlmV1Weights,
) -> Array:
    """Logits of ChatGLM-6B, [S, vocab], written from golden/README.md."""

    def linear(x: Array, affine: tuple[FloatArray, ...]) -> Array:
        return np.asarray(x @ affine[0].T.astype(np.float64) + affine[1])

    def attention(x: Array, layer: int) -> Array:
        parts = np.split(linear(x, weights.qkv(layer)), 3, axis=1)
        query, key, value = (part.reshape(len(x), config.heads, -1) for part in parts)
        query, key = (
            np.concatenate(
                [turned(h, positions[i]) for i, h in enumerate(np.split(y, 2, axis=-1))], -1
            )
            for y in (query, key)
        )
        scores = np.einsum("qhd,khd->hqk", query, key) / np.sqrt(config.head_dim)
        scores = np.where(masked, -np.inf, scores)
        chances = np.exp(scores - scores.max(-1, keepdims=True))
        mixed = np.einsum("hqk,khd->qhd", chances / chances.sum(-1, keepdims=True), value)
        return linear(mixed.reshape(len(x), -1), weights.output(layer))

    # The official code never tells a block how many there are: its default of 28 always counts.
    alpha = np.sqrt(2 * 28)
    hidden = weights.embedding()[ids].astype(np.float64)
    for layer in range(config.layers):
        x = layer_norm(hidden, *weights.norm(layer, "attention"))
        hidden = alpha * x + attention(x, layer)
        y = layer_norm(hidden, *weights.norm(layer, "ffn"))
        wide = linear(y, weights.up(layer))
        gelu = 0.5 * wide * (1 + np.tanh(np.sqrt(2 / np.pi) * (wide + 0.044715 * wide**3)))
        hidden = alpha * y + linear(gelu, weights.down(layer))
    final = layer_norm(hidden, *weights.final_norm())
    return np.asarray(final @ weights.head().T.astype(np.float64))
