"""Requests that wait for their turn: their order, and what may happen to them meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsassistant.app.listener import ChatState
from newsassistant.app.waiting import Waiting, WaitingLine
from newsassistant.core.errors import EngineError, StoreError
from newsassistant.core.types import ModelReady
from newsassistant.store.history import StoredMessage
from tests.unit.app.chats import ARTICLE, MODEL, OTHER, Desk, DiskFull


@pytest.fixture
def cold(tmp_path: Path) -> Iterator[Desk]:
    """A service whose model is still being loaded."""
    history = DiskFull(tmp_path / "cold.sqlite3", backups=tmp_path / "backups")
    desk = Desk(history)
    desk.service.load("m")
    yield desk
    history.close()


def ask_anew(desk: Desk, question: str) -> int:
    """Ask in a conversation of its own."""
    desk.service.new_conversation()
    desk.service.ask(question)
    number = desk.service.conversation_id
    assert number is not None
    return number


def asked(desk: Desk) -> str:
    """What the model was asked last."""
    return desk.job.prompt.messages[-1].content


def requests(numbers: list[int]) -> WaitingLine:
    line = WaitingLine()
    for number in numbers:
        line.add(Waiting(StoredMessage(number, number, "user", "?", 0.0, "sent", "", "", "")))
    return line


# --- the line -------------------------------------------------------------------------------------


def test_the_line_keeps_its_order_and_lets_one_pass() -> None:
    line = requests([4, 2, 9])
    line.put_first(9)
    assert line.conversations() == (9, 4, 2)
    line.put_first(7)  # waits no more
    assert line.conversations() == (9, 4, 2)
    line.drop(4)
    taken = line.take()
    assert taken is not None
    assert taken.conversation_id == 9
    assert (line.conversations(), line.of(4), line.drop(4)) == ((2,), None, None)
    line.clear()
    assert (line.take(), len(line)) == (None, 0)


def test_one_request_of_a_conversation_waits() -> None:
    line = requests([4])
    with pytest.raises(ValueError, match="waits already"):
        line.add(Waiting(StoredMessage(8, 4, "user", "?", 0.0, "sent", "", "", "")))


# --- in the chat ----------------------------------------------------------------------------------


def test_another_conversation_waits_and_is_answered_next(desk: Desk) -> None:
    first = ask_anew(desk, "One?")
    second = ask_anew(desk, "Two?")

    assert desk.stored(second) == [("user", "Two?", "sent")]
    assert (desk.service.running_in(), desk.service.line()) == (first, (second,))
    assert len([c for c in desk.worker.commands if c is desk.job]) == 1
    assert asked(desk) == "One?"

    desk.answers("Yes.")
    assert (desk.service.running_in(), desk.service.line()) == (second, ())
    assert asked(desk) == "Two?"
    desk.answers("No.")

    assert desk.stored(first)[-1] == ("assistant", "Yes.", "done")
    assert desk.stored(second)[-1] == ("assistant", "No.", "done")
    assert desk.texts() == ["Two?", "No."]
    assert desk.state() is ChatState.IDLE


def test_what_waits_is_answered_from_its_own_article_while_another_is_read(desk: Desk) -> None:
    desk.service.summarize(ARTICLE, "headline")
    desk.service.summarize(OTHER, "headline", reads=((0, 3),))
    waits = desk.service.conversation_id
    desk.service.new_conversation()
    desk.answers("Wind!")

    assert desk.job.prompt.article == OTHER
    assert desk.job.prompt.reads == ((0, 3),)
    assert desk.texts() == []  # the open one is empty
    desk.answers("风电")
    assert desk.stored(waits)[-1] == ("assistant", "风电", "done")
    assert desk.service.conversation_id is None


def test_a_request_waits_for_the_model_to_load(cold: Desk) -> None:
    cold.service.ask("Why?", article=ARTICLE)
    number = cold.service.conversation_id
    assert cold.service.line() == (number,)

    cold.service.handle(ModelReady(cold.worker.commands[0].request_id, MODEL))  # type: ignore[union-attr]

    assert (cold.service.running_in(), cold.service.line()) == (number, ())
    cold.answers("Because.")
    assert cold.history.messages(number or 0)[-1].model == "Model · int8"


def test_in_one_conversation_nothing_is_asked_before_its_answer(desk: Desk) -> None:
    ask_anew(desk, "One?")
    assert not desk.service.may_ask(None)
    assert desk.service.may_ask(ARTICLE)  # gets a conversation of its own
    with pytest.raises(EngineError):
        desk.service.ask("And?")
    with pytest.raises(EngineError):
        desk.service.regenerate()

    ask_anew(desk, "Two?")
    with pytest.raises(EngineError):
        desk.service.ask("And?")
    assert desk.stored() == [("user", "Two?", "sent")]


def test_one_is_put_first(desk: Desk) -> None:
    ask_anew(desk, "One?")
    second, third = ask_anew(desk, "Two?"), ask_anew(desk, "Three?")
    desk.service.put_first(third)
    assert desk.service.line() == (third, second)
    desk.answers("Yes.")
    assert asked(desk) == "Three?"


def test_what_is_withdrawn_goes_with_its_empty_conversation(desk: Desk) -> None:
    kept = ask_anew(desk, "One?")
    gone = ask_anew(desk, "Two?")
    desk.service.withdraw(gone)

    assert [c.id for c in desk.service.conversations()] == [kept]
    assert (desk.service.line(), desk.service.conversation_id) == ((), None)
    desk.answers("Yes.")
    assert desk.state() is ChatState.IDLE


def test_a_withdrawn_request_leaves_the_article_and_what_was_said_before(desk: Desk) -> None:
    desk.service.ask("Why?", article=ARTICLE)
    about = desk.service.conversation_id
    desk.answers("Because.")
    ask_anew(desk, "One?")
    assert about is not None
    desk.service.open(about)
    desk.service.ask("Sure?")
    desk.service.withdraw(about)

    assert desk.texts() == ["Why?", "Because."]
    assert desk.stored(about) == [("user", "Why?", "sent"), ("assistant", "Because.", "done")]
    desk.service.summarize(OTHER, "headline")
    desk.service.withdraw(desk.service.conversation_id or 0)
    assert desk.screen.article == OTHER
    assert desk.texts() == []
    desk.service.withdraw(about)  # waits no more: nothing


def test_a_request_that_cannot_be_withdrawn_waits_on(desk: Desk) -> None:
    ask_anew(desk, "One?")
    second = ask_anew(desk, "Two?")
    desk.history.no_room_for = "delete"
    with pytest.raises(StoreError):
        desk.service.withdraw(second)
    assert desk.service.line() == (second,)


def test_making_an_answer_again_waits_too_and_keeps_the_old_one(desk: Desk) -> None:
    about = ask_anew(desk, "Why?")
    desk.answers("Because.")
    other = ask_anew(desk, "One?")
    desk.service.open(about)
    desk.service.regenerate()
    assert desk.texts() == ["Why?", "Because."]
    desk.service.withdraw(about)
    assert desk.texts() == ["Why?", "Because."]

    desk.service.regenerate()
    desk.service.open(other)
    desk.answers("Yes.")
    assert desk.turns() == ["Why?"]
    desk.answers("So.")

    assert desk.stored(about) == [("user", "Why?", "sent"), ("assistant", "So.", "done")]
    assert desk.texts() == ["One?", "Yes."]


def test_a_failed_answer_lets_the_next_one_begin(desk: Desk) -> None:
    ask_anew(desk, "One?")
    ask_anew(desk, "Two?")
    desk.fails()
    assert asked(desk) == "Two?"


def test_a_deleted_conversation_waits_no_more(desk: Desk) -> None:
    ask_anew(desk, "One?")
    second, third = ask_anew(desk, "Two?"), ask_anew(desk, "Three?")
    desk.service.delete(second)
    desk.service.forget(third)
    assert desk.service.line() == ()
    desk.service.undo_delete(second)
    assert desk.stored(second) == [("user", "Two?", "sent")]
    desk.answers("Yes.")
    desk.service.regenerate()  # asks it after all
    assert asked(desk) == "Two?"


def test_one_that_another_window_has_erased_is_passed_over(desk: Desk) -> None:
    ask_anew(desk, "One?")
    second, third = ask_anew(desk, "Two?"), ask_anew(desk, "Three?")
    desk.history.erase(second)
    desk.answers("Yes.")
    assert desk.service.running_in() == third
    assert desk.screen.errors == []


def test_without_room_on_the_disk_the_request_stays_in_the_history(desk: Desk) -> None:
    ask_anew(desk, "One?")
    second = ask_anew(desk, "Two?")
    desk.history.no_room_for = "assistant"
    desk.answers("Yes.")
    assert desk.screen.errors == [("store-unwritable", None)]
    assert (desk.state(), desk.service.line()) == (ChatState.IDLE, ())
    assert desk.stored(second) == [("user", "Two?", "sent")]


def test_at_the_end_nothing_else_begins(desk: Desk) -> None:
    ask_anew(desk, "One?")
    second = ask_anew(desk, "Two?")
    desk.service.close()
    assert asked(desk) == "One?"
    assert desk.stored(second) == [("user", "Two?", "sent")]


def test_what_waits_is_told(desk: Desk) -> None:
    ask_anew(desk, "One?")
    ask_anew(desk, "Two?")
    assert desk.screen.calls.count("waiting") == 1
    desk.service.forget_waiting()
    assert desk.screen.calls.count("waiting") == 2
