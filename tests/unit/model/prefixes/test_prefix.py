"""A prefix: which rows are usable, and that it fits its base alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from newsassistant.core.errors import PrefixError
from newsassistant.model.prefixes.manifest import MAX_LENGTH
from newsassistant.model.prefixes.prefix import Prefix
from tests.unit.model.example_prefixes import LENGTH, V2_BASE, prefix

KNOWN = replace(V2_BASE, fingerprint="a" * 64)


def refused(found: Prefix) -> PrefixError:
    with pytest.raises(PrefixError) as caught:
        found.check()
    return caught.value


def test_usable_rows_know_their_length_and_size() -> None:
    found = prefix(position_offset=LENGTH)

    assert found.check() is found
    assert (found.length, found.nbytes) == (3, 2 * 2 * 3 * 1 * 4 * 4)


@pytest.mark.parametrize(
    "shape",
    [(3, 2, 3, 1, 4), (2, 1, 3, 1, 4), (2, 2, 3, 2, 4), (2, 2, 3, 1, 8), (2, 2, 3, 4), (48,), ()],
)
def test_rows_of_another_shape_are_named_with_what_is_expected(shape: tuple[int, ...]) -> None:
    error = refused(prefix(rows=np.zeros(shape, dtype=np.float32)))

    assert error.code == "prefix-invalid"
    assert str(list(shape)) in str(error)
    assert f"expected [2, 2, 1 to {MAX_LENGTH}, 1, 4]" in str(error)


@pytest.mark.parametrize("length", [0, MAX_LENGTH + 1])
def test_no_rows_and_too_many_are_refused(length: int) -> None:
    rows = np.zeros((2, 2, length, 1, 4), dtype=np.float32)

    assert refused(prefix(rows=rows)).code == "prefix-invalid"


@pytest.mark.parametrize("dtype", ["float16", "float64", "int32"])
def test_another_dtype_is_refused(dtype: str) -> None:
    assert dtype in str(refused(prefix(rows=np.zeros((2, 2, 3, 1, 4), dtype=dtype))))


@pytest.mark.parametrize("offset", [-1, 1, 4])
def test_tokens_begin_at_zero_or_behind_the_rows(offset: int) -> None:
    assert f"position offset {offset}, expected 0 or 3" in str(
        refused(prefix(position_offset=offset))
    )


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e38, -65_536.0])
def test_the_layer_of_what_is_no_number_is_named(value: float) -> None:
    rows = prefix().rows.copy()
    rows[1, 0, 2, 0, 3] = value
    error = refused(prefix(rows=rows))

    assert (error.code, error.params) == ("prefix-not-finite", {"layer": 1})


def test_a_prefix_fits_its_base() -> None:
    prefix().check_fits(V2_BASE)
    prefix(replace(V2_BASE, name="other name")).check_fits(KNOWN)
    prefix(KNOWN).check_fits(replace(KNOWN, name="renamed"))


@pytest.mark.parametrize(
    "change", [{"layers": 3}, {"kv_heads": 2}, {"head_dim": 8}, {"family": "chatglm3"}]
)
def test_another_shape_is_named_with_both(change: dict[str, int | str]) -> None:
    other = replace(V2_BASE, **change)  # type: ignore[arg-type]
    with pytest.raises(PrefixError) as caught:
        prefix().check_fits(other)

    assert caught.value.code == "prefix-other-shape"
    expected, actual = (f"{base.name} ({base.shape()})" for base in (V2_BASE, other))
    assert caught.value.params == {"expected": expected, "actual": actual}
