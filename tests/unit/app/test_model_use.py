"""Loading, measuring and comparing weights, with a worker that the test plays itself."""

from __future__ import annotations

import pytest

from newsassistant.app.listener import ChatState
from newsassistant.app.worker import Forget, Load, MeasureModel, MeasureWeights, Rest
from newsassistant.core.errors import EngineError, ModelError
from newsassistant.core.types import (
    Failed,
    Measured,
    ModelMeasured,
    ModelReady,
    Progress,
    Rested,
    WeightSpeeds,
)
from tests.unit.app.chats import ARTICLE, BROKEN, MODEL, OTHER, Desk


def test_loading_reports_and_ends_idle(desk: Desk) -> None:
    assert desk.state() is ChatState.IDLE
    assert desk.screen.models == [MODEL]
    desk.service.load("m2")
    first = desk.last.request_id
    desk.service.load("m3")
    assert isinstance(desk.last, Load)
    assert desk.last.model_id == "m3"

    desk.service.handle(ModelReady(first, MODEL))  # out of date
    assert desk.state() is ChatState.LOADING
    desk.service.handle(Progress(desk.last.request_id, "loading", 1, 3))
    desk.service.handle(ModelReady(desk.last.request_id, MODEL))
    assert desk.screen.states == [ChatState.IDLE, ChatState.LOADING, ChatState.IDLE]
    assert [progress.done for progress in desk.screen.progress] == [1]


def test_a_model_that_does_not_load(desk: Desk) -> None:
    desk.service.load("m2")
    desk.service.handle(Failed(desk.last.request_id, ModelError("model-missing", model="m2")))

    assert desk.state() is ChatState.UNAVAILABLE
    assert desk.screen.errors == [("model-missing", None)]
    with pytest.raises(EngineError):
        desk.service.ask("Why?")


def test_loading_waits_for_the_answer(desk: Desk) -> None:
    desk.service.ask("Why?")

    with pytest.raises(EngineError) as caught:
        desk.service.load("m2")
    assert caught.value.code == "model-busy"


def test_only_the_last_measurement_counts(desk: Desk) -> None:
    desk.service.measure(ARTICLE)
    first = desk.last.request_id
    desk.service.measure(OTHER)
    second = desk.last.request_id
    old, new = Measured(first, "a", 1, 2, 3), Measured(second, "b", 1, 2, 3)
    for event in (old, new, Failed(second, BROKEN)):
        desk.service.handle(event)

    assert desk.screen.measured == [new]
    assert desk.screen.errors == []


def test_a_measurement_can_be_skipped_or_made_again(desk: Desk) -> None:
    desk.service.load("glm", measure_again=True)
    desk.service.skip_measuring()

    assert desk.worker.commands[-1] == Load(
        desk.last.request_id, "glm", measure_again=True, measures=False
    )
    assert desk.worker.skipped == 1


def test_only_the_last_comparison_of_weights_is_told(desk: Desk) -> None:
    desk.service.compare_weights()
    command = desk.worker.commands[-1]
    assert isinstance(command, MeasureWeights)
    desk.service.handle(WeightSpeeds("older", (("int8", 1.0),)))
    assert desk.screen.speeds == []
    speeds = WeightSpeeds(command.request_id, (("int8", 1.0), ("int4", 1.5)))
    desk.service.handle(speeds)

    assert desk.screen.speeds == [speeds]


def test_a_comparison_of_weights_that_fails_is_told_as_one_without_a_result(desk: Desk) -> None:
    desk.service.compare_weights()
    command = desk.worker.commands[-1]
    desk.service.handle(Failed(command.request_id, BROKEN))  # type: ignore[union-attr]

    assert desk.screen.speeds == [WeightSpeeds(command.request_id, ())]  # type: ignore[union-attr]
    assert desk.state() is ChatState.IDLE


def test_a_model_is_measured_at_rest_and_let_go_only_while_it_is_free(desk: Desk) -> None:
    desk.service.measure_at_rest()
    asked = desk.worker.commands[-1]
    assert isinstance(asked, MeasureModel)
    assert asked.model_id == MODEL.id
    desk.service.handle(ModelMeasured(asked.request_id, complete=True))
    assert desk.screen.rested == [True]
    desk.service.rest()
    assert isinstance(desk.worker.commands[-1], Rest)
    desk.service.handle(Rested("rest"))
    assert desk.screen.calls[-1] == "on_rested"

    desk.service.ask("Why?")
    before = list(desk.worker.commands)
    desk.service.measure_at_rest()
    desk.service.rest()
    assert desk.worker.commands == before
    desk.answers("So.")
    desk.service.expect(ARTICLE, "headline")
    desk.service.rest()  # it reads ahead
    assert not isinstance(desk.worker.commands[-1], Rest)


def test_a_measurement_at_rest_that_fails_is_no_news(desk: Desk) -> None:
    desk.service.measure_at_rest()
    asked = desk.worker.commands[-1]
    assert isinstance(asked, MeasureModel)
    desk.service.handle(Failed(asked.request_id, BROKEN))

    assert desk.screen.errors == []
    assert desk.state() is ChatState.IDLE


def test_what_was_read_is_forgotten(desk: Desk) -> None:
    desk.service.expect(ARTICLE, "")
    assert desk.service.ahead.is_reading
    desk.service.measure(ARTICLE)
    measuring = desk.last.request_id
    desk.service.forget_read()

    command = desk.worker.commands[-1]
    assert isinstance(command, Forget)
    assert not desk.service.ahead.is_reading
    desk.service.handle(Measured(measuring, ARTICLE.digest, 3, 9, None))
    assert desk.screen.measured == []
    desk.service.handle(Failed(command.request_id, BROKEN))  # nobody asked, nobody is told
    assert desk.screen.errors == []
