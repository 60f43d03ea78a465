"""The server's side of its model: what it says while it loads, and when it cannot go on."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from newsassistant.core.errors import EngineError, ModelError, NewsAssistantError
from newsassistant.core.types import CancelToken, Delta, Done, Failed, Usage
from newsassistant.engine.fake import FakeEngine
from newsassistant.server.desk import Answer, Desk, Served
from newsassistant.server.errors import ApiError
from tests.unit.server.serving import ScriptedRows


def test_nothing_can_be_asked_before_the_model_is_there(home: Path) -> None:
    desk = Desk(Served(model="fake"), make_engine=FakeEngine)

    with pytest.raises(ApiError) as caught:
        desk.catalogue.choices()
    assert (caught.value.status, caught.value.code) == (503, "loading")
    assert desk.counts() == (0, 0)


def test_a_missing_model_is_told_once(home: Path) -> None:
    told: list[NewsAssistantError] = []

    async def run() -> str:
        desk = Desk(
            Served(model="none"),
            make_engine=FakeEngine,
            opens_rows=ScriptedRows().open,
            on_failed=told.append,
        )
        desk.start()
        while desk.state == "loading":
            await asyncio.sleep(0.01)
        state = desk.state
        await desk.close()
        return state

    assert asyncio.run(run()) == "failed"
    assert [type(error) for error in told] == [ModelError]


def test_an_answer_comes_in_pieces_or_as_a_whole() -> None:
    async def run() -> tuple[object, str]:
        ends = asyncio.get_running_loop().time() + 30
        answer = Answer("a", ends, CancelToken())
        nothing = await answer.next(within_s=0.01)
        for event in (Delta("a", "One ", 1), Delta("a", "two", 1), Done("a", "stop", Usage())):
            answer.put(event)
        return nothing, (await answer.whole())[0]

    assert asyncio.run(run()) == (None, "One two")


def test_the_answer_that_the_stops_have_cut_is_the_whole_one() -> None:
    async def run() -> str:
        answer = Answer("a", asyncio.get_running_loop().time() + 30, CancelToken())
        answer.put(Delta("a", "One two", 1))
        answer.put(Done("a", "stop", Usage(), text="One"))
        return (await answer.whole())[0]

    assert asyncio.run(run()) == "One"


def test_what_fails_or_takes_too_long_is_raised() -> None:
    cancel = CancelToken()

    async def run() -> list[str]:
        now, codes = asyncio.get_running_loop().time(), []
        failed = Answer("a", now + 30, CancelToken())
        failed.put(Failed("a", EngineError("inference-failed", detail="x")))
        for answer in (failed, Answer("b", now, cancel)):
            with pytest.raises(ApiError) as caught:
                await answer.whole()
            codes.append(caught.value.code)
        return codes

    assert asyncio.run(run()) == ["engine_failed", "time_limit"]
    assert cancel.cancelled
