"""Skipping a measurement, measuring again, comparing weights: when it may be asked for."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from newsassistant.app.listener import ChatState
from newsassistant.core.types import WeightSpeeds
from newsassistant.gui.models.measuring import Measuring
from tests.gui.measurings import FakeService

SPEEDS = WeightSpeeds("w", (("int8", 1.0), ("int4", 1.5), ("fp16", 0.5)))


class Bench:
    """The measuring of a service, and what was loaded."""

    def __init__(self) -> None:
        self.service = FakeService()
        self.loaded: list[str] = []
        self.told: list[str] = []
        self.measuring = Measuring(self.service, self.loaded.append)
        self.measuring.possible_changed.connect(lambda possible: self.told.append(str(possible)))
        self.measuring.weights_changed.connect(lambda: self.told.append("weights"))

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
