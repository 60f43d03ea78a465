"""Which model something made for one may be used with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsassistant.core.errors import PrefixError
from newsassistant.core.types import ModelInfo
from newsassistant.model.base import Base, check_base
from tests.unit.model.example_prefixes import V2_BASE
from tests.unit.model.test_config import CONFIG

KNOWN = replace(V2_BASE, fingerprint="a" * 64)


def unfit(needed: Base, model: Base) -> PrefixError:
    with pytest.raises(PrefixError) as caught:
        check_base(needed, model)
    return caught.value


def test_two_files_formats_of_one_architecture_are_alike() -> None:
    published, converted = (Base(family, 40, 2, 128) for family in ("glm4", "glm"))

    check_base(published, converted)
    check_base(converted, published)
    assert unfit(published, replace(converted, family="chatglm3")).code == "prefix-other-shape"


def test_where_a_family_is_unknown_the_sizes_decide() -> None:
    unknown = replace(V2_BASE, family="")

    check_base(unknown, V2_BASE)
    check_base(V2_BASE, unknown)
    error = unfit(replace(unknown, layers=9, name=""), V2_BASE)
    assert error.params["expected"] == "9 layers, 1 KV heads of 4"


def test_fingerprints_decide_only_where_both_are_known() -> None:
    other = replace(KNOWN, fingerprint="b" * 64, name="Tuned")
    error = unfit(KNOWN, other)

    check_base(V2_BASE, other)
    check_base(KNOWN, replace(other, fingerprint=""))
    assert error.code == "prefix-other-base"
    assert error.params == {"expected": "THUDM/chatglm2-6b", "actual": "Tuned"}


def test_nameless_bases_are_called_by_their_fingerprints() -> None:
    needed, actual = (Base("glm", 2, 1, 4, digit * 64) for digit in "ab")

    assert unfit(needed, actual).params == {"expected": "a" * 12, "actual": "b" * 12}


def test_the_base_of_a_loaded_and_of_a_listed_model_are_the_same() -> None:
    loaded = Base.of(CONFIG, fingerprint="c" * 64, name="Tiny")
    listed = ModelInfo(
        id="tiny",
        name="Tiny",
        weights="int8",
        context_length=64,
        family=CONFIG.family,
        layers=CONFIG.layers,
        kv_heads=CONFIG.kv_heads,
        head_dim=CONFIG.head_dim,
        fingerprint="c" * 64,
    )

    assert Base.of_info(listed) == loaded
