"""The running answer and the history, with a clock and a full disk of the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsassistant.app.answers import SAVE_EVERY_S, RunningAnswer, UnsavedAnswers
from newsassistant.core.errors import StoreError
from newsassistant.core.types import Usage
from newsassistant.store.history import History, StoredMessage


class Desk:
    """A running answer in a stored conversation."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.now = 100.0
        self.complaints: list[str] = []
        self.id = history.create("Wind", None, preset="", model="m", prefix="").id
        message = history.add_message(self.id, "assistant", "", status="running")
        self.answer = RunningAnswer(
            "answer-1",
            message,
            history,
            clock=lambda: self.now,
            complain=lambda error: self.complaints.append(error.code),
        )

    def stored(self) -> StoredMessage:
        return self.history.messages(self.id)[-1]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    history = History(tmp_path / "history.sqlite3", backups=tmp_path / "backups")
    yield Desk(history)
    history.close()


@pytest.fixture
def fill_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def refuse(*values: object, **options: object) -> StoredMessage:
        raise StoreError("store-unwritable", path="x", detail="disk full")

    return lambda: monkeypatch.setattr(History, "update_message", refuse)


def test_it_is_saved_once_a_second(desk: Desk) -> None:
    desk.answer.grow("One")
    desk.answer.save_if_due()
    desk.answer.grow(" two")
    desk.answer.save_if_due()
    assert desk.stored().content == "One"

    desk.now += SAVE_EVERY_S
    desk.answer.save_if_due()

    assert desk.stored().content == "One two"
    assert desk.stored().status == "running"


def test_its_end_is_saved_with_what_it_cost(desk: Desk) -> None:
    desk.answer.grow("One")

    message, is_saved = desk.answer.end("done", usage=Usage(9, 0, 3))

    assert is_saved
    assert message == desk.stored()
    assert (message.status, message.usage) == ("done", Usage(9, 0, 3))


def test_a_full_disk_is_told_once_and_loses_nothing(
    desk: Desk, fill_disk: Callable[[], None]
) -> None:
    fill_disk()

    desk.answer.grow("One")
    desk.answer.save()
    desk.answer.grow(" two")
    message, is_saved = desk.answer.end("failed", error="words")

    assert not is_saved
    assert (message.content, message.status, message.error) == ("One two", "failed", "words")
    assert desk.complaints == ["answer-unsaved"]


def test_it_belongs_to_the_conversation_of_its_message(desk: Desk) -> None:
    assert desk.answer.conversation_id == desk.id


def test_one_that_was_forgotten_is_written_no_more(desk: Desk) -> None:
    desk.answer.grow("One")
    desk.answer.forget()
    desk.answer.grow("two")
    desk.answer.save()
    _, is_saved = desk.answer.end("done")

    assert not is_saved
    assert desk.answer.cancel.cancelled
    assert desk.stored().content == ""
    assert desk.complaints == []


# --- those that are not saved yet -----------------------------------------------------------------


@pytest.fixture
def unsaved(desk: Desk) -> UnsavedAnswers:
    """One answer that ended on a full disk; there is room now."""
    desk.answer.grow("One")
    desk.answer._end = ("done", Usage(9, 0, 3), "")
    waiting = UnsavedAnswers(lambda: desk.now)
    waiting.add(desk.answer)
    return waiting


def test_it_is_shown_as_it_ended(desk: Desk, unsaved: UnsavedAnswers) -> None:
    assert desk.stored().status == "running"
    assert (unsaved.shown(desk.stored()).content, unsaved.shown(desk.stored()).status) == (
        "One",
        "done",
    )


def test_it_is_saved_as_it_ended(desk: Desk, unsaved: UnsavedAnswers) -> None:
    ((answer, message),) = unsaved.save()
    assert answer is desk.answer
    assert message == desk.stored()
    assert (message.status, message.usage) == ("done", Usage(9, 0, 3))
    assert len(unsaved) == 0
    assert unsaved.save() == []


def test_one_that_was_erased_waits_no_longer(desk: Desk, unsaved: UnsavedAnswers) -> None:
    desk.history.erase(desk.id)
    assert unsaved.save() == []
    assert len(unsaved) == 0


def test_an_attempt_that_takes_long_is_not_made_every_second(
    desk: Desk, unsaved: UnsavedAnswers, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts: list[float] = []

    def locked(*values: object, **options: object) -> StoredMessage:
        attempts.append(desk.now)
        desk.now += 5
        raise StoreError("store-unwritable", path="h", detail="database is locked")

    with monkeypatch.context() as patch:
        patch.setattr(History, "update_message", locked)
        for _ in range(60):
            unsaved.save()
            desk.now += 1
        assert len(attempts) == 2  # of 60 seconds
        unsaved.save(now=True)
        assert len(attempts) == 3
    assert len(unsaved) == 1
    assert len(unsaved.save(now=True)) == 1
