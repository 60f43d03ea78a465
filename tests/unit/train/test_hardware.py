"""What this machine trains with, told apart by what torch says of the processor."""

from __future__ import annotations

from typing import Literal

import pytest

pytest.importorskip("torch", reason="the train extra is not installed")

import torch

from newsassistant.train.hardware import Hardware, choose


def machine(monkeypatch: pytest.MonkeyPatch, units: str) -> None:
    """Pretend to be a machine with these units."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: "GPU" in units)
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda: units == "new GPU")
    monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda: "AMX" in units)
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: "AVX512" in units)


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        ("", Hardware("cpu", "f32", "")),
        ("AMX and AVX512", Hardware("cpu", "bf16", "AMX")),
        ("AVX512", Hardware("cpu", "bf16", "AVX512-BF16")),
        ("new GPU", Hardware("cuda", "bf16", "CUDA")),
        ("old GPU beside AMX", Hardware("cuda", "f32", "")),
    ],
)
def test_bfloat16_where_something_multiplies_it(
    monkeypatch: pytest.MonkeyPatch, units: str, expected: Hardware
) -> None:
    machine(monkeypatch, units)

    assert choose("auto") == expected


@pytest.mark.parametrize("precision", ["f32", "bf16"])
def test_what_is_asked_for_is_done(
    monkeypatch: pytest.MonkeyPatch, precision: Literal["f32", "bf16"]
) -> None:
    machine(monkeypatch, "")

    assert choose(precision).precision == precision


def test_the_words_for_the_log() -> None:
    assert Hardware("cpu", "f32", "").words() == "cpu, f32, no bf16 units"
    assert Hardware("cpu", "bf16", "AMX").words() == "cpu, bf16, AMX"


def test_this_machine_has_an_answer() -> None:
    assert choose("auto").precision in ("f32", "bf16")
