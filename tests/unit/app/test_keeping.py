"""Erasing, the daily work and putting back, with a real history and a service without a model."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newsassistant.app.chat import ChatService
from newsassistant.app.keeping import (
    ERASE_AFTER_S,
    RETRY_S,
    TEND_EVERY_S,
    HistoryKeeper,
    erase_drafts,
    open_history,
)
from newsassistant.app.worker import Generate, Load
from newsassistant.core.errors import EngineError, StoreError
from newsassistant.core.logs import set_up
from newsassistant.core.paths import Paths
from newsassistant.core.types import Delta, Done, GenerationParams, ModelInfo, ModelReady, Usage
from newsassistant.store import db
from newsassistant.store.chat_file import portable
from newsassistant.store.history import Erased, History
from newsassistant.text.articles.article import parse
from tests.hostile import place_strange_files, raw_json
from tests.unit.app.chats import FakeWorker, Recorder
from tests.unit.store.full import full_disk
from tests.unit.store.remains import found_in, secret

DAY = 24 * 3600.0
MODEL = ModelInfo("m", "Model", "int8", 2048, generation=GenerationParams(max_tokens=77))


class Desk:
    """A keeper, its service and its history in a home, with a clock."""

    def __init__(self, home: Path) -> None:
        self.paths = Paths.under(home).ensure()
        self.now = time.time()
        self.history = open_history(self.paths)
        self.worker, self.screen = FakeWorker(), Recorder()
        self.service = ChatService(self.worker, self.history, self.screen)
        self.keeper = HistoryKeeper(
            self.service, self.history, self.paths.state, clock=lambda: self.now
        )
        self.service.load("m")
        self.service.handle(ModelReady(self.request_id(), MODEL))

    def talk(self, text: str) -> int:
        """A conversation about a text; returns its number."""
        self.service.ask(text, article=parse(text))
        self.answer(text)
        assert self.service.conversation_id is not None
        return self.service.conversation_id

    def request_id(self) -> str:
        """What the worker was asked last."""
        command = self.worker.commands[-1]
        assert isinstance(command, Load | Generate)
        return command.request_id

    def answer(self, text: str) -> None:
        request = self.request_id()
        self.service.handle(Delta(request, text, 1))
        self.service.handle(Done(request, "stop", Usage(9, 0, 3)))

    def draft(self, text: str, name: str = "draft.json") -> Path:
        path = self.paths.state / name
        path.write_text(json.dumps({"text": parse(text).text, "source": ""}), "utf-8")
        return path


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.history.close()


# --- opening --------------------------------------------------------------------------------------


def test_a_history_that_cannot_be_written_goes_on_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = Paths.under(tmp_path).ensure()
    History(paths.history, backups=paths.backups).close()
    monkeypatch.setattr(db, "BUSY_TIMEOUT_S", 0.001)
    with closing(sqlite3.connect(paths.history, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        history = open_history(paths)
        assert history.refusal is not None
        assert history.refusal.code == "store-locked"
        assert history.conversations("") == []
    history.close()


def lock(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> sqlite3.Connection:
    """Another program takes the history of the desk and keeps it."""
    desk.history._db.execute("PRAGMA busy_timeout = 1")
    monkeypatch.setattr(db, "BUSY_TIMEOUT_S", 0.001)
    other = sqlite3.connect(desk.paths.history, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other


def test_summaries_and_questions_work_without_the_file_and_get_into_it_later(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(lock(desk, monkeypatch)):
        number = desk.talk("Wind grows.")
        desk.service.ask("Why?")
        assert not desk.keeper.carry_over(now=True)  # it is being answered
        desk.answer("Because.")
        assert desk.screen.errors == []
        assert desk.keeper.has_unsaved()
        assert desk.keeper.refusal is not None
        assert not desk.keeper.carry_over(now=True)
        desk.service.open(number)
        assert list(desk.screen.shown.values())[-1] == "Because."
    assert desk.keeper.carry_over(now=True)
    assert desk.keeper.refusal is None
    assert not desk.keeper.has_unsaved()
    again = History(desk.paths.history, backups=desk.paths.backups, recover=False)
    with closing(again):
        assert again.messages(number)[-1].content == "Because."


def test_the_open_conversation_stays_open_under_another_number(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(lock(desk, monkeypatch)):
        mine = desk.talk("Mine.")
    other = History(desk.paths.history, backups=desk.paths.backups, recover=False)
    with closing(other):
        other.create("theirs", None, preset="", model="", prefix="")
    assert desk.keeper.carry_over(now=True)
    assert desk.service.conversation_id == mine + 1
    assert list(desk.screen.shown.values())[-1] == "Mine."
    desk.service.ask("And?")
    desk.answer("So.")
    assert desk.screen.errors == []


def test_no_room_to_erase_is_no_reason_to_open_for_reading_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: History, erase_after_s: float, *, tidy: bool = True) -> Erased:
        raise StoreError("store-unwritable", path="h", detail="disk full")

    monkeypatch.setattr(History, "tend", full)
    history = open_history(Paths.under(tmp_path).ensure())
    assert history.create("x", None, preset="", model="", prefix="").id == 1
    history.close()


def test_what_was_deleted_long_ago_is_erased_at_start(tmp_path: Path) -> None:
    paths = Paths.under(tmp_path).ensure()
    then = time.time() - ERASE_AFTER_S - 60
    old = History(paths.history, backups=paths.backups, clock=lambda: then)
    gone = old.create("Long ago", None, preset="", model="", prefix="").id
    old.delete(gone)
    old.close()
    new = History(paths.history, backups=paths.backups)
    kept = new.create("Just now", None, preset="", model="", prefix="").id
    new.delete(kept)
    new.close()

    history = open_history(paths)
    history.restore(kept)
    with pytest.raises(StoreError):
        history.restore(gone)
    history.close()


# --- erasing --------------------------------------------------------------------------------------


def test_erasing_reaches_every_file_of_the_home(desk: Desk) -> None:
    other = desk.talk("An innocent article.")
    number = desk.talk(secret())
    db.copy_to(desk.paths.history, desk.paths.backups / "history-20260101.sqlite3")
    desk.draft(secret())
    desk.draft(secret(), "draft-4711.json")
    desk.draft(secret(), "draft.json.abc.tmp")
    kept = desk.draft("Another article that nobody has sent.", "draft-2.json")
    assert found_in(desk.paths.data.parent) != []

    assert desk.keeper.erase(number).unreached == ()

    assert found_in(desk.paths.data.parent) == []
    assert [c.id for c in desk.service.conversations()] == [other]
    assert kept.exists()


def test_the_log_does_not_hold_it_either(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    session = set_up(desk.paths)
    try:
        number = desk.talk(secret())
        with monkeypatch.context() as patch:
            patch.setattr("newsassistant.store.copies.command", _failing)
            with pytest.raises(StoreError):
                desk.keeper.erase(number)
        desk.keeper.erase(number)
    finally:
        session.close()
    assert found_in(desk.paths.data.parent) == []


def _failing(*values: object) -> None:
    raise sqlite3.OperationalError(f"cannot write {secret()}")


@pytest.mark.skipif(os.name != "posix", reason="a limit for files")
def test_an_answer_that_ends_on_a_really_full_disk_is_saved_once_there_is_room(desk: Desk) -> None:
    desk.service.ask("Why?")
    answer = "word " * 20_000
    with full_disk():
        desk.answer(answer)
        assert desk.keeper.has_unsaved()
        assert desk.keeper.refusal is not None
    assert desk.keeper.carry_over(now=True)
    assert desk.service.conversation_id is not None
    stored = desk.history.messages(desk.service.conversation_id)[-1]
    assert (stored.content, stored.status) == (answer, "done")
    assert desk.screen.errors == []


def test_an_answer_that_runs_in_it_ends(desk: Desk) -> None:
    desk.service.ask(secret())
    number = desk.service.conversation_id
    assert number is not None
    request = desk.request_id()
    desk.service.handle(Delta(request, secret(), 1))
    desk.keeper.erase(number)
    desk.service.handle(Delta(request, secret(), 1))
    desk.service.tick()
    desk.service.handle(Done(request, "cancelled", Usage()))
    assert found_in(desk.paths.data.parent) == []
    assert desk.screen.errors == []


def test_what_cannot_be_erased_stays_as_it_is(desk: Desk) -> None:
    number = desk.talk("An article.")
    draft = desk.draft("An article.")
    desk.history._db.execute("PRAGMA query_only = ON")
    with pytest.raises(StoreError):
        desk.keeper.erase(number)
    assert desk.service.conversation_id == number
    assert draft.exists()


def test_an_article_that_was_taken_up_again_stays(desk: Desk) -> None:
    draft = desk.draft("An article.")
    digest = parse("An article.").digest
    os.utime(draft, (2000, 2000))
    erase_drafts(desk.paths.state, Erased(1, ((digest, 1000.0),)))
    assert draft.exists()
    erase_drafts(desk.paths.state, Erased(1, ((digest, 3000.0),)))
    assert not draft.exists()


def test_half_a_draft_goes_unless_it_is_being_written(desk: Desk) -> None:
    old, new = desk.paths.state / "draft.json.a.tmp", desk.paths.state / "draft.json.b.tmp"
    for path in (old, new):
        path.write_text('{"text": "half of', "utf-8")
    os.utime(old, (2000, 2000))
    erase_drafts(desk.paths.state, Erased(1, (("digest", 1000.0),)))
    assert not old.exists()
    assert new.exists()


def test_strange_drafts_stay_and_stop_nothing(desk: Desk) -> None:
    erased = Erased(1, (("digest", time.time() + DAY),))
    for name, content in raw_json():
        draft = desk.paths.state / "draft.json"
        draft.write_bytes(content)
        erase_drafts(desk.paths.state, erased)
        assert draft.exists(), name
        draft.unlink()
    for kind in place_strange_files(desk.paths.state, "draft.json"):
        erase_drafts(desk.paths.state, erased)
        assert os.path.lexists(desk.paths.state / "draft.json"), kind


# --- every day ------------------------------------------------------------------------------------


def test_what_was_deleted_goes_while_the_window_is_open(desk: Desk) -> None:
    number = desk.talk(secret())
    desk.service.delete(number)
    desk.keeper.tick()
    desk.now += RETRY_S
    desk.keeper.tick()
    assert found_in(desk.paths.data.parent) != []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk.history, "_clock", lambda: time.time() + ERASE_AFTER_S + 60)
        desk.now += TEND_EVERY_S - 1
        desk.keeper.tick()
        assert found_in(desk.paths.data.parent) != []
        desk.now += 2
        desk.keeper.tick()
    assert found_in(desk.paths.data.parent) == []


def test_it_waits_for_the_end_of_an_answer(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[float] = []

    def tend(self: History, after: float, tidy: bool = True) -> Erased:
        done.append(after)
        return Erased()

    monkeypatch.setattr(History, "tend", tend)
    desk.service.ask("Why?")
    desk.now += RETRY_S + 1
    desk.keeper.tick()
    assert done == []
    desk.answer("So.")
    desk.keeper.tick()
    desk.keeper.tick()
    assert done == [ERASE_AFTER_S]
    desk.now -= 400 * DAY  # the clock is set back
    desk.keeper.tick()
    assert len(done) == 2


def test_a_day_that_went_wrong_is_tried_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[float] = []

    def full(self: History, after: float, tidy: bool = True) -> Erased:
        tried.append(desk.now)
        raise StoreError("store-unwritable", path="h", detail="full")

    monkeypatch.setattr(History, "tend", full)
    for _ in range(3):
        desk.now += RETRY_S
        desk.keeper.tick()
        desk.keeper.tick()
    assert len(tried) == 3
    assert desk.screen.errors == []


# --- putting back ---------------------------------------------------------------------------------


def test_a_copy_is_put_back_and_the_service_goes_on(desk: Desk) -> None:
    first = desk.talk("The first article.")
    copy = desk.paths.backups / "history-20260101.sqlite3"
    db.copy_to(desk.paths.history, copy)
    desk.talk("The second article.")
    kept = desk.keeper.put_back(copy)
    assert kept is not None
    assert desk.service.conversation_id is None
    assert [c.id for c in desk.service.conversations()] == [first]
    desk.talk("The third article.")
    assert len(desk.service.conversations()) == 2


def test_nothing_is_put_back_while_an_answer_runs(desk: Desk) -> None:
    desk.service.ask("Why?")
    with pytest.raises(EngineError):
        desk.keeper.put_back(desk.paths.backups / "history-20260101.sqlite3")


def test_what_was_deleted_is_listed_for_thirty_days_with_its_time(desk: Desk) -> None:
    for question in ("One?", "Two?"):
        desk.service.new_conversation()
        desk.service.ask(question)
        desk.answer("So.")
    second, first = desk.service.conversations()
    with pytest.MonkeyPatch.context() as patch:
        for back, item in ((29 * DAY, first), (DAY, second)):
            patch.setattr(desk.history, "_clock", lambda back=back: time.time() - back)
            desk.service.delete(item.id)
    desk.history.tend(ERASE_AFTER_S)

    listed = desk.keeper.deleted()
    assert [item.id for item, _ in listed] == [second.id, first.id]
    assert time.time() - listed[1][1] == pytest.approx(29 * DAY, abs=60)
    assert desk.keeper.erase_deleted().count == 2
    assert desk.keeper.deleted() == []


# --- conversations as files -----------------------------------------------------------------------


def test_a_conversation_is_taken_out_with_what_is_being_written(desk: Desk) -> None:
    desk.service.ask("Why?", article=parse("Wind is cheap.\n\nIt is."))
    number = desk.service.conversation_id
    assert number is not None
    desk.service.handle(Delta(desk.request_id(), "Because", 1))

    chat = desk.keeper.take_out(number)

    assert [(turn.content, turn.status) for turn in chat.messages] == [
        ("Why?", "sent"),
        ("Because", "running"),
    ]
    desk.answer("")


def test_what_was_taken_out_is_known_when_it_comes_in(desk: Desk) -> None:
    number = desk.talk("Wind is cheap.\n\nIt is.")
    chat = portable(desk.keeper.take_out(number))

    assert desk.keeper.take_in(chat) == number
    desk.service.delete(number)
    assert desk.keeper.take_in(chat) == number + 1


def test_a_draft_that_nobody_can_read_goes_with_what_is_erased(desk: Desk) -> None:
    damaged = desk.paths.state / "draft.unreadable"
    damaged.write_text('{"text": "half of', "utf-8")
    erase_drafts(desk.paths.state, Erased())
    assert damaged.exists()
    desk.keeper.erase(desk.talk("Wind grows."))
    assert not damaged.exists()


def test_a_private_conversation_is_kept_by_nobody(desk: Desk) -> None:
    desk.history.begin_private()
    number = desk.talk(secret())
    assert desk.keeper.take_out(number).article is not None
    desk.keeper.tick()
    assert found_in(desk.paths.data.parent) == []
    assert not desk.keeper.has_unsaved()
    assert desk.keeper.erase(number).count == 1
    assert desk.service.conversations() == []
