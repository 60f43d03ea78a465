"""Turns are added, shown and taken away; what stood in their place is never lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from newsassistant.core.errors import StoreError
from newsassistant.store import db
from newsassistant.store.history import History
from newsassistant.store.rows import StoredMessage
from newsassistant.store.schema import MIGRATIONS
from newsassistant.text.prompts.parts import PartName
from tests.unit.store.conftest import Clock


@pytest.fixture
def number(history: History) -> int:
    return history.create("A title", None, preset="", model="", prefix="").id


def say(history: History, number: int, *texts: str, after: int | None = None) -> StoredMessage:
    """Questions, and answers that begin with "A"; the last of them."""
    for text in texts:
        role, status = ("assistant", "done") if text.startswith("A") else ("user", "sent")
        message = history.add_message(
            number, "assistant" if role == "assistant" else "user", text, status=status, after=after
        )
        after = None
    return message


def shown(history: History, number: int) -> list[str]:
    return [message.content for message in history.messages(number)]


def test_what_is_added_follows_what_is_shown(history: History, number: int) -> None:
    first = say(history, number, "Q1", "A1", "Q2", "A2")
    other = say(history, number, "Q2b", "A2b", after=history.messages(number)[1].id)
    assert shown(history, number) == ["Q1", "A1", "Q2b", "A2b"]
    history.show_message(first.id)
    say(history, number, "Q3")
    assert shown(history, number) == ["Q1", "A1", "Q2", "A2", "Q3"]
    history.show_message(other.id)
    say(history, number, "Q3b")
    assert shown(history, number) == ["Q1", "A1", "Q2b", "A2b", "Q3b"]


def test_versions_are_named_and_the_choice_outlives_a_restart(
    history: History, number: int, reopen: Callable[[], History]
) -> None:
    say(history, number, "Q1", "A1")
    asked, answer = history.messages(number)
    again = say(history, number, "A1b", after=asked.id)
    assert again.versions == (answer.id, again.id)
    assert [m.versions for m in history.messages(number)] == [(asked.id,), (answer.id, again.id)]
    history.show_message(answer.id)
    history = reopen()
    assert shown(history, number) == ["Q1", "A1"]
    assert [m.content for m in history.messages_to(again.id)] == ["Q1", "A1b"]


def test_the_first_question_can_have_another_version(history: History, number: int) -> None:
    say(history, number, "Q1", "A1")
    say(history, number, "Q1b", after=0)
    assert shown(history, number) == ["Q1b"]
    assert len(history.messages(number)[0].versions) == 2


def test_where_the_shown_version_goes_another_is_shown(history: History, number: int) -> None:
    say(history, number, "Q1", "A1")
    asked = history.messages(number)[0]
    say(history, number, "A1b", after=asked.id)
    again = say(history, number, "A1c", after=asked.id)
    history.delete_message(again.id)
    assert shown(history, number) == ["Q1", "A1b"]
    history.delete_message(again.id)  # nothing is there any more


def test_what_follows_a_turn_that_goes_is_not_lost(history: History, number: int) -> None:
    say(history, number, "Q1", "A1", "Q2", "A2")
    history.delete_message(history.messages(number)[2].id)
    texts = {m.content for m in history.all_messages(number)[0].values()}
    assert texts == {"Q1", "A1", "A2"}


def test_unknown_turns(history: History, number: int) -> None:
    for call in (history.show_message, history.messages_to):
        with pytest.raises(StoreError) as raised:
            call(99)
        assert raised.value.code == "message-missing"
    say(history, number, "Q1", after=77)  # of a turn that another window has erased
    assert shown(history, number) == ["Q1"]


def test_a_history_of_before_is_shown_as_it_was(path: Path, backups: Path) -> None:
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        db.migrate(old, MIGRATIONS[:3])
        old.execute(
            "INSERT INTO conversations (id, title, preset, model, prefix, created_at, updated_at) "
            "VALUES (1, 'old', '', '', '', 1.7e9, 1.7e9)"
        )
        for text in ("Q1", "A1", "Q2", "A2", "A2b"):
            role = "assistant" if text.startswith("A") else "user"
            old.execute(
                "INSERT INTO messages (conversation_id, role, content, created_at, updated_at, "
                "status, preset, model, prefix, error) "
                "VALUES (1, ?, ?, 1.7e9, 1.7e9, 'done', '', '', '', '')",
                (role, text),
            )
    with closing(History(path, backups=backups)) as history:
        assert shown(history, 1) == ["Q1", "A1", "Q2", "A2b"]
        assert not history.get(1).pinned
        say(history, 1, "Q3")
        history.show_message(4)
        assert shown(history, 1) == ["Q1", "A1", "Q2", "A2"]


def test_a_word_in_a_version_that_is_not_shown_is_found_there(
    history: History, number: int
) -> None:
    old = say(history, number, "Q1 about wind")
    say(history, number, "A1 harbour")
    say(history, number, "Q1 about trade", after=0)
    [found] = history.conversations("harbour")
    assert (found.snippet, found.found_in) == ("A1 harbour", old.id + 1)
    [found] = history.conversations("about")
    assert (found.snippet, found.found_in) == ("Q1 about trade", None)
    history.show_message(old.id)
    assert history.conversations("harbour")[0].found_in is None


def test_pinned_ones_stand_first_and_deletion_is_another_matter(
    history: History, reopen: Callable[[], History]
) -> None:
    first, second, third = (
        history.create(title, None, preset="", model="", prefix="").id for title in "abc"
    )
    history.pin(first, pinned=True)
    assert [c.id for c in history.conversations()] == [first, third, second]
    assert [c.id for c in history.conversations("a") if c.pinned] == [first]
    history = reopen()
    history.delete(first)
    assert [c.pinned for c in history.deleted()] == [True]
    history.restore(first)
    assert history.get(first).pinned
    history.pin(first, pinned=False)
    assert [c.id for c in history.conversations()] == [third, second, first]
    with pytest.raises(StoreError) as raised:
        history.pin(99, pinned=True)
    assert raised.value.code == "conversation-missing"


def test_only_what_was_deleted_is_ever_erased_by_itself(history: History, number: int) -> None:
    history.pin(number, pinned=True)
    assert history.tend(0.0).count == 0
    assert history.get(number).pinned


def test_erasing_takes_every_version(history: History, number: int, path: Path) -> None:
    say(history, number, "Q1 quicksilver", "A1 quicksilver")
    say(history, number, "Q1b quicksilver", after=0)
    history.erase(number)
    history.close()
    assert b"quicksilver" not in path.read_bytes()


# --- edited answers ------------------------------------------------------------------------------


def test_an_edited_answer_keeps_what_the_model_wrote(
    history: History, number: int, reopen: Callable[[], History]
) -> None:
    answer = say(history, number, "Q1", "A1 he said it")
    assert (answer.written, answer.by_model) == (None, "A1 he said it")
    edited = history.edit_answer(answer.id, "A1 he meant it")
    assert (edited.content, edited.written) == ("A1 he meant it", "A1 he said it")
    edited = history.edit_answer(answer.id, "A1 he thought it")
    assert edited.by_model == "A1 he said it"
    assert reopen().messages(number)[1] == edited


def test_the_models_own_words_are_no_edit(history: History, number: int) -> None:
    answer = say(history, number, "Q1", "A1")
    assert history.edit_answer(answer.id, "A1") == answer
    history.edit_answer(answer.id, "A2")
    assert history.edit_answer(answer.id, "A1").written is None


def test_the_search_follows_an_edit(history: History, number: int) -> None:
    answer = say(history, number, "Q1", "A1 quicksilver")
    history.edit_answer(answer.id, "A1 mercury")
    assert [c.id for c in history.conversations("mercury")] == [number]
    assert history.conversations("quicksilver") == []


def test_an_edit_brings_the_conversation_to_the_top(
    history: History, number: int, clock: Clock
) -> None:
    answer = say(history, number, "Q1", "A1")
    clock.now += 5
    history.create("newer", None, preset="", model="", prefix="")
    clock.now += 5
    history.edit_answer(answer.id, "A1")
    assert history.conversations()[0].title == "newer"
    history.edit_answer(answer.id, "A2")
    assert history.conversations()[0].id == number


def test_what_is_no_whole_answer_is_not_edited(history: History, number: int) -> None:
    asked = say(history, number, "Q1")
    part = history.add_message(
        number, "assistant", "part", status="done", preset=PartName(1, 1, 2).key
    )
    running = history.add_message(number, "assistant", "so far", status="running")
    for message, code in ((asked, "answer-not-editable"), (part, "answer-not-editable"),
                          (running, "answer-not-editable")):  # fmt: skip
        with pytest.raises(StoreError) as raised:
            history.edit_answer(message.id, "other")
        assert raised.value.code == code
    with pytest.raises(StoreError) as raised:
        history.edit_answer(99, "other")
    assert raised.value.code == "message-missing"
    assert "other" not in shown(history, number)


def test_what_the_model_writes_anew_was_not_edited(history: History, number: int) -> None:
    answer = say(history, number, "Q1", "A1")
    history.edit_answer(answer.id, "A1 edited")
    again = history.update_message(answer.id, content="A1 again", status="done")
    assert (again.content, again.written) == ("A1 again", None)


def test_erasing_takes_what_the_model_wrote(history: History, number: int, path: Path) -> None:
    answer = say(history, number, "Q1", "A1 quicksilver")
    history.edit_answer(answer.id, "A1 mercury")
    history.erase(number)
    history.close()
    left = path.read_bytes()
    assert b"quicksilver" not in left
    assert b"mercury" not in left


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    written=st.text(max_size=20),
    edits=st.lists(st.text(max_size=20) | st.none(), max_size=6),
)
def test_any_row_of_edits_keeps_the_first_and_the_last_text(
    history: History, written: str, edits: list[str | None]
) -> None:
    number = history.create("t", None, preset="", model="", prefix="").id
    answer = history.add_message(number, "assistant", written, status="done")
    last = answer.content
    for edit in edits:
        text = answer.content if edit is None else edit  # None: give the model's words back
        edited = history.edit_answer(answer.id, text)
        last = edited.content
        assert edited.by_model == answer.content
        assert (edited.written is None) == (edited.content == answer.content)
    assert [m.content for m in history.messages(number)] == [last]
    assert history.messages(number)[0].by_model == answer.content
    history.erase(number)
