"""The engine of a window, lent to a run: its events, its failures, and a loan that was given up."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from newsassistant.app.batch.rows import Post
from newsassistant.app.batch.sharing import SharedEngine
from newsassistant.app.worker import Command, Share
from newsassistant.core.errors import EngineError
from newsassistant.core.types import Delta
from newsassistant.engine.fake import FakeEngine
from newsassistant.engine.protocol import Engine


def lent(use: object) -> list[object]:
    engine = FakeEngine()

    def submit(command: Command) -> None:
        assert isinstance(command, Share)
        command.use(engine, lambda make_way: make_way())

    shared = SharedEngine(submit)
    return [event for event in shared.lend(use) if event is not None]  # type: ignore[arg-type]


def test_what_it_posts_comes_out() -> None:
    def use(engine: Engine, post: Post) -> None:
        post(Delta("a", "One", 1))

    assert lent(use) == [Delta("a", "One", 1)]


def test_what_ends_it_is_raised() -> None:
    def use(engine: Engine, post: Post) -> None:
        raise EngineError("inference-failed", detail="x")

    with pytest.raises(EngineError) as caught:
        lent(use)
    assert caught.value.code == "inference-failed"


def test_who_asks_meanwhile_goes_first() -> None:
    ways: list[str] = []

    def submit(command: Command) -> None:
        assert isinstance(command, Share)
        command.use(FakeEngine(), ask)

    def ask(make_way: Callable[[], None]) -> None:
        ways.append("asked")
        make_way()

    shared = SharedEngine(submit)

    def use(engine: Engine, post: Post) -> None:
        shared.give_way(lambda: ways.append("made way"))

    assert list(shared.lend(use)) == []
    assert ways == ["asked", "made way"]


def test_a_loan_that_was_given_up_is_not_begun() -> None:
    commands: list[Share] = []
    begun: list[bool] = []
    shared = SharedEngine(commands.append)  # type: ignore[arg-type]
    waiting = shared.lend(lambda engine, post: begun.append(True))
    assert next(waiting) is None
    waiting.close()
    commands[0].use(FakeEngine(), lambda make_way: None)

    assert begun == []
