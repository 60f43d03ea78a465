"""What is read while nobody asks: one wish at a time, and only while the model is free."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from newsassistant.app.machine.memory import Spare
from newsassistant.app.read_ahead import (
    LEAST_FREE_BYTES,
    READY,
    ReadingAhead,
    Wish,
    may_read_ahead,
    upcoming,
)
from newsassistant.app.worker import Command, ReadAhead
from newsassistant.core.errors import PrefixError
from newsassistant.core.types import Failed, HasRead, Message, Progress, Prompt
from newsassistant.text.prompts.presets import SHIPPED
from tests.unit.app.chats import ARTICLE, FakeWorker

FIRST, SECOND = (Wish(Prompt((Message("user", text),), ARTICLE)) for text in ("one", "two"))


class Reader:
    """The object under test, and what it asked and told."""

    def __init__(self) -> None:
        self.worker = FakeWorker()
        self.told: list[int | None] = []
        self.may = True
        self.ahead = ReadingAhead(self.worker, may_read=lambda: self.may, tell=self.told.append)

    @property
    def asked(self) -> list[Command]:
        return self.worker.commands

    @property
    def last(self) -> ReadAhead:
        command = self.asked[-1]
        assert isinstance(command, ReadAhead)
        return command

    def finish(self) -> None:
        assert self.ahead.handle(HasRead(self.last.request_id))


@pytest.fixture
def reader() -> Iterator[Reader]:
    reader = Reader()
    reader.ahead.set_free(True)
    yield reader
    assert all(isinstance(command, ReadAhead) for command in reader.asked)


def test_a_wish_is_read_and_told(reader: Reader) -> None:
    reader.ahead.want(Wish(FIRST.prompt, "style"))
    assert (reader.last.prompt, reader.last.style) == (FIRST.prompt, "style")
    for done in (0, 62, 100):
        assert reader.ahead.handle(Progress(reader.last.request_id, "reading", done, 100))
    reader.finish()

    assert reader.told[1:] == [0, 620, READY - 1, READY]
    assert not reader.ahead.handle(Progress(reader.last.request_id, "reading", 1, 100))


def test_the_same_wish_is_read_once(reader: Reader) -> None:
    reader.ahead.want(FIRST)
    reader.ahead.want(FIRST)
    reader.finish()
    reader.ahead.want(FIRST)

    assert len(reader.asked) == 1
    assert not reader.last.cancel.cancelled


def test_another_wish_takes_its_place(reader: Reader) -> None:
    reader.ahead.want(FIRST)
    first = reader.last
    reader.ahead.want(SECOND)

    assert first.cancel.cancelled
    assert reader.last.prompt == SECOND.prompt
    assert reader.last.style is None
    assert not reader.ahead.handle(HasRead(first.request_id))


def test_an_article_that_is_gone_is_not_read_on(reader: Reader) -> None:
    reader.ahead.want(FIRST)
    reader.ahead.want(None)

    assert reader.last.cancel.cancelled
    assert len(reader.asked) == 1
    assert reader.told[-1] is None


def test_it_waits_until_the_model_is_free_and_goes_on_then(reader: Reader) -> None:
    reader.ahead.set_free(False)
    reader.ahead.want(FIRST)
    assert reader.asked == []
    reader.ahead.set_free(True)
    first = reader.last
    reader.ahead.set_free(False)
    assert first.cancel.cancelled
    reader.ahead.set_free(True)

    assert len(reader.asked) == 2
    assert not reader.last.cancel.cancelled


def test_after_a_request_what_was_read_is_looked_at_again(reader: Reader) -> None:
    reader.ahead.want(FIRST)
    reader.finish()
    reader.ahead.set_free(False)
    reader.ahead.set_free(True)

    assert len(reader.asked) == 2


def test_what_fails_is_not_tried_again_and_not_shown(reader: Reader) -> None:
    reader.ahead.want(FIRST)
    assert reader.ahead.handle(Failed(reader.last.request_id, PrefixError("prefix-missing")))
    assert reader.told[-1] is None
    reader.ahead.want(FIRST)
    assert len(reader.asked) == 1


def test_where_it_may_not_read_it_does_not(reader: Reader) -> None:
    reader.may = False
    reader.ahead.want(FIRST)
    assert reader.asked == []
    reader.may = True
    reader.ahead.want(SECOND)
    assert len(reader.asked) == 1


@pytest.mark.parametrize(
    ("choice", "battery", "free", "may"),
    [
        ("always", True, LEAST_FREE_BYTES, True),
        ("mains", False, LEAST_FREE_BYTES, True),
        ("mains", True, LEAST_FREE_BYTES, False),
        ("never", False, LEAST_FREE_BYTES, False),
        ("always", False, LEAST_FREE_BYTES - 1, False),
        ("always", False, None, True),
    ],
)
def test_power_memory_and_the_setting_decide(
    choice: str, battery: bool, free: int | None, may: bool
) -> None:
    spare = None if free is None else Spare(free, 8 * LEAST_FREE_BYTES)
    assert may_read_ahead(choice, on_battery=lambda: battery, spare=lambda: spare) is may


def test_what_comes_next_is_a_job_or_a_question_that_nobody_knows_yet() -> None:
    job = upcoming(ARTICLE, SHIPPED["three-bullets"], "s", ((0, 12),), 7)
    question = upcoming(ARTICLE, None, "")

    assert job.style == "s"
    assert job.prompt.messages[0].content
    assert (job.prompt.reads, job.prompt.conversation) == (((0, 12),), "7")
    assert question.prompt == Prompt((Message("user", ""),), ARTICLE)
