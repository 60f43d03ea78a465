"""When a model is measured: while the window rests, and when the user says so."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsassistant.app.listener import ChatState
from newsassistant.core.types import Execution, Mode, ModelInfo, WeightSpeeds
from newsassistant.gui.models.measuring import SOON_S, Measuring
from tests.gui.measurings import FakeService

SPEEDS = WeightSpeeds("w", (("int8", 1.0), ("int4", 1.5), ("fp16", 0.5)))


class Bench:
    """The measuring of a service, and what was loaded."""

    def __init__(self) -> None:
        self.service = FakeService()
        self.loaded: list[str] = []
        self.told: list[str] = []
        self.reloaded: list[str] = []
        self.busy = False
        self.now = 0.0
        self.measuring = Measuring(
            self.service,
            self.loaded.append,
            self.reloaded.append,
            is_busy=lambda: self.busy,
            clock=lambda: self.now,
        )
        self.measuring.rest.setInterval(0)
        self.measuring.possible_changed.connect(lambda possible: self.told.append(str(possible)))
        self.measuring.weights_changed.connect(lambda: self.told.append("weights"))

    def load(self, model: ModelInfo, *, took: float = 1.0) -> None:
        """A model is loaded, and has nothing to do."""
        self.turn(ChatState.LOADING)
        self.now += took
        self.service.model = model
        self.measuring.take_model(model)
        self.turn(ChatState.IDLE)

    def turn(self, state: ChatState) -> None:
        """The service is in another state, and says so."""
        self.service.state = state
        self.measuring.set_state(state)


@pytest.fixture
def bench(qapp: QApplication) -> Bench:
    return Bench()


def test_the_present_model_is_measured_again(bench: Bench) -> None:
    bench.measuring.again()

    assert bench.loaded == ["chatglm3"]


@pytest.mark.parametrize("state", [state for state in ChatState if state is not ChatState.IDLE])
def test_nothing_is_measured_while_something_runs(bench: Bench, state: ChatState) -> None:
    bench.turn(state)
    bench.measuring.again()
    bench.measuring.compare_weights()

    assert bench.loaded == []
    assert bench.service.calls == []
    assert bench.told == ["False"]


def test_without_a_model_there_is_nothing_to_measure(bench: Bench) -> None:
    bench.service.model = None
    bench.turn(ChatState.IDLE)
    bench.measuring.again()

    assert bench.loaded == []
    assert bench.told == ["False"]


def test_skipping_is_handed_on(bench: Bench) -> None:
    bench.measuring.skip()

    assert bench.service.calls == ["skip"]


def test_weights_are_compared_once(bench: Bench) -> None:
    bench.measuring.compare_weights()
    bench.measuring.compare_weights()
    assert bench.service.calls == ["compare"]
    assert bench.measuring.compares

    bench.measuring.take_speeds(SPEEDS)
    bench.measuring.compare_weights()

    assert bench.measuring.speeds == {"int8": 1.0, "int4": 1.5, "fp16": 0.5}
    assert not bench.measuring.compares
    assert bench.service.calls == ["compare"]
    assert bench.told == ["weights", "weights"]


def test_an_interrupted_comparison_is_made_again_the_next_time(bench: Bench) -> None:
    bench.measuring.compare_weights()
    bench.measuring.take_speeds(WeightSpeeds("w", ()))
    bench.measuring.compare_weights()

    assert bench.service.calls == ["compare", "compare"]
    assert bench.measuring.speeds == {}


# --- while the window rests ----------------------------------------------------------------------


def new_model(*, mode: Mode = "balanced", measured: bool = False, device: str = "CPU") -> ModelInfo:
    execution = Execution(mode, "f32", 0, "f16", 2, measured=measured)
    return ModelInfo("new", "New", "int8", 8192, device=device, execution=execution)


def test_a_new_model_is_measured_at_rest_and_run_so(bench: Bench, qtbot: QtBot) -> None:
    bench.load(new_model())
    assert bench.service.calls == []  # whoever asks now waits for nothing
    qtbot.waitUntil(lambda: bench.service.calls == ["rest"])
    bench.measuring.take_measured(complete=True)

    assert bench.reloaded == ["new"]
    bench.load(new_model())  # it could not be measured
    qtbot.wait(20)
    assert bench.service.calls == ["rest"]


def test_what_takes_long_to_load_runs_better_from_the_next_start(
    bench: Bench, qtbot: QtBot
) -> None:
    bench.load(new_model(), took=SOON_S + 1)
    qtbot.waitUntil(lambda: bench.service.calls == ["rest"])
    bench.measuring.take_measured(complete=True)

    assert bench.reloaded == []


def test_what_was_interrupted_goes_on_at_the_next_rest(bench: Bench, qtbot: QtBot) -> None:
    bench.load(new_model())
    qtbot.waitUntil(lambda: bench.service.calls == ["rest"])
    bench.turn(ChatState.PREFILL)
    bench.measuring.take_measured(complete=False)
    qtbot.wait(20)
    assert bench.service.calls == ["rest"]
    bench.turn(ChatState.IDLE)

    qtbot.waitUntil(lambda: bench.service.calls == ["rest", "rest"])
    assert bench.reloaded == []


def test_while_the_model_reads_ahead_there_is_no_rest(bench: Bench, qtbot: QtBot) -> None:
    bench.busy = True
    bench.load(new_model())
    qtbot.wait(20)
    assert bench.service.calls == []
    bench.busy = False

    qtbot.waitUntil(lambda: bench.service.calls == ["rest"])


@pytest.mark.parametrize(
    "model",
    [new_model(measured=True), new_model(mode="exact"), new_model(device="GPU")],
    ids=["known", "exact", "another device"],
)
def test_what_needs_no_measurement_gets_none(bench: Bench, qtbot: QtBot, model: ModelInfo) -> None:
    bench.load(model)
    qtbot.wait(20)

    assert bench.service.calls == []
