"""The trained prefix: PEFT's own forward, its start as a text, and what is saved of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch", reason="the train extra is not installed")

import torch
from torch import nn

from newsassistant.core.errors import PrefixError
from newsassistant.model.base import Base
from newsassistant.model.prefixes.files import read_prefix, write_prefix
from newsassistant.train.base import load_base
from newsassistant.train.prefix_tuning import PrefixTuner
from newsassistant.train.source import Source

LENGTH = 5
TEXT = [257, 10, *b"a storm at the harbour"]


def make(source: Source, *, projection: bool = False, **options: Any) -> PrefixTuner:
    torch.manual_seed(2)
    return PrefixTuner(load_base(source, **options), LENGTH, projection=projection)


def batch() -> tuple[torch.Tensor, torch.Tensor]:
    """Two rows, of which the second is three shorter."""
    ids = torch.tensor([TEXT, TEXT[::-1]])
    mask = torch.ones_like(ids)
    ids[1, -3:], mask[1, -3:] = 0, 0
    return ids, mask


def everything(tuner: PrefixTuner, ids: list[int]) -> torch.Tensor:
    """[len(ids), vocab] logits behind the prefix."""
    given = torch.tensor([ids])
    with torch.no_grad():
        made: torch.Tensor = tuner(given, torch.ones_like(given), torch.arange(len(ids)))
    return made[0]


@pytest.mark.parametrize("projection", [False, True])
def test_forward_is_that_of_peft(tiny_source: Source, projection: bool) -> None:
    tuner = make(tiny_source, projection=projection)
    ids, mask = batch()
    keep = torch.tensor([3, 7, 12])
    with torch.no_grad():
        made = tuner(ids, mask, keep)
        expected = tuner.peft(input_ids=ids, attention_mask=mask).logits[:, keep]

    assert made.shape == (2, 3, 260)
    torch.testing.assert_close(made, expected, rtol=1e-5, atol=1e-5)


def test_padding_changes_nothing(tiny_source: Source) -> None:
    tuner = make(tiny_source)
    ids, mask = batch()
    length = len(TEXT) - 3
    with torch.no_grad():
        made = tuner(ids, mask, torch.arange(length))[1]

    torch.testing.assert_close(made, everything(tuner, TEXT[::-1][:length]), rtol=1e-4, atol=1e-5)


def test_a_prefix_can_begin_as_a_text(tiny_source: Source) -> None:
    """Behind the rows of a text everything is as behind the text itself."""
    tuner = make(tiny_source)
    first = [257, *b"abcd"]
    tuner.start_from(first)
    with torch.no_grad():
        whole = load_base(tiny_source)(input_ids=torch.tensor([first + TEXT])).logits[0]

    torch.testing.assert_close(everything(tuner, TEXT), whole[LENGTH:], rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("projection", [False, True])
def test_it_begins_at_random_where_it_cannot(tiny_source: Source, projection: bool) -> None:
    tuner = make(tiny_source, projection=projection)
    before = tuner.rows().detach().clone()
    tuner.start_from([1, 2, 3, 4, 5] if projection else [1, 2, 3])

    assert torch.equal(tuner.rows(), before)


def test_the_prefix_alone_is_trained(tiny_source: Source) -> None:
    tuner = make(tiny_source)
    ids, mask = batch()
    tuner(ids, mask, torch.arange(4)).square().mean().backward()
    trained = {name: p for name, p in tuner.named_parameters() if p.requires_grad}

    assert [p.numel() for p in trained.values()] == [LENGTH * 2 * 2 * 2 * 8]
    assert all(p.grad is not None and bool(p.grad.any()) for p in trained.values())
    assert not any(p.grad is not None for n, p in tuner.named_parameters() if n not in trained)


@pytest.mark.parametrize("projection", [False, True])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_it_learns(tiny_source: Source, projection: bool, dtype: torch.dtype) -> None:
    tuner = make(tiny_source, projection=projection, dtype=dtype)
    trained = [p for p in tuner.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=0.05)
    ids, mask = batch()
    labels = torch.full((2, 4), 97)
    losses = []
    for _ in range(12):
        logits = tuner(ids, mask, torch.arange(4, 8)).float()
        loss = nn.functional.cross_entropy(logits.flatten(0, 1), labels.flatten())
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        losses.append(float(loss.detach()))

    assert {p.dtype for p in trained} == {torch.float32}
    assert losses[-1] < losses[0] - 0.5


def base_of(source: Source) -> Base:
    return Base.of(source.config, fingerprint="f" * 64, name="tiny")


def test_the_evaluated_rows_are_those_of_the_cache(tiny_source: Source) -> None:
    """[layers, key/value, length, kv_heads, head_dim], as the base itself would keep them."""
    tuner = make(tiny_source)
    ids = [257, *b"abcd"]
    tuner.start_from(ids)
    made = tuner.evaluated(base_of(tiny_source), source="newsassistant")
    with torch.no_grad():
        cache = load_base(tiny_source)(input_ids=torch.tensor([ids])).past_key_values

    assert made.rows.shape == (2, 2, LENGTH, 2, 8)
    assert made.rows.dtype == np.float32
    assert (made.position_offset, made.facts) == (LENGTH, {"source": "newsassistant"})
    for layer, one in enumerate(cache.layers):
        for part, kept in enumerate((one.keys, one.values)):
            np.testing.assert_array_equal(made.rows[layer, part], kept[0].transpose(0, 1).numpy())


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_numbers_that_are_none_are_not_exported(tiny_source: Source, value: float) -> None:
    tuner = make(tiny_source)
    with torch.no_grad():
        tuner._encoder().embedding.weight[2, 3] = value

    with pytest.raises(PrefixError) as caught:
        tuner.evaluated(base_of(tiny_source))

    assert caught.value.code == "prefix-not-finite"


@pytest.mark.parametrize("projection", [False, True])
def test_both_files_hold_the_same_rows(
    tiny_source: Source, tmp_path: Path, projection: bool
) -> None:
    tuner = make(tiny_source, projection=projection)
    own = tuner.evaluated(base_of(tiny_source))
    write_prefix(tmp_path / "prefix", own, name="House style")
    tuner.save_adapter(tmp_path / "peft")
    ours, peft = read_prefix(tmp_path / "prefix"), read_prefix(tmp_path / "peft")

    np.testing.assert_array_equal(ours.rows, own.rows)
    np.testing.assert_allclose(peft.rows, own.rows, rtol=1e-6, atol=1e-7)
    assert ours.position_offset == peft.position_offset == LENGTH
    assert ours.base == base_of(tiny_source)
    assert "bin" not in {path.suffix for path in (tmp_path / "peft").iterdir()}
