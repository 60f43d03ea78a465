"""Prefixes become tensors once, in the graph's order; a changed file is read again."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import openvino as ov
import pytest

from newsassistant.core.errors import PrefixError
from newsassistant.engine.prefix_rows import KEPT, PrefixShelf, prepare, row_dtype
from newsassistant.model.base import Base
from newsassistant.model.config import ModelConfig
from newsassistant.model.prefixes.files import write_prefix
from newsassistant.model.prefixes.prefix import Prefix
from newsassistant.model.states import KINDS, state_name

CONFIG = ModelConfig(
    family="glm",
    layers=12,
    hidden_size=8,
    heads=4,
    kv_heads=2,
    head_dim=6,
    ffn_size=8,
    vocab_size=16,
    context_length=64,
    norm_eps=1e-5,
    rotary_dim=4,
    rope_theta=1e4,
)
BASE = Base.of(CONFIG)


def numbered(length: int = 3, *, offset: int = 0) -> Prefix:
    """A prefix in which every value is different."""
    shape = (CONFIG.layers, 2, length, CONFIG.kv_heads, CONFIG.head_dim)
    return Prefix(np.arange(np.prod(shape), dtype=np.float32).reshape(shape), BASE, offset)


def test_every_layer_goes_to_the_state_of_its_number() -> None:
    prefix = numbered()
    ready = prepare(prefix, CONFIG, np.float32)

    assert len(ready.tensors) == 24
    for layer in range(12):
        key, value = (ready.tensors[state_name(layer, kind)].data for kind in KINDS)
        assert key.shape == value.shape == (1, 2, 3, 6)
        official = prefix.rows[layer].transpose(0, 2, 1, 3)  # [k/v, kv_heads, length, head_dim]
        np.testing.assert_array_equal(key[0], official[0][..., [0, 2, 1, 3, 4, 5]])
        np.testing.assert_array_equal(value[0], official[1])


def test_the_first_generation_keeps_its_order() -> None:
    config = replace(CONFIG, bos_id=4, gmask_id=1, mask_id=3)
    ready = prepare(numbered(), config, np.float32)

    key = ready.tensors[state_name(3, "key")].data[0]
    np.testing.assert_array_equal(key, numbered().rows[3, 0].transpose(1, 0, 2))


def test_half_precision_takes_half_the_bytes_and_stays_finite() -> None:
    prefix = replace(numbered(offset=3), rows=np.full_like(numbered().rows, 1e6))
    whole, half = (prepare(prefix, CONFIG, dtype) for dtype in (np.float32, np.float16))

    assert (whole.nbytes, half.nbytes) == (prefix.nbytes, prefix.nbytes // 2)
    assert half.tensors[state_name(0, "key")].element_type == ov.Type.f16
    assert half.tensors[state_name(0, "key")].data.max() == np.finfo(np.float16).max
    assert (half.length, half.position_offset) == (3, 3)


@pytest.mark.parametrize(
    ("stored", "dtype"), [("f16", "f2"), ("bf16", "f4"), ("f32", "f4"), ("u8", "f4")]
)
def test_only_a_half_precision_cache_is_written_in_half(stored: str, dtype: str) -> None:
    assert np.dtype(row_dtype(stored)) == np.dtype(dtype)


@pytest.fixture
def shelf() -> PrefixShelf:
    return PrefixShelf(CONFIG, BASE, np.float16)


def test_a_prefix_is_read_once_until_its_file_changes(shelf: PrefixShelf, tmp_path: Path) -> None:
    write_prefix(tmp_path / "house", numbered(), name="House")
    first = shelf.rows(tmp_path / "house")
    assert shelf.rows(tmp_path / "house") is first

    write_prefix(tmp_path / "house", numbered(5), name="House")
    second = shelf.rows(tmp_path / "house")
    assert (first.length, second.length) == (3, 5)


def test_the_prefix_not_used_for_longest_is_forgotten(shelf: PrefixShelf, tmp_path: Path) -> None:
    paths = [tmp_path / f"style-{number}" for number in range(KEPT + 1)]
    for path in paths:
        write_prefix(path, numbered(), name=path.name)
    rows = [shelf.rows(path) for path in paths[:KEPT]]
    assert shelf.rows(paths[0]) is rows[0]

    shelf.rows(paths[KEPT])

    assert shelf.rows(paths[0]) is rows[0]
    assert shelf.rows(paths[1]) is not rows[1]


def test_what_cannot_be_used_is_refused(shelf: PrefixShelf, tmp_path: Path) -> None:
    other = replace(numbered(), base=replace(BASE, fingerprint="f" * 64, name="Other"))
    write_prefix(tmp_path / "other", other, name="Other")
    known = PrefixShelf(CONFIG, replace(BASE, fingerprint="a" * 64), np.float16)
    with pytest.raises(PrefixError) as caught:
        known.rows(tmp_path / "other")
    assert caught.value.code == "prefix-other-base"

    with pytest.raises(PrefixError) as caught:
        shelf.rows(tmp_path / "none")
    assert caught.value.code == "prefix-missing"

    file = tmp_path / "other" / "prefix.safetensors"
    os.truncate(file, file.stat().st_size - 4)
    with pytest.raises(PrefixError) as caught:
        shelf.rows(tmp_path / "other")
    assert caught.value.code == "prefix-damaged"
