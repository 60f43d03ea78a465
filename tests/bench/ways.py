"""Kinds of weights and ways to run them, for the tables of speed and of quality.

The properties are OpenVINO's own; what is not named is left to OpenVINO.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from newsassistant.convert.export import Weights
from newsassistant.engine.compiled import RuntimeOptions

PRECISION = "INFERENCE_PRECISION_HINT"
GROUP = "DYNAMIC_QUANTIZATION_GROUP_SIZE"
CACHE = "KV_CACHE_PRECISION"
THREADS = "INFERENCE_NUM_THREADS"


@dataclass(frozen=True, slots=True)
class Way:
    """A row: kind of weights, and properties."""

    label: str
    weights: Weights
    properties: Mapping[str, str]


def _floats(precision: str) -> dict[str, str]:
    return {PRECISION: precision, GROUP: "0", CACHE: "f16"}


def _grouped(size: int) -> dict[str, str]:
    return {PRECISION: "f32", GROUP: str(size), CACHE: "f16"}


BF16 = Way("fp16 weights, bf16 arithmetic", "fp16", _floats("bf16"))
SPEEDS = (
    BF16,
    Way("int8 weights, bf16 arithmetic", "int8", _floats("bf16")),
    Way("int8 weights, f32 arithmetic", "int8", _floats("f32")),
    Way("int8 weights, int8 activations in groups of 32", "int8", _grouped(32)),
    Way("int8 weights, int8 activations in groups of 128", "int8", _grouped(128)),
    Way("int4 weights, int8 activations in groups of 32", "int4", _grouped(32)),
    Way("int4 weights, int8 activations in groups of 128", "int4", _grouped(128)),
)
QUALITIES = (
    *SPEEDS,
    Way("fp16 weights, f32 arithmetic", "fp16", _floats("f32")),
    Way("int8 weights, OpenVINO's own choice", "int8", {CACHE: "f16"}),
    Way("int8 weights, int8 activations in groups of 64", "int8", _grouped(64)),
    Way("int4 weights, f32 arithmetic", "int4", _floats("f32")),
    Way("int4 weights, bf16 arithmetic", "int4", _floats("bf16")),
)


def runtime_options(properties: Mapping[str, str]) -> RuntimeOptions:
    """The engine's options with these properties."""
    group = properties.get(GROUP)
    return RuntimeOptions(
        kv_cache_precision=properties.get(CACHE, "f16"),
        inference_precision=properties.get(PRECISION),
        threads=int(properties.get(THREADS, 0)),
        activation_group=None if group is None else int(group),
    )
