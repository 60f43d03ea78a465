"""Private conversations are whole, in memory only, and gone once they are forgotten."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newsassistant.core.errors import StoreError
from newsassistant.core.types import Article, Origin
from newsassistant.store import exchange
from newsassistant.store.history import History
from newsassistant.store.private import FIRST, PrivateHistory, WithPrivate, is_private
from newsassistant.store.rows import digest_of
from newsassistant.store.session import SessionHistory
from tests.unit.store.full import full_disk
from tests.unit.store.remains import found_in, secret
from tests.unit.store.test_history_erased import fill

TEXT = secret()
ARTICLE = Article(TEXT, TEXT[:40], "en", digest_of(TEXT), Origin("opened", 1.7e9, TEXT[:20]))


@pytest.fixture
def session(path: Path, backups: Path) -> Iterator[SessionHistory]:
    with closing(SessionHistory(path, backups=backups)) as opened:
        yield opened


POSIX = pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are POSIX")


def begin(history: WithPrivate) -> int:
    history.begin_private()
    return history.create(TEXT, ARTICLE, preset="", model="m", prefix="").id


def test_a_number_tells_whether_a_conversation_is_private(session: SessionHistory) -> None:
    kept = session.create("kept", None, preset="", model="", prefix="").id
    number = begin(session)
    turn = session.add_message(number, "user", "?")
    assert [is_private(each) for each in (kept, number, turn.id, None)] == [
        *(False, True, True, False)
    ]
    assert not is_private(FIRST)


def test_a_private_conversation_is_whole_while_it_lives(session: SessionHistory) -> None:
    number = begin(session)
    session.add_message(number, "user", "Why?")
    answer = session.add_message(number, "assistant", "", status="running")
    session.update_message(answer.id, content="Because.", status="done")
    session.edit_answer(answer.id, "Because it is.")
    assert session.edit_answer(answer.id, "Because.").written is None
    extra = session.add_message(number, "assistant", "gone", status="done")
    session.delete_message(extra.id)
    session.set_prefix(number, "p")
    assert [turn.content for turn in session.messages(number)] == ["Why?", "Because."]
    assert session.article(number) == ARTICLE
    assert session.get(number).prefix == "p"
    assert exchange.take_out(session, number).article == ARTICLE


def test_it_has_no_title_and_stands_above_the_others(session: SessionHistory) -> None:
    kept = session.create("kept", None, preset="", model="", prefix="").id
    number = begin(session)
    assert [(item.id, item.title) for item in session.conversations()] == [
        (number, ""),
        (kept, "kept"),
    ]


def test_a_search_does_not_look_into_it(session: SessionHistory) -> None:
    begin(session)
    assert session.conversations("quokka") == []


def test_every_method_that_takes_a_number_is_led_to_it() -> None:
    def takes_number(name: str) -> bool:
        method = getattr(History, name)
        if name.startswith("_") or not inspect.isfunction(method):
            return False
        parameters = list(inspect.signature(method).parameters)
        return len(parameters) > 1 and parameters[1] in ("conversation_id", "message_id")

    wanted = {name for name in dir(History) if takes_number(name)}
    assert {"get", "add_message", "erase"} <= wanted
    assert wanted - set(vars(WithPrivate)) == set()


def test_nothing_of_it_reaches_a_file(session: SessionHistory, path: Path) -> None:
    session.begin_private()
    number, _ = fill(session)
    assert found_in(path.parent) == []
    session.delete(number)
    session.restore(number)
    session.tend(0)
    assert found_in(path.parent) == []
    session.forget_private()
    session.close()
    assert found_in(path.parent) == []


def test_the_same_texts_in_the_file_are_found(session: SessionHistory, path: Path) -> None:
    fill(session)
    assert found_in(path.parent) != []


def test_what_is_taken_in_while_it_is_private_is_private(session: SessionHistory) -> None:
    number = begin(session)
    chat = exchange.take_out(session, number)
    assert is_private(session.add(chat))


def test_forgetting_leaves_no_conversation_behind(session: SessionHistory) -> None:
    number = begin(session)
    answer = session.add_message(number, "assistant", "", status="running")
    assert session.private_numbers() == [number]
    session.forget_private()
    assert not session.is_private
    assert session.private_numbers() == []
    assert session.conversations() == []
    for call in (
        lambda: session.get(number),
        lambda: session.rename(number, "x"),
        lambda: session.add_message(number, "user", "x"),
        lambda: session.update_message(answer.id, content="x", status="done"),
    ):
        with pytest.raises(StoreError, match="no longer"):
            call()
    assert session.article(number) is None
    assert not is_private(session.create("kept", None, preset="", model="", prefix="").id)


def test_forgetting_overwrites_the_texts_in_memory() -> None:
    history = PrivateHistory(clock=lambda: 1.0)
    fill(history)
    assert TEXT[:100].encode() in history._db.serialize()
    with history._writing():
        for table in ("messages", "conversations"):
            history._db.execute(f"DELETE FROM {table}")
        history._tidy_indexes()
    assert b"quokka" not in history._db.serialize()
    history.forget()


def test_one_of_several_can_be_erased(session: SessionHistory) -> None:
    first, second = begin(session), begin(session)
    erased = session.erase(first)
    assert (erased.count, erased.unreached) == (1, ())
    assert session.private_numbers() == [second]


@POSIX
def test_it_works_where_the_file_cannot_be_written(path: Path, backups: Path) -> None:
    with full_disk(0), closing(SessionHistory(path, backups=backups)) as session:
        number = begin(session)
        session.add_message(number, "user", "Why?")
        assert not session.has_unsaved()
        assert session.erase(number).count == 1
        session.forget_private()


def test_a_private_answer_has_versions_too(session: SessionHistory) -> None:
    number = begin(session)
    asked = session.add_message(number, "user", "Why?")
    first = session.add_message(number, "assistant", "Because.", after=asked.id)
    second = session.add_message(number, "assistant", "So.", after=asked.id)
    session.pin(number, pinned=True)
    session.show_message(first.id)

    assert [turn.content for turn in session.messages(number)] == ["Why?", "Because."]
    assert session.messages(number)[1].versions == (first.id, second.id)
    assert session.messages_to(second.id)[-1].content == "So."
    assert session.get(number).pinned
