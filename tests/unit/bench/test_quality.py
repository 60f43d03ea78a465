"""The distances of the page are those of their definitions."""

from __future__ import annotations

import numpy as np
import pytest

from tests.bench.quality import Distance, Figures, distance, log_softmax, part


def test_logs_of_probabilities() -> None:
    logits = np.log(np.array([[1, 2, 5], [700, 100, 200]], np.float32)) + np.float32(80)

    found = np.exp(log_softmax(logits))

    np.testing.assert_allclose(found, [[0.125, 0.25, 0.625], [0.7, 0.1, 0.2]], rtol=1e-5)


def test_nothing_is_as_near_as_itself() -> None:
    logs = log_softmax(np.random.default_rng(0).normal(size=(4, 9)).astype(np.float32))

    assert distance([logs, logs], [logs, logs], [[1, 2, 3, 4]] * 2) == Distance(0.0, 0.0, 0.0, 1.0)


def test_kl_perplexity_and_agreement() -> None:
    exact = np.log(np.array([[0.5, 0.5], [0.9, 0.1]], np.float32))
    other = np.log(np.array([[0.25, 0.75], [0.8, 0.2]], np.float32))

    found = distance([exact, exact], [other, other], [[0, 0], [0, 1]])

    first = 0.5 * np.log(0.5 / 0.25) + 0.5 * np.log(0.5 / 0.75)
    second = 0.9 * np.log(0.9 / 0.8) + 0.1 * np.log(0.1 / 0.2)
    assert found.divergence == pytest.approx((first + second) / 2, rel=1e-5)
    # The id behind the first one is 0, probable at 0.5 and 0.25; then 1, at 0.5 and 0.75.
    assert found.perplexity == pytest.approx(np.sqrt(2 * 0.5 / 0.75) - 1, rel=1e-5)
    assert found.agreement == 0.5


def test_the_nearest_stands_first() -> None:
    near, far = (Distance(d, d, 0.001, 0.9) for d in (1e-4, 1e-2))

    text = part({"int4": Figures(far, near), "fp16": Figures(near, near)})

    assert text.index("| fp16 | 1.0e-04 | +0.01 % ± 0.10 | 90.0 % |") < text.index("| int4 |")
