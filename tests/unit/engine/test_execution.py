"""From wishes and measurements to a compiled model, and what is said of it."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newsassistant.core.errors import EngineError, ModelError
from newsassistant.core.types import CancelToken, Delta, Done, GenerationParams, Message, Prompt
from newsassistant.engine import engine as engine_module
from newsassistant.engine import execution as module
from newsassistant.engine.calibration import TEXT_IDS, Measurement, candidates
from newsassistant.engine.compiled import EXACT, RuntimeOptions
from newsassistant.engine.engine import OpenVinoEngine
from newsassistant.engine.execution import (
    Wishes,
    calibration_of,
    decide,
    is_measurable,
    measure,
    model_key,
)
from newsassistant.engine.layout import layout_of
from newsassistant.engine.plans import Plans, Record
from newsassistant.model.folder import MODEL_BIN, ModelFolder
from tests.unit.engine.conftest import runtime_of

pytestmark = pytest.mark.model

OWN, FINE = candidates("f16")[1:3]
PLENTY = 1 << 40


def figures(options: RuntimeOptions, decode_s: float, prefill_s: float, kl: float) -> Measurement:
    return Measurement(options, "f16", decode_s, prefill_s, kl)


# As on a processor with AMX: int8 activations write faster, bf16 reads faster.
RECORD = Record(
    (
        figures(EXACT, 0.02, 1e-3, 0.0),
        figures(OWN, 0.016, 2e-4, 1e-3),
        figures(FINE, 0.01, 8e-4, 3e-3),
    ),
    complete=True,
)


@pytest.fixture
def folder(starter_model_dir: Path) -> ModelFolder:
    return ModelFolder.open(starter_model_dir)


def test_without_measurements_openvino_chooses(folder: ModelFolder) -> None:
    for record in (Record(), replace(RECORD, complete=False), Record(RECORD.measured[1:], True)):
        choice = decide(folder, Wishes(), record)
        assert (choice.writer, choice.reader, choice.plan) == (RuntimeOptions(), None, None)


def test_exact_is_exact_and_other_devices_choose_for_themselves(folder: ModelFolder) -> None:
    assert decide(folder, Wishes(mode="exact"), RECORD).writer == EXACT
    cached = Wishes(mode="exact", kv_cache_precision="u8")
    assert decide(folder, cached, RECORD).writer == replace(EXACT, kv_cache_precision="u8")
    assert decide(folder, Wishes(device="GPU"), RECORD).writer == RuntimeOptions(device="GPU")
    assert [is_measurable(w) for w in (cached, Wishes(device="GPU"), Wishes())] == [0, 0, 1]


def test_memory_decides_on_a_second_compilation(folder: ModelFolder) -> None:
    one = decide(folder, Wishes(), RECORD)
    two = decide(folder, Wishes(second_bytes=PLENTY), RECORD)

    assert (one.writer, one.reader) == (FINE, None)
    assert (two.writer, two.reader) == (FINE, OWN)


def test_a_cache_that_the_user_chose_is_measured_apart(folder: ModelFolder) -> None:
    wishes = Wishes(kv_cache_precision="u8")
    assert {way.kv_cache_precision for way in wishes.candidates()[1:]} == {"u8"}
    assert wishes.candidates()[0] == EXACT
    assert model_key(folder, wishes) != model_key(folder, Wishes())


def test_a_cache_that_the_user_chose_is_kept_where_exact_execution_is_best(
    folder: ModelFolder,
) -> None:
    far = [replace(m, divergence=1.0) for m in RECORD.measured if m.options != EXACT]
    exact = [m for m in RECORD.measured if m.options == EXACT]
    choice = decide(folder, Wishes(kv_cache_precision="u8"), Record((*exact, *far), complete=True))
    assert choice.writer == replace(EXACT, kv_cache_precision="u8")


def test_a_loaded_model_says_how_it_runs(starter_model_dir: Path, folder: ModelFolder) -> None:
    wishes, plans = Wishes(second_bytes=PLENTY), Plans(None)
    plans.put(model_key(folder, wishes), RECORD)
    engine = OpenVinoEngine(lambda: wishes, plans)
    execution = engine.load(starter_model_dir, lambda done, total: None).execution

    assert execution is not None
    assert (execution.mode, execution.measured, execution.kv_cache) == ("balanced", True, "f16")
    assert (execution.precision, execution.activation_group) == ("f32", 32)
    assert execution.prompt_precision in ("f32", "bf16")  # what OpenVINO chooses here
    assert execution.speed == pytest.approx(1.6)
    assert execution.prompt_speed == 1.0
    assert execution.divergence == pytest.approx(4e-3)
    assert execution.threads >= 1
    runtime = runtime_of(engine)
    assert runtime.chunk.behind(0) == 512  # half a second at 1250 tokens/s, rounded
    assert runtime.reader_for([1] * 64).chunk.behind(0) == 2048
    engine.close()


def test_what_was_not_measured_is_not_boasted_of(starter_model_dir: Path) -> None:
    engine = OpenVinoEngine(lambda: Wishes(mode="exact"))
    execution = engine.load(starter_model_dir, lambda done, total: None).execution
    engine.close()

    assert execution is not None
    assert (execution.mode, execution.measured) == ("exact", False)
    assert (execution.precision, execution.activation_group) == ("f32", 0)
    assert (execution.kv_cache, execution.speed) == ("f32", 0.0)


class Slow:
    """A calibration that takes no time; `refused` options fail."""

    def __init__(self, refused: tuple[RuntimeOptions, ...] = ()) -> None:
        self.asked: list[RuntimeOptions] = []
        self._refused = refused

    def measure(self, options: RuntimeOptions, known: Any = ()) -> Measurement | None:
        self.asked.append(options)
        if options in self._refused:
            raise EngineError("inference-failed", detail="not here")
        return figures(options, 0.02, 1e-3, 0.0)


def run(
    slow: Slow, known: tuple[Measurement, ...] = (), *, stop_after: int = 99
) -> list[tuple[int, Record]]:
    found: list[tuple[int, Record]] = []
    steps = measure(
        slow,  # type: ignore[arg-type]
        candidates("f16"),
        known,
        lambda: len(slow.asked) >= stop_after,
    )
    found.extend(steps)
    return found


def test_a_stopped_measurement_goes_on_where_it_was() -> None:
    first = run(Slow(), stop_after=2)
    assert [done for done, _ in first] == [1, 2]
    assert not first[-1][1].complete

    slow = Slow()
    second = run(slow, first[-1][1].measured)
    assert slow.asked == candidates("f16")[2:]
    assert second[-1][1].complete
    assert len(second[-1][1].measured) == 5


def test_a_candidate_that_the_device_refuses_is_left_out() -> None:
    record = run(Slow(refused=(OWN,)))[-1][1]
    assert record.complete
    assert OWN not in {m.options for m in record.measured}


def test_without_exact_execution_nothing_is_judged() -> None:
    slow = Slow(refused=(EXACT,))
    assert run(slow) == []
    assert slow.asked == [EXACT]


def test_a_model_with_little_context_is_not_measured(folder: ModelFolder) -> None:
    small = replace(folder, config=replace(folder.config, context_length=TEXT_IDS))
    assert calibration_of(small, layout_of(small.config)) is None


def test_a_large_model_is_measured_in_part(
    folder: ModelFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "layers_to_measure", lambda config, size: 2)
    calibration = calibration_of(folder, layout_of(folder.config))
    assert calibration is not None
    found = calibration.measure(EXACT)

    assert calibration._growth == pytest.approx(15**0.5)
    assert found is not None
    assert len(calibration._open(EXACT)._states) == 4


def test_a_graph_that_cannot_be_cut_is_run_unmeasured(
    starter_model_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def foreign(model: object, count: int) -> None:
        raise LookupError("the graph has no layer 2")

    monkeypatch.setattr(module, "layers_to_measure", lambda config, size: 2)
    monkeypatch.setattr(module, "keep_layers", foreign)
    engine = OpenVinoEngine()
    engine.calibrate(starter_model_dir, lambda done, total: None, CancelToken())
    execution = engine.load(starter_model_dir, lambda done, total: None).execution
    engine.close()

    assert execution is not None
    assert not execution.measured


@pytest.fixture(scope="module")
def calibrated(starter_model_dir: Path) -> tuple[OpenVinoEngine, list[tuple[int, int]]]:
    """The starter measured on this very machine with two candidates, and the reports of that."""
    wishes, reports = Wishes(second_bytes=PLENTY), []
    engine = OpenVinoEngine(lambda: wishes)
    engine.calibrate(starter_model_dir, lambda *report: reports.append(report), CancelToken())
    return engine, reports


def test_the_real_model_is_measured_once_and_answers(
    calibrated: tuple[OpenVinoEngine, list[tuple[int, int]]], starter_model_dir: Path
) -> None:
    engine, reports = calibrated
    total = len(candidates("f16"))
    assert reports == [(done, total) for done in range(total + 1)]

    again: list[tuple[int, int]] = []
    engine.calibrate(starter_model_dir, lambda *report: again.append(report), CancelToken())
    assert again == []
    execution = engine.load(starter_model_dir, lambda done, total: None).execution
    assert execution is not None
    assert execution.measured
    assert execution.divergence <= 5e-3
    prompt = Prompt((Message("user", "Name three colours of the rainbow. " * 12),))
    params = GenerationParams(max_tokens=12)
    events = list(engine.stream("r", prompt, params, CancelToken(), lambda done, total: None))
    assert "".join(e.text for e in events if isinstance(e, Delta)).strip()
    engine.close()


def test_what_is_known_is_kept_until_it_is_measured_again_to_the_end(
    folder: ModelFolder, starter_model_dir: Path
) -> None:
    wishes, plans, cancel = Wishes(), Plans(None), CancelToken()
    plans.put(model_key(folder, wishes), RECORD)
    engine = OpenVinoEngine(lambda: wishes, plans)

    def press(done: int, total: int) -> None:
        if done:
            cancel.cancel()

    engine.calibrate(starter_model_dir, press, cancel, again=True)

    assert plans.get(model_key(folder, wishes)) == RECORD


def test_a_cancelled_calibration_measures_nothing(starter_model_dir: Path) -> None:
    cancel, reports = CancelToken(), []
    cancel.cancel()
    engine = OpenVinoEngine()
    engine.calibrate(starter_model_dir, lambda *report: reports.append(report), cancel)
    assert reports == []


def test_a_measurement_at_rest_leaves_the_loaded_model_and_ends_in_a_candidate(
    starter_model_dir: Path,
) -> None:
    engine, cancel, reports = OpenVinoEngine(), CancelToken(), []
    engine.load(starter_model_dir, lambda done, total: None)

    def press(done: int, total: int) -> None:
        reports.append(done)
        threading.Timer(0.05, cancel.cancel).start()

    engine.calibrate(starter_model_dir, press, cancel, beside=True)

    assert reports == [0]
    params, prompt = GenerationParams(max_tokens=2), Prompt((Message("user", "Say yes."),))
    events = list(engine.stream("r", prompt, params, CancelToken(), lambda done, total: None))
    assert isinstance(events[-1], Done)
    engine.close()


def test_a_damaged_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        OpenVinoEngine().calibrate(tmp_path, lambda done, total: None, CancelToken())


def test_the_speed_of_a_folder_with_a_graph_alone(starter_model_dir: Path) -> None:
    engine, cancel = OpenVinoEngine(), CancelToken()
    assert engine.decode_speed(starter_model_dir, cancel) > 0
    cancel.cancel()
    assert engine.decode_speed(starter_model_dir, cancel) == 0.0


def test_weights_are_read_ahead_up_to_the_size_wished_for(
    starter_model_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths: list[Path] = []
    monkeypatch.setattr(engine_module, "fill", lambda path, stop: paths.append(path))
    wishes = [Wishes(mode="exact", ahead_bytes=size) for size in (0, PLENTY)]
    engine = OpenVinoEngine(lambda: wishes[0])
    engine.load(starter_model_dir, lambda done, total: None)
    assert paths == []
    wishes.reverse()
    engine.load(starter_model_dir, lambda done, total: None)
    assert paths == [starter_model_dir / MODEL_BIN]
