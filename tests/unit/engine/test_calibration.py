"""The fastest way that is good enough is chosen, and what is not good enough never is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pytest

from newsassistant.core.types import Mode
from newsassistant.engine.calibration import (
    BOUNDS,
    NOWHERE,
    Bound,
    Calibration,
    Distance,
    Measurement,
    Plan,
    candidates,
    choose,
    distance,
    log_softmax,
)
from newsassistant.engine.compiled import EXACT, RuntimeOptions
from newsassistant.engine.runtime import Runtime
from newsassistant.model.folder import MODEL_XML

FloatArray = npt.NDArray[np.float32]
EXACTLY = Measurement(EXACT, "f32", decode_s=0.02, prefill_s=0.001, divergence=0.0)
IDS = [1000 + 37 * index for index in range(160)]
SMALL = [index % 50 for index in range(160)]  # of a scripted runtime's vocabulary


def way(group: int, **figures: Any) -> Measurement:
    """A candidate told from others by its group."""
    options = RuntimeOptions(inference_precision="f32", activation_group=group)
    return replace(EXACTLY, options=options, **figures)


def test_the_fastest_within_the_bound_is_chosen() -> None:
    good = way(32, decode_s=0.015, divergence=4e-3)
    better = way(64, decode_s=0.012, divergence=4.7e-3, spread=1e-4)
    assert choose([EXACTLY, good, better], "balanced") == Plan(better)


@pytest.mark.parametrize(
    "fault",
    [
        {"divergence": 6e-3},
        {"divergence": 4.7e-3, "spread": 2.5e-4},
        {"divergence": math.inf, "perplexity": math.inf},
        {"divergence": 1e-3, "perplexity": 0.02, "doubt": 0.004},
        {"divergence": 1e-3, "perplexity": -0.02, "doubt": 0.004},
    ],
)
def test_one_outside_the_bound_is_never_chosen_however_fast(fault: dict[str, float]) -> None:
    wrong = way(32, decode_s=1e-9, prefill_s=1e-9, **fault)
    assert not wrong.is_within(BOUNDS["balanced"])
    assert choose([EXACTLY, wrong], "balanced", second=True) == Plan(EXACTLY)


def test_a_perplexity_that_the_text_cannot_tell_counts_as_far_as_it_is_sure() -> None:
    bound = Bound(5e-3, 5e-3)
    assert way(32, divergence=3e-3, perplexity=0.009, doubt=0.003).is_within(bound)
    assert not way(32, divergence=3e-3, perplexity=0.012, doubt=0.003).is_within(bound)


def test_fastest_allows_more_and_exact_nothing() -> None:
    coarse = way(128, decode_s=0.01, divergence=1e-2)
    measured = [EXACTLY, coarse]
    plans: dict[Mode, Plan] = {
        "exact": Plan(EXACTLY),
        "balanced": Plan(EXACTLY),
        "fastest": Plan(coarse),
    }
    for mode, plan in plans.items():
        assert choose(measured, mode) == plan


def test_a_gain_within_the_timers_noise_is_not_worth_an_error() -> None:
    assert choose([EXACTLY, way(32, decode_s=0.0197, divergence=1e-3)], "balanced") == Plan(EXACTLY)


def test_of_ways_as_fast_and_as_exact_the_one_with_the_smaller_cache_is_taken() -> None:
    halves = replace(EXACTLY, options=RuntimeOptions(), stored="f16", divergence=3e-7)
    for mode in ("balanced", "fastest"):
        assert choose([EXACTLY, halves], mode) == Plan(halves)
    assert choose([EXACTLY, halves], "exact") == Plan(EXACTLY)
    assert choose([EXACTLY, replace(halves, decode_s=0.022)], "balanced") == Plan(EXACTLY)
    visible = replace(halves, divergence=1e-4)
    assert choose([EXACTLY, visible], "balanced") == Plan(EXACTLY)


def test_two_compilations_where_they_pay_and_their_errors_fit_together() -> None:
    writer = way(32, decode_s=0.01, prefill_s=0.0008, divergence=3e-3)
    reader = way(1, decode_s=0.019, prefill_s=0.0002, divergence=1e-3)
    measured = [EXACTLY, writer, reader]

    assert choose(measured, "balanced", second=True) == Plan(writer, reader)
    assert choose(measured, "balanced") == Plan(writer)
    rough = replace(reader, divergence=2.5e-3)
    assert choose([EXACTLY, writer, rough], "balanced", second=True) == Plan(writer)
    hardly = replace(reader, prefill_s=0.00075)
    assert choose([EXACTLY, writer, hardly], "balanced", second=True) == Plan(writer)


def test_exact_execution_comes_first_and_openvinos_choice_second() -> None:
    found = candidates("u8")
    assert found[0] == EXACT
    assert found[1] == RuntimeOptions(kv_cache_precision="u8")
    assert len(set(found)) == len(found)


def test_distance_is_the_divergence_and_the_change_of_perplexity() -> None:
    source = np.random.default_rng(1)
    exact, other = source.normal(0, 2, (2, 40, 90)).astype(np.float32)
    p, q = log_softmax(exact), log_softmax(other)
    following = [int(token) for token in source.integers(0, 90, 39)]

    found = distance(p, q, following)

    each = (np.exp(p.astype(np.float64)) * (p - q)).sum(1)
    assert found.divergence == pytest.approx(each.mean(), rel=1e-5)
    assert found.spread == pytest.approx(each.std() / math.sqrt(40), rel=1e-5)
    change = [float(p[i, token] - q[i, token]) for i, token in enumerate(following)]
    assert found.perplexity == pytest.approx(math.exp(np.mean(change)) - 1, rel=1e-4)
    assert found.doubt == pytest.approx(np.std(change) / math.sqrt(39), rel=1e-4)
    assert distance(p, p, following) == Distance(0.0, 0.0, 0.0, 0.0)
    q[3, 7] = np.nan
    assert distance(p, q, following) == NOWHERE


@dataclass(slots=True)
class Scripted:
    """A runtime whose logits are the reference's and `error` times noise."""

    options: RuntimeOptions
    error: float
    stored_precision: str = "f16"
    fed: list[int] = field(default_factory=list)
    _rows: int = 0

    def feed(self, ids: Sequence[int]) -> FloatArray:
        self.start(ids)
        last: FloatArray = self.wait()[-1]
        return last

    def start(self, ids: Sequence[int], *, rows: int = 1) -> None:
        self.fed += ids
        self._rows = rows

    def wait(self) -> FloatArray:
        seen = len(self.fed)
        sure = np.random.default_rng(seen).normal(0, 3, (self._rows, 50))
        noise = np.random.default_rng(seen + 1).normal(0, self.error, (self._rows, 50))
        logits: FloatArray = (sure + noise).astype(np.float32)
        return logits

    def reset(self) -> None:
        self.fed = []


