"""Conversations that leave one history and come into another, on real files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from newsassistant.core.errors import StoreError
from newsassistant.core.types import Article, Origin, Usage
from newsassistant.store.chat_file import Chat, read, write
from newsassistant.store.exchange import take_in, take_out
from newsassistant.store.history import History
from newsassistant.store.rows import digest_of
from newsassistant.store.session import SessionHistory
from tests.unit.store.conftest import Clock

TEXT = "Port strike enters second week\n\nDock workers voted on Monday."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "port.newschat"


@pytest.fixture
def other(tmp_path: Path, clock: Clock) -> History:
    """The history of a colleague."""
    return History(tmp_path / "other" / "h.sqlite3", backups=tmp_path / "other" / "b", clock=clock)


def told(history: History, clock: Clock) -> int:
    """A conversation with one exchange; its number."""
    article = Article(TEXT, "Port strike", "en", digest_of(TEXT), Origin("typed", clock.now))
    clock.now += 0.123456
    number = history.create("Port strike", article, preset="", model="M", prefix="s").id
    clock.now += 60
    history.add_message(number, "user", "Who voted?", reads=((0, 9),))
    clock.now += 5
    answer = history.add_message(number, "assistant", "", status="running", model="M", prefix="s")
    history.update_message(answer.id, content="Dock workers.", status="done", usage=Usage(9, 1, 2))
    return number


def without_numbers(chat: Chat) -> Chat:
    turns = tuple(replace(turn, id=0, conversation_id=0) for turn in chat.messages)
    return replace(chat, conversation=replace(chat.conversation, id=0), messages=turns)


def test_a_conversation_goes_from_one_history_to_another(
    history: History, other: History, clock: Clock, file: Path
) -> None:
    number = told(history, clock)
    write(file, take_out(history, number))
    clock.now += 1000
    other.create("mine", None, preset="", model="", prefix="")

    taken, is_new = take_in(other, read(file))

    assert (taken, is_new) == (2, True)
    assert [item.title for item in other.conversations()] == ["Port strike", "mine"]
    there, here = (without_numbers(take_out(*each)) for each in ((history, 1), (other, taken)))
    assert here.conversation.updated_at == clock.now
    assert here.conversation.created_at == pytest.approx(there.conversation.created_at, abs=1e-6)
    assert here.article == there.article
    assert here.messages == there.messages
    assert [item.id for item in other.conversations("dock")] == [taken]
    other.close()


def test_opened_twice_it_is_there_once(
    history: History, other: History, clock: Clock, file: Path
) -> None:
    number = told(history, clock)
    write(file, take_out(history, number))

    assert take_in(history, read(file)) == (number, False)
    first, _ = take_in(other, read(file))
    other.rename(first, "Another title")
    other.add_message(first, "user", "And when?")

    assert take_in(other, read(file)) == (first, False)
    assert len(other.conversations()) == 1
    other.close()


def test_an_edited_answer_goes_along_with_what_the_model_wrote(
    history: History, other: History, clock: Clock, file: Path
) -> None:
    number = told(history, clock)
    answer = history.messages(number)[1]
    history.edit_answer(answer.id, "Port workers.")
    write(file, take_out(history, number))

    taken, _ = take_in(other, read(file))

    [_, there] = other.messages(taken)
    assert (there.content, there.written) == ("Port workers.", "Dock workers.")
    assert other.edit_answer(there.id, "Dock workers.").written is None
    other.close()


def test_a_file_from_before_an_edit_is_there_already_one_with_another_edit_is_new(
    history: History, clock: Clock, file: Path
) -> None:
    number = told(history, clock)
    write(file, take_out(history, number))
    before = read(file)
    answer = history.messages(number)[1]
    history.edit_answer(answer.id, "Port workers.")
    history.add_message(number, "user", "And when?")
    write(file, take_out(history, number))
    after = read(file)

    assert take_in(history, before) == (number, False)
    assert take_in(history, after) == (number, False)
    history.edit_answer(answer.id, "Dock workers.")
    assert take_in(history, after)[1]  # the edit is not here any more


def test_one_that_has_gone_on_elsewhere_or_was_deleted_here_is_new(
    history: History, clock: Clock, file: Path
) -> None:
    number = told(history, clock)
    write(file, take_out(history, number))
    longer = read(file)
    longer = replace(longer, messages=(*longer.messages, replace(longer.messages[0], content="?")))

    again, is_new = take_in(history, longer)
    assert is_new
    history.delete(number)
    history.delete(again)
    assert take_in(history, longer) == (again + 1, True)


def test_another_conversation_of_the_same_moment_is_another(
    history: History, clock: Clock, file: Path
) -> None:
    number = told(history, clock)
    write(file, take_out(history, number))
    chat = read(file)
    bare = replace(chat, article=None)
    changed = replace(chat, messages=(replace(chat.messages[0], content="Why?"),))

    assert take_in(history, bare) == (number + 1, True)
    assert take_in(history, changed) == (number + 2, True)


def test_nothing_of_it_is_there_if_a_part_cannot_be_kept(
    history: History, clock: Clock, file: Path
) -> None:
    write(file, take_out(history, told(history, clock)))
    history.delete(1)
    history._db.execute(
        "CREATE TEMP TRIGGER full BEFORE INSERT ON messages WHEN new.role = 'assistant' "
        "BEGIN SELECT RAISE(ABORT, 'full'); END"
    )

    with pytest.raises(StoreError):
        take_in(history, read(file))

    assert history.conversations() == []


def test_an_unknown_one_cannot_be_taken_out(history: History) -> None:
    with pytest.raises(StoreError) as raised:
        take_out(history, 7)
    assert raised.value.code == "conversation-missing"


def test_in_memory_it_works_and_is_carried_over(
    history: History,
    clock: Clock,
    file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(file, take_out(history, told(history, clock)))
    elsewhere = tmp_path / "protected" / "h.sqlite3"

    def refuse(*_: object, **__: object) -> None:
        raise StoreError("store-protected", path=elsewhere)

    with monkeypatch.context() as patch:
        patch.setattr("newsassistant.store.db.open_database", refuse)
        session = SessionHistory(elsewhere, backups=tmp_path / "protected" / "b", clock=clock)
    assert session.refusal is not None

    number, is_new = take_in(session, read(file))

    assert is_new
    assert take_in(session, read(file)) == (number, False)
    assert session.has_unsaved()
    session.carry_over(now=True)
    session.close()
    kept = History(elsewhere, backups=tmp_path / "protected" / "b")
    assert without_numbers(take_out(kept, number)).messages == read(file).messages
    kept.close()


def branched(history: History, clock: Clock) -> int:
    """An exchange whose question was edited, then answered twice; the first answer is shown."""
    number = told(history, clock)
    first = history.add_message(number, "user", "Which port?", after=0)
    again = history.add_message(number, "assistant", "A port.", status="done")
    history.add_message(number, "assistant", "The port.", status="done", after=first.id)
    history.show_message(again.id)
    history.pin(number, pinned=True)
    return number


def tree(history: History, number: int) -> list[tuple[str, tuple[str, ...]]]:
    """Every turn with what it follows, and what is shown."""
    messages, branches, last = history.all_messages(number)
    ways = [(n, branches.path_to(n)) for n in (*messages, last)]
    return [(messages[n].content, tuple(messages[m].content for m in way)) for n, way in ways]


def test_all_versions_go_along_and_the_pin_stays(
    history: History, other: History, clock: Clock, file: Path
) -> None:
    number = branched(history, clock)
    write(file, take_out(history, number))
    taken, is_new = take_in(other, read(file))

    assert is_new
    assert tree(other, taken) == tree(history, number)
    assert [m.content for m in other.messages(taken)] == ["Which port?", "A port."]
    assert not other.get(taken).pinned  # whoever gets it has a list of their own
    assert take_in(history, read(file)) == (number, False)
    assert take_in(other, read(file)) == (taken, False)


def test_one_that_shows_another_version_or_has_more_of_them_is_the_same(
    history: History, clock: Clock, file: Path
) -> None:
    number = branched(history, clock)
    write(file, take_out(history, number))
    history.show_message(history.messages(number)[0].versions[0])
    history.add_message(number, "user", "And then?")
    assert take_in(history, read(file)) == (number, False)


def test_one_without_a_version_that_the_file_has_is_another(
    history: History, other: History, clock: Clock, file: Path
) -> None:
    number = told(history, clock)
    write(file, take_out(history, number))
    taken, _ = take_in(other, read(file))
    other.add_message(
        taken, "assistant", "Nobody.", status="done", after=other.messages(taken)[0].id
    )
    write(file, take_out(other, taken))
    assert take_in(history, read(file))[1]
