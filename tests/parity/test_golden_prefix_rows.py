"""The rows of official P-Tuning v2 checkpoints equal those that the official encoder computes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from newsassistant.model.prefixes.files import read_prefix, write_prefix
from tests.parity.golden import error

MODELS = {"chatglm_v1": "chatglm", "chatglm2": "chatglm2"}
KINDS = ("no_projection", "prefix_projection")
TOLERANCE = 1e-6


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("model", MODELS)
def test_the_rows_are_those_of_the_official_encoder(
    shared_dir: Path, tmp_path: Path, model: str, kind: str
) -> None:
    source = shared_dir / "golden" / model / "ptuning_v2" / kind
    with np.load(source / "prefix_past_key_values.npz") as stored:
        expected = stored["prefix_past_key_values"][:, :, :, 0]  # one sequence
    found = read_prefix(source / "checkpoint")

    assert found.base.family == MODELS[model]
    assert found.position_offset == 0
    assert error(found.rows, expected) < TOLERANCE
    write_prefix(tmp_path / "ours", found, name=kind)
    np.testing.assert_array_equal(read_prefix(tmp_path / "ours").rows, found.rows)


def test_what_was_compared_is_not_trivial(shared_dir: Path) -> None:
    rows = [
        read_prefix(shared_dir / "golden" / "chatglm2" / "ptuning_v2" / kind / "checkpoint").rows
        for kind in KINDS
    ]

    assert error(rows[0], rows[1]) > 0.1
    assert all(np.ptp(part) > 0.01 for kind in rows for layer in kind for part in layer)
