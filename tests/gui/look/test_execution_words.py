"""How a model is run, in plain words."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from PySide6.QtWidgets import QApplication

from newsassistant.core.types import Execution, Mode, Progress
from newsassistant.gui.look.execution_words import (
    calibrating_words,
    execution_words,
    mode_label,
    mode_words,
)

MEASURED = Execution(
    "balanced",
    "f32",
    32,
    "f16",
    2,
    measured=True,
    prompt_precision="bf16",
    speed=1.62,
    prompt_speed=1.0,
    divergence=0.003,
    perplexity=0.0039,
)

pytestmark = pytest.mark.usefixtures("qapp")


def test_a_measured_model_says_how_fast_it_is_and_what_that_costs() -> None:
    assert execution_words(MEASURED).splitlines() == [
        "Balanced: writes 1.6 times as fast as OpenVINO's own choice.",
        "f32 arithmetic, activations as int8 in groups of 32, KV cache f16, 2 threads. "
        "Long prompts are read in bf16.",
        "Difference from exact: KL divergence 0.003, perplexity +0.4 %.",
    ]


def test_reading_is_named_where_it_differs() -> None:
    words = execution_words(replace(MEASURED, prompt_speed=0.82))

    assert "writes 1.6 times and reads 0.8 times as fast" in words


def test_the_same_speed_is_called_so() -> None:
    words = execution_words(replace(MEASURED, speed=1.03, prompt_speed=0.0))

    assert words.startswith("Balanced: as fast as OpenVINO's own choice.")


def test_a_model_that_was_not_measured_promises_nothing() -> None:
    words = execution_words(Execution("fastest", "bf16", 32, "bf16", 1))

    assert (
        words.splitlines()[0]
        == "Not measured yet: run as OpenVINO chooses until the program has nothing to do."
    )
    assert "1 thread." in words
    assert "Difference" not in words
    assert "times as fast" not in words


def test_exact_needs_no_measurement_and_differs_from_nothing() -> None:
    exact = Execution("exact", "f32", 0, "f32", 4)

    assert execution_words(exact) == (
        "Exact.\nf32 arithmetic, activations not rounded, KV cache f32, 4 threads."
    )
    assert "Difference" not in execution_words(replace(exact, measured=True, speed=0.7))


def test_whole_rows_and_hardly_any_difference_have_words_of_their_own() -> None:
    words = execution_words(replace(MEASURED, activation_group=4096, divergence=0.0002))

    assert "by whole rows" in words
    assert "KL divergence < 0.001" in words


@pytest.mark.parametrize("mode", get_args(Mode))
def test_every_mode_has_a_name_and_one_sentence(qapp: QApplication, mode: Mode) -> None:
    assert mode_label(mode)
    assert mode_words(mode).count(".") == 1


@pytest.mark.parametrize(
    ("done", "total", "end"), [(3, 9, "(once)… 3 of 9"), (0, 0, "best here (once)…")]
)
def test_measuring_says_how_far_it_is(done: int, total: int, end: str) -> None:
    words = calibrating_words(Progress("r", "calibrating", done, total))

    assert words.startswith("Measuring how this model runs best here")
    assert words.endswith(end)