class Bench:
    """Opens scripted runtimes with the errors named by group."""

    def __init__(self, errors: dict[int | None, float]) -> None:
        self.opened: list[RuntimeOptions] = []
        self._errors = errors

    def open(self, options: RuntimeOptions) -> Runtime:
        self.opened.append(options)
        error = 0.0 if options == EXACT else self._errors.get(options.activation_group, 0.0)
        return cast(Runtime, Scripted(options, error))

    def measured(self, calibration: Calibration | None = None) -> list[Measurement]:
        calibration = calibration or Calibration(self.open, SMALL)
        found: list[Measurement] = []
        for options in candidates("f16"):
            if (new := calibration.measure(options, found)) is not None:
                found.append(new)
        return found


def test_every_candidate_is_measured_against_exact_execution() -> None:
    found = Bench({32: 0.05, 64: 0.07, 128: 0.1}).measured()

    assert [m.options.activation_group for m in found] == [0, None, 32, 64, 128]
    assert found[0].divergence == 0.0
    errors = [m.divergence for m in found[2:]]
    assert errors == sorted(errors)
    assert all(m.decode_s > 0 and m.prefill_s > 0 for m in found)


def test_coarser_groups_are_left_out_where_finer_ones_changed_nothing() -> None:
    assert [m.options.activation_group for m in Bench({}).measured()] == [0, None, 32]


def test_coarser_groups_are_left_out_behind_one_that_is_far_off() -> None:
    assert [m.options.activation_group for m in Bench({32: 1.0}).measured()] == [0, None, 32]


def test_what_is_known_is_judged_anew_only_for_what_is_not() -> None:
    bench = Bench({32: 0.05})
    options = candidates("f16")
    calibration = Calibration(bench.open, SMALL)
    assert calibration.measure(options[2], [EXACTLY]) is not None
    assert bench.opened == [EXACT, options[2]]  # its probabilities are not kept


def test_the_error_of_a_slice_grows_and_its_perplexity_says_nothing() -> None:
    whole = Bench({32: 0.05}).measured()[2]
    bench = Bench({32: 0.05})
    part = bench.measured(Calibration(bench.open, SMALL, growth=3.0, is_slice=True))[2]

    assert part.divergence == pytest.approx(3 * whole.divergence)
    assert (part.perplexity, part.doubt) == (0.0, 0.0)
    assert whole.perplexity != 0.0


def test_a_frame_is_read_but_not_judged() -> None:
    bench = Bench({})
    calibration = Calibration(bench.open, [7, 8, 9, *SMALL], whole=3)
    runtime = cast(Scripted, bench.open(EXACT))

    rows = calibration._read(cast(Runtime, runtime))

    assert runtime.fed[:3] == [7, 8, 9]
    assert rows.shape == (len(SMALL), 50)


class Noisy(Runtime):
    """The real thing, with an error that no bound allows, and no time for it."""

    def wait(self) -> FloatArray:
        logits = np.array(super().wait())
        noise = np.random.default_rng(0).normal(0, 0.5, logits.shape)
        return np.asarray(logits + noise, dtype=np.float32)


@pytest.mark.model
def test_a_wrong_way_beside_the_real_model_is_found_out(starter_model_dir: Path) -> None:
    wrong = RuntimeOptions(inference_precision="f32", activation_group=0, threads=1)

    def opened(options: RuntimeOptions) -> Runtime:
        kind = Noisy if options == wrong else Runtime
        return kind(starter_model_dir / MODEL_XML, options, context_length=8192)

    calibration = Calibration(opened, IDS)
    exact = calibration.measure(EXACT)
    floats = calibration.measure(RuntimeOptions(inference_precision="f32"))
    found = calibration.measure(wrong)
    assert exact is not None
    assert floats is not None
    assert found is not None

    assert exact.divergence == 0.0
    assert floats.divergence < 1e-4  # the KV cache in f16, which is read in the second step
    assert floats.is_within(BOUNDS["balanced"])
    in_no_time = replace(found, decode_s=1e-9, prefill_s=1e-9)
    assert not any(found.is_within(bound) for bound in BOUNDS.values())
    for mode in BOUNDS:
        assert choose([exact, floats, in_no_time], mode, second=True).writer != in_no_time
