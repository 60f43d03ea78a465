"""Sampling against a differently written reference, and the official one's numbers."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from newsassistant.core.types import GenerationParams
from newsassistant.engine.sampling import Sampler, candidates, penalize

FloatArray = npt.NDArray[np.float32]


def make_logits(size: int = 500, seed: int = 1) -> FloatArray:
    return np.random.default_rng(seed).normal(0, 3, size).astype(np.float32)


def plain(logits: FloatArray, params: GenerationParams) -> npt.NDArray[np.float64]:
    """Probabilities by sorting everything: temperature, top-k, then top-p."""
    scores = [float(value) / params.temperature for value in logits]
    ranked = sorted(range(len(scores)), key=lambda index: -scores[index])
    if params.top_k:
        ranked = ranked[: params.top_k]
    best = scores[ranked[0]]
    weights = {index: float(np.exp(scores[index] - best)) for index in ranked}
    total, mass = sum(weights.values()), 0.0
    kept: list[int] = []
    for index in ranked:
        if kept and mass >= params.top_p:
            break
        kept.append(index)
        mass += weights[index] / total
    out = np.zeros(len(scores))
    for index in kept:
        out[index] = weights[index] / sum(weights[other] for other in kept)
    return out


def spread(logits: FloatArray, params: GenerationParams) -> npt.NDArray[np.float64]:
    ids, weights = candidates(logits, params)
    out = np.zeros(logits.size)
    out[ids] = weights
    return out


@pytest.mark.parametrize("temperature", [0.01, 0.6, 1.0, 1.7])
@pytest.mark.parametrize("top_k", [0, 1, 7, 50, 500, 900])
@pytest.mark.parametrize("top_p", [0.0, 0.1, 0.8, 0.97, 1.0])
def test_the_distribution(temperature: float, top_k: int, top_p: float) -> None:
    params = GenerationParams(temperature=temperature, top_k=top_k, top_p=top_p)
    logits = make_logits()

    actual = spread(logits, params)

    assert actual.sum() == pytest.approx(1.0, abs=1e-5)
    np.testing.assert_allclose(actual, plain(logits, params), atol=2e-6)


def compare(
    actual: npt.NDArray[np.float64], expected: FloatArray, logits: FloatArray, name: str
) -> None:
    """Equal, but for which of several equal logits the border of top-p leaves out."""
    _, places, counts = np.unique(logits, return_inverse=True, return_counts=True)
    single = counts[places] == 1
    np.testing.assert_allclose(actual[single], expected[single], atol=3e-6, err_msg=name)
    np.testing.assert_allclose(np.sort(actual), np.sort(expected), atol=3e-6, err_msg=name)


def test_the_official_distributions(shared_dir: Path) -> None:
    folder = shared_dir / "golden" / "sampling"
    arrays = np.load(folder / "sampling_reference.npz")
    facts = json.loads((folder / "sampling_reference.json").read_text(encoding="utf-8"))
    combos = [combo for combo in facts["combos"] if "no_repeat_ngram_size" not in combo]
    assert len(combos) == 8

    for combo in combos:
        params = GenerationParams(
            temperature=combo["temperature"], top_k=combo["effective_top_k"], top_p=combo["top_p"]
        )
        penalty = combo.get("repetition_penalty", 1.0)
        expected = arrays[f"probs_{combo['index']}"]
        for row, logits in enumerate(arrays["raw_logits"]):
            previous = arrays["previous_input_ids"][row].tolist()
            actual = spread(penalize(logits, previous, penalty), params)
            compare(actual, expected[row], logits, str(combo))


def test_invalid_logits_give_the_official_fallback(shared_dir: Path) -> None:
    arrays = np.load(shared_dir / "golden" / "sampling" / "sampling_reference.npz")
    expected = arrays["invalid_out"].reshape(-1, arrays["invalid_out"].shape[-1])

    rows = arrays["invalid_in"].reshape(expected.shape)
    for logits, official in zip(rows, expected, strict=True):
        if not np.isfinite(logits).all():
            assert Sampler(GenerationParams()).sample(logits) == int(official.argmax())


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("temperature", [0.0, 1.0])
def test_non_finite_logits_give_a_fixed_id(bad: float, temperature: float) -> None:
    logits = make_logits()
    logits[17] = bad

    params = GenerationParams(temperature=temperature, repetition_penalty=1.3)
    for chosen, expected in ((params, 5), (replace(params, fallback_id=19), 19)):
        sampler = Sampler(chosen)
        assert [sampler.sample(logits) for _ in range(2)] == [expected] * 2


def test_draws_follow_the_distribution() -> None:
    params = GenerationParams(temperature=1.0, top_k=6, top_p=0.95, seed=3)
    logits = make_logits(40)
    sampler, draws = Sampler(params), 8_000

    counts = np.bincount([sampler.sample(logits) for _ in range(draws)], minlength=40) / draws

    expected = plain(logits, params)
    assert set(np.flatnonzero(counts)) == set(np.flatnonzero(expected))
    np.testing.assert_allclose(counts, expected, atol=0.025)


def test_a_seed_repeats_an_answer_and_none_is_reported() -> None:
    logits = [make_logits(seed=seed) for seed in range(30)]

    def answer(seed: int | None) -> tuple[int, list[int]]:
        sampler = Sampler(GenerationParams(temperature=1.5, seed=seed))
        return sampler.seed, [sampler.sample(row) for row in logits]

    assert answer(5) == answer(5)
    assert answer(5)[1] != answer(6)[1]
    seed, ids = answer(None)
    assert answer(seed) == (seed, ids)


@pytest.mark.parametrize(("top_k", "top_p"), [(0, 1.0), (50, 1.0), (0, 0.9)])
def test_a_seed_chooses_the_same_where_logits_differ_a_little(top_k: int, top_p: float) -> None:
    noise = np.random.default_rng(1)
    changed = 0
    for seed in range(400):
        params = GenerationParams(temperature=1.2, top_k=top_k, top_p=top_p, seed=seed)
        logits = make_logits(5_000, seed)
        near = logits + noise.normal(0, 2e-3, logits.size).astype(np.float32)
        changed += Sampler(params).sample(logits) != Sampler(params).sample(near)

    assert changed <= 4  # 1 %; it was 9 % when one number was searched in their sums


@pytest.mark.parametrize(
    "params",
    [
        GenerationParams(),
        GenerationParams(temperature=1.0, top_k=1),
        GenerationParams(temperature=1e-3),
        GenerationParams(temperature=1e-40),
        GenerationParams(temperature=1e-60),
        GenerationParams(temperature=2.0, top_p=0.0),
    ],
)
def test_the_likeliest_is_chosen(params: GenerationParams) -> None:
    logits = make_logits()

    assert Sampler(params).sample(logits) == int(logits.argmax())


def test_the_penalty_lowers_chosen_ids_only() -> None:
    logits = np.array([2.0, -2.0, 1.0, 0.0], dtype=np.float32)

    penalized = penalize(logits, [0, 1, 1, 3], 2.0)
    np.testing.assert_array_equal(penalized, [1.0, -4.0, 1.0, 0.0])
    np.testing.assert_array_equal(logits, [2.0, -2.0, 1.0, 0.0])
    assert penalize(logits, [0], 1.0) is logits
    assert penalize(logits, [], 2.0) is logits


def test_the_penalty_looks_at_the_answers_own_ids() -> None:
    logits = np.array([1.0, 0.9, 0.5], dtype=np.float32)
    sampler = Sampler(GenerationParams(repetition_penalty=1.5))

    assert [sampler.sample(logits) for _ in range(4)] == [0, 1, 0, 0]


def test_ties_at_the_border_of_top_k_are_kept() -> None:
    logits = np.array([3.0, 1.0, 1.0, 0.0], dtype=np.float32)

    ids, _ = candidates(logits, GenerationParams(temperature=1.0, top_k=2))
    assert sorted(ids.tolist()) == [0, 1, 2]
