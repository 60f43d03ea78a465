"""Official P-Tuning v2 checkpoints on converted models against the official code with a prefix.

Errors are relative to the largest |value| of the reference.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest

from newsassistant.cli.main import main
from newsassistant.engine.prefix_rows import PrefixRows, prepare
from newsassistant.engine.runtime import Runtime
from newsassistant.model.prefixes.files import read_prefix
from tests.parity.golden import Golden, cached, error, feed, greedy, official_cache, sure

# Measured at most 1.6e-6, as without a prefix.
EXACT = 2e-4
CLOSE_CALL = 1e-4
MODELS = ("chatglm_v1", "chatglm2")
KINDS = ("no_projection", "prefix_projection")
EVERY_CASE = list(product(MODELS, KINDS, ("short", "mid", "long")))
KEPT_CACHE = [("chatglm2", "no_projection")]


def checkpoint(golden: Golden, model: str, kind: str) -> Path:
    """The folder that the official trainer wrote."""
    return golden.source / model / "ptuning_v2" / kind / "checkpoint"


def rows_of(golden: Golden, model: str, kind: str) -> PrefixRows:
    """The prefix, read and made ready."""
    prefix = read_prefix(checkpoint(golden, model, kind))
    opened = golden.folder(model)
    prefix.check_fits(opened.base())
    return prepare(prefix, opened.config, np.float32)


def with_prefix(golden: Golden, model: str, kind: str) -> Runtime:
    """The model with the prefix in front and nothing fed."""
    runtime = golden.runtime(model)
    runtime.use_prefix(rows_of(golden, model, kind))
    return runtime


def test_every_case_is_compared(golden: Golden) -> None:
    folders = list(golden.source.glob("*/ptuning_v2/*"))
    cases = {
        (folder.parts[-3], folder.name, path.stem)
        for folder in folders
        for path in (folder / "cases").glob("*.npz")
    }
    kept = [(path.parts[-4], path.parts[-2]) for path in golden.source.glob("*/*/*/cases_kv*.npz")]

    assert cases == set(EVERY_CASE)
    assert kept == KEPT_CACHE


@pytest.mark.parametrize(("model", "kind", "case"), EVERY_CASE)
def test_logits_cache_and_greedy_ids(golden: Golden, model: str, kind: str, case: str) -> None:
    expected = golden.arrays(model, f"ptuning_v2/{kind}/cases/{case}.npz")
    runtime = with_prefix(golden, model, kind)

    logits = feed(runtime, expected["input_ids"][0])

    assert error(logits, expected["logits"][0]) < EXACT
    kept = cached(runtime, golden.folder(model).config)
    assert error(kept, official_cache(model, expected["past_key_values"])) < EXACT

    ids, steps = greedy(runtime, logits[-1], 32)
    official = expected["greedy_step_logits"]
    assert sure(official, CLOSE_CALL) == 32
    assert ids == expected["greedy_ids"].tolist()
    assert error(steps, official) < EXACT


@pytest.mark.parametrize(("model", "kind"), KEPT_CACHE)
def test_a_second_turn_on_the_kept_cache(golden: Golden, model: str, kind: str) -> None:
    expected = golden.arrays(model, f"ptuning_v2/{kind}/cases_kv_continuation.npz")
    runtime = with_prefix(golden, model, kind)

    logits = feed(runtime, expected["turn1_input_ids"][0])
    ids, _ = greedy(runtime, logits[-1], 8)

    assert ids == expected["turn1_greedy_ids"].reshape(-1).tolist()
    assert len(runtime.fed) == int(expected["cached_length"])
    kept = cached(runtime, golden.folder(model).config)
    assert error(kept, official_cache(model, expected["past_key_values_after_turn1"])) < EXACT

    logits = feed(runtime, expected["turn2_input_ids"][0])
    ids, _ = greedy(runtime, logits[-1], 8)

    assert error(logits, expected["turn2_logits"][0]) < EXACT
    assert ids == expected["turn2_greedy_ids"].reshape(-1).tolist()


def test_a_prefix_matters_and_goes_again(golden: Golden) -> None:
    plain = golden.arrays("chatglm2", "cases/mid.npz")
    runtime = with_prefix(golden, "chatglm2", "no_projection")

    assert error(feed(runtime, plain["input_ids"][0]), plain["logits"][0]) > 10 * EXACT
    runtime.use_prefix(None)
    assert error(feed(runtime, plain["input_ids"][0]), plain["logits"][0]) < EXACT


@pytest.mark.parametrize("model", MODELS)
def test_the_command_line(
    golden: Golden, model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSASSISTANT_HOME", str(tmp_path / "home"))
    kind = "prefix_projection"
    expected = golden.arrays(model, f"ptuning_v2/{kind}/cases/long.npz")
    ids, out = tmp_path / "ids.npy", tmp_path / "out.npy"
    np.save(ids, expected["input_ids"])
    folder = golden.folder(model).path
    style = checkpoint(golden, model, kind)

    assert main(["logits", str(folder), str(ids), str(out), "--prefix", str(style)]) == 0

    assert error(np.load(out), expected["logits"][0]) < EXACT
