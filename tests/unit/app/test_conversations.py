"""Versions of questions and answers, and the list: nothing is lost, in whatever order."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsassistant.app.chat import ChatService
from newsassistant.app.worker import Generate, ReadAhead
from newsassistant.core.errors import EngineError, InputError, StoreError
from newsassistant.core.types import Done, ModelInfo, ModelReady, Usage
from newsassistant.store.rows import StoredMessage
from newsassistant.store.session import SessionHistory
from tests.unit.app.chats import (
    ARTICLE,
    MODEL,
    OTHER,
    Desk,
    DiskFull,
    FakeWorker,
    Recorder,
)


def shown(desk: Desk) -> list[StoredMessage]:
    assert desk.service.conversation_id is not None
    return desk.history.messages(desk.service.conversation_id)


def ask(desk: Desk, question: str, answer: str) -> None:
    desk.service.ask(question)
    desk.answers(answer)


# --- an earlier question -------------------------------------------------------------------------


def test_an_edited_question_begins_a_version_of_its_own(desk: Desk) -> None:
    desk.service.ask("Why?", article=ARTICLE, reads=((0, 5),))
    desk.answers("Because.")
    ask(desk, "And?", "So.")
    desk.service.edit(shown(desk)[0].id, "  Why now?\n")

    assert desk.turns() == ["Why now?"]
    assert desk.job.prompt.article == ARTICLE
    assert desk.job.prompt.reads == ((0, 5),)
    desk.answers("Now.")
    assert desk.texts() == ["Why now?", "Now."]
    assert desk.written() == ["Why?", "Because.", "And?", "So.", "Why now?", "Now."]
    desk.service.show_version(shown(desk)[0].versions[0])
    assert desk.texts() == ["Why?", "Because.", "And?", "So."]
    desk.service.ask("Go on?")
    assert desk.turns() == ["Why?", "Because.", "And?", "So.", "Go on?"]


def test_a_job_in_other_words_is_a_question(desk: Desk) -> None:
    desk.service.summarize(ARTICLE, "headline")
    desk.answers("Wind.")
    asked = shown(desk)[0]
    desk.service.edit(asked.id, asked.content)
    desk.answers("Wind!")
    assert shown(desk)[0].preset == "headline"
    desk.service.edit(shown(desk)[0].id, "A headline about trade")
    assert [message.preset for message in shown(desk)] == ["", ""]


def test_only_a_question_that_is_shown_can_be_edited(desk: Desk) -> None:
    ask(desk, "Why?", "Because.")
    asked, answer = shown(desk)
    desk.service.edit(asked.id, "Why now?")
    desk.answers("Now.")
    for number in (asked.id, answer.id, 99):
        with pytest.raises(StoreError) as raised:
            desk.service.edit(number, "x")
        assert raised.value.code == "message-missing"


def test_nothing_is_edited_or_changed_for_another_version_during_an_answer(desk: Desk) -> None:
    ask(desk, "Why?", "Because.")
    desk.service.regenerate()
    asked, answer = shown(desk)
    with pytest.raises(EngineError):
        desk.service.edit(asked.id, "x")
    with pytest.raises(EngineError):
        desk.service.show_version(answer.versions[0])
    number = desk.service.conversation_id
    assert number is not None
    desk.service.open(number, at=answer.versions[0])
    assert desk.texts() == ["Why?", ""]


def test_without_room_nothing_is_edited(desk: Desk) -> None:
    ask(desk, "Why?", "Because.")
    desk.history.no_room_for = "user"
    with pytest.raises(StoreError):
        desk.service.edit(shown(desk)[0].id, "Why now?")
    assert desk.texts() == ["Why?", "Because."]


def test_an_edited_question_that_waits_can_be_withdrawn(desk: Desk) -> None:
    ask(desk, "Why?", "Because.")
    number = desk.service.conversation_id
    assert number is not None
    desk.service.new_conversation()
    desk.service.ask("Elsewhere?")
    desk.service.open(number)
    desk.service.edit(shown(desk)[0].id, "Why now?")
    assert desk.texts() == ["Why now?"]
    desk.service.withdraw(number)
    assert desk.texts() == ["Why?", "Because."]


# --- an answer given again -----------------------------------------------------------------------


def test_the_answers_to_one_question_stand_beside_each_other(desk: Desk) -> None:
    ask(desk, "Why?", "One.")
    for text in ("Two.", "Three."):
        desk.service.regenerate()
        desk.answers(text)
    assert [len(message.versions) for message in shown(desk)] == [1, 3]
    desk.service.show_version(shown(desk)[1].versions[1])
    ask(desk, "And?", "So.")
    assert desk.turns() == ["Why?", "Two.", "And?"]


def test_after_a_failure_the_answer_that_was_shown_is_shown(desk: Desk) -> None:
    ask(desk, "Why?", "One.")
    desk.service.regenerate()
    desk.answers("Two.")
    desk.service.show_version(shown(desk)[1].versions[0])
    desk.service.regenerate()
    desk.fails()
    assert desk.texts() == ["Why?", "One."]
    assert [message.content for message in shown(desk)] == ["Why?", "One."]


def test_a_word_found_in_another_version_is_shown(desk: Desk) -> None:
    ask(desk, "Why?", "The harbour.")
    desk.service.regenerate()
    desk.answers("Trade.")
    [found] = desk.service.conversations("harbour")
    desk.service.open(found.id, at=found.found_in)
    assert desk.texts() == ["Why?", "The harbour."]


# --- the list ------------------------------------------------------------------------------------


def test_a_pin_is_told_and_survives_a_deletion_that_is_undone(desk: Desk) -> None:
    ask(desk, "Why?", "Because.")
    number = desk.service.conversation_id
    assert number is not None
    desk.screen.calls.clear()
    desk.service.pin(number, pinned=True)
    assert desk.screen.calls == ["list"]
    desk.service.delete(number)
    desk.service.undo_delete(number)
    assert desk.service.conversations()[0].pinned
    assert desk.texts() == ["Why?", "Because."]


# --- anything, in any order ----------------------------------------------------------------------

STEP = st.tuples(
    st.sampled_from(["ask", "edit", "regenerate", "turn", "delete", "reopen", "fail"]),
    st.integers(0, 99),
)


class Model:
    """What should be there: every turn with the one before it, and the way that is shown."""

    def __init__(self) -> None:
        self.before: dict[str, str] = {}  # by their texts, which differ
        self.way: list[str] = []

    def add(self, *texts: str, behind: int) -> None:
        self.way = self.way[:behind]
        for text in texts:
            self.before[text] = self.way[-1] if self.way else ""
            self.way.append(text)

    def versions(self, text: str) -> list[str]:
        return [other for other in self.before if self.before[other] == self.before[text]]

    def turn(self, text: str) -> None:
        newest = [t for t in self.before if text in self.way_to(t)][-1]
        self.way = self.way_to(newest)

    def way_to(self, text: str) -> list[str]:
        return [*self.way_to(self.before[text]), text] if text else []


def play(desk: Desk, model: Model, step: str, dice: int, new: str) -> None:
    """One step in the window and in the model."""
    number = desk.service.conversation_id
    assert number is not None
    turns = shown(desk)
    asked = [place for place, turn in enumerate(turns) if turn.role == "user"]
    place = asked[dice % len(asked)]
    if step == "ask":
        ask(desk, f"Q{new}", f"A{new}")
        model.add(f"Q{new}", f"A{new}", behind=len(turns))
    elif step == "edit":
        desk.service.edit(turns[place].id, f"Q{new}")
        desk.answers(f"A{new}")
        model.add(f"Q{new}", f"A{new}", behind=place)
    elif step == "regenerate":
        desk.service.regenerate()
        desk.answers(f"A{new}")
        model.add(f"A{new}", behind=len(turns) - 1)
    elif step == "fail":
        desk.service.regenerate()
        desk.fails()
    elif step == "turn":
        place = dice % len(turns)
        versions = model.versions(turns[place].content)
        chosen = dice // 7 % len(versions)
        desk.service.show_version(turns[place].versions[chosen])
        model.turn(versions[chosen])
    elif step == "delete":
        desk.service.delete(number)
        desk.service.undo_delete(number)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(STEP, max_size=14))
def test_no_turn_is_lost_and_what_is_shown_is_a_conversation(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("versions")
    desk = opened(folder)
    ask(desk, "Q", "A")
    model = Model()
    model.add("Q", "A", behind=0)
    number = desk.service.conversation_id
    assert number is not None
    for count, (step, dice) in enumerate(steps):
        if step == "reopen":
            desk.history.close()
            desk = opened(folder)
            desk.service.open(number)
        play(desk, model, step, dice, str(count))
        assert sorted(desk.written()) == sorted(model.before)
        assert desk.texts() == [turn.content for turn in shown(desk)] == model.way
        roles = [turn.role for turn in shown(desk)]
        assert roles[0] == "user"
        assert all(one != other for one, other in itertools.pairwise(roles))
        assert [len(turn.versions) for turn in shown(desk)] == [
            len(model.versions(text)) for text in model.way
        ]
    desk.history.close()


def opened(folder: Path) -> Desk:
    return Desk(DiskFull(folder / "h.sqlite3", backups=folder / "backups")).ready()


def test_a_conversation_of_another_window_is_gone(desk: Desk, tmp_path: Path) -> None:
    ask(desk, "Why?", "One.")
    desk.service.regenerate()
    desk.answers("Two.")
    with closing(DiskFull(tmp_path / "h.sqlite3", backups=tmp_path / "b", recover=False)) as other:
        [item] = other.conversations()
        other.erase(item.id)
        version = desk.service._messages[1].versions[0]
        with pytest.raises(StoreError) as raised:
            desk.service.show_version(version)
    assert raised.value.code == "message-missing"


# --- the article's words in an answer ------------------------------------------------------------

SAID = "He said “We **must** go.” Then “We must go.”"


def test_an_answer_gets_other_words_and_keeps_the_models(desk: Desk) -> None:
    ask(desk, "Why?", SAID)
    answer = shown(desk)[1]
    desk.service.use_words(answer.id, "“We must go.”", "“We must leave.”", 1)
    assert desk.texts()[1] == "He said “We **must** go.” Then “We must leave.”"
    desk.service.use_words(answer.id, "“We must go.”", "“We must stay.”")
    assert desk.texts()[1] == "He said “We **must** stay.” Then “We must leave.”"
    assert shown(desk)[1].written == SAID
    assert desk.screen.calls[-1] == "list"
    desk.service.restore_answer(answer.id)
    assert desk.texts()[1] == SAID
    assert shown(desk)[1].written is None


def test_what_follows_an_edited_answer_is_asked_with_its_new_text(desk: Desk) -> None:
    desk.service.ask("Why?", article=ARTICLE)
    desk.answers(SAID)
    desk.service.expect(ARTICLE, "", None)
    desk.service.use_words(shown(desk)[1].id, "We must go.", "We must leave.")
    desk.service.expect(ARTICLE, "", None)
    ahead = [command for command in desk.worker.commands if isinstance(command, ReadAhead)]
    assert ahead[0].cancel.cancelled
    edited = "He said “We **must** leave.” Then “We must go.”"
    assert [message.content for message in ahead[-1].prompt.messages] == ["Why?", edited, ""]
    desk.service.ask("And?")
    assert desk.turns() == ["Why?", edited, "And?"]


def test_words_that_are_not_there_change_nothing(desk: Desk) -> None:
    ask(desk, "Why?", SAID)
    asked, answer = shown(desk)
    for old, occurrence in (("We shall go.", 0), ("“We must go.”", 2), ("", 0)):
        with pytest.raises(InputError) as raised:
            desk.service.use_words(answer.id, old, "x", occurrence)
        assert raised.value.code == "answer-words-missing"
    with pytest.raises(StoreError) as refused:
        desk.service.use_words(asked.id, "Why", "How")
    assert refused.value.code == "answer-not-editable"
    with pytest.raises(StoreError) as unknown:
        desk.service.restore_answer(99)
    assert unknown.value.code == "message-missing"
    assert desk.texts() == ["Why?", SAID]


def test_no_answer_is_edited_where_one_is_written_or_waited_for(desk: Desk) -> None:
    ask(desk, "Why?", SAID)
    number, answer = desk.service.conversation_id, shown(desk)[1]
    assert number is not None
    desk.service.ask("And?")
    with pytest.raises(EngineError):
        desk.service.use_words(answer.id, "We must go.", "x")
    with pytest.raises(EngineError):
        desk.service.restore_answer(shown(desk)[3].id)
    desk.service.new_conversation()
    desk.service.ask("Elsewhere?")  # waits for the answer in the other one
    with pytest.raises(EngineError):
        desk.service.restore_answer(1)
    desk.answers("So.")
    desk.service.open(number)
    desk.service.use_words(answer.id, "We must go.", "We left.")  # an answer elsewhere goes on
    assert desk.texts()[1] == "He said “We **left**.” Then “We must go.”"
    desk.answers("There.")


def test_an_answer_that_is_not_saved_yet_is_saved_before_it_is_edited(desk: Desk) -> None:
    desk.service.ask("Why?")
    desk.says(SAID)
    desk.history.full = True
    desk.ends()
    answer = shown(desk)[1]
    with pytest.raises(StoreError) as raised:
        desk.service.use_words(answer.id, "We must go.", "We left.")
    assert raised.value.code == "answer-unsaved"
    desk.history.full = False
    desk.service.use_words(answer.id, "“We must go.”", "“We must leave.”", 1)
    desk.service.tick()
    [_, edited] = shown(desk)
    assert edited.content.endswith(" “We must leave.”")
    assert edited.written == SAID


def test_an_edit_in_another_window_is_built_upon(desk: Desk) -> None:
    ask(desk, "Why?", SAID)
    answer = shown(desk)[1]
    desk.history.edit_answer(answer.id, SAID.replace("He", "She"))
    desk.service.use_words(answer.id, "“We must go.”", "“We must leave.”", 1)
    assert desk.texts()[1] == "She said “We **must** go.” Then “We must leave.”"
    assert shown(desk)[1].written == SAID


def test_an_edited_answer_that_is_given_again_stays_as_a_version(desk: Desk) -> None:
    ask(desk, "Why?", SAID)
    answer = shown(desk)[1]
    desk.service.use_words(answer.id, "“We must go.”", "“We left.”", 1)
    desk.service.regenerate()
    desk.answers("New.")
    assert shown(desk)[1].written is None
    desk.service.show_version(answer.id)
    assert shown(desk)[1].written == SAID


# --- where a conversation is answered ------------------------------------------------------------

AWAY = "@https://desk.example.org/v1 house-7b"
HOST = "desk.example.org"
AWAY_MODEL = ModelInfo(AWAY, "House 7B", f"@{HOST}", 4096)


def change(desk: Desk, model: ModelInfo) -> None:
    desk.service.load(model.id)
    desk.service.handle(ModelReady(desk.last.request_id, model))


def sent(desk: Desk) -> int:
    """How many requests the worker got."""
    return sum(isinstance(command, Generate) for command in desk.worker.commands)


def test_a_conversation_of_this_computer_never_goes_on_elsewhere(desk: Desk) -> None:
    ask(desk, "Why?", "Because.")
    first = desk.service.conversation_id
    assert first is not None
    change(desk, AWAY_MODEL)

    assert not desk.service.may_ask(None)
    calls: tuple[Callable[[], object], ...] = (
        lambda: desk.service.ask("And?"),
        desk.service.regenerate,
        lambda: desk.service.edit(shown(desk)[0].id, "Why now?"),
    )
    for call in calls:
        with pytest.raises(EngineError):
            call()
    assert sent(desk) == 1
    refusal = desk.service.refusal(first)
    assert refusal is not None
    assert refusal.code == "remote-elsewhere"

    desk.service.new_conversation()
    ask(desk, "And?", "So.")
    assert sent(desk) == 2
    assert desk.service.conversation_place == HOST
    assert [m.model for m in shown(desk)] == ["", f"House 7B · @{HOST}"]
    desk.service.open(first)
    assert desk.service.conversation_place == ""
    assert not desk.service.may_ask(None)


def test_nor_does_one_from_elsewhere_go_on_here_or_at_another_host(desk: Desk) -> None:
    change(desk, AWAY_MODEL)
    desk.service.summarize(ARTICLE, "headline")
    desk.answers("Wind.")
    number = desk.service.conversation_id
    assert number is not None
    change(desk, MODEL)
    assert not desk.service.may_ask(ARTICLE)
    change(desk, replace(AWAY_MODEL, id="@https://other.example/v1 m", weights="@other.example"))
    assert not desk.service.may_ask(ARTICLE)
    change(desk, replace(AWAY_MODEL, id="@https://desk.example.org/v1 m", name="Other"))
    desk.service.open(number)

    assert desk.service.may_ask(ARTICLE)


def test_another_article_gets_a_conversation_at_the_models_place(desk: Desk) -> None:
    desk.service.summarize(ARTICLE, "headline")
    desk.answers("Wind.")
    change(desk, AWAY_MODEL)

    desk.service.summarize(OTHER, "headline")

    assert desk.service.conversation_place == HOST
    assert desk.job.prompt.article == OTHER


def test_what_waits_for_a_model_here_is_not_sent_elsewhere(desk: Desk) -> None:
    desk.service.load("m2")
    desk.service.ask("Why?")
    change(desk, AWAY_MODEL)

    assert sent(desk) == 0
    assert ("remote-elsewhere", None) in desk.screen.errors
    assert desk.stored() == [("user", "Why?", "sent")]


def test_what_is_asked_while_a_model_elsewhere_loads_belongs_there(desk: Desk) -> None:
    desk.service.load(AWAY)
    desk.service.ask("Why?")
    number = desk.service.conversation_id
    assert number is not None
    change(desk, MODEL)
    assert sent(desk) == 0

    change(desk, AWAY_MODEL)
    desk.service.open(number)
    desk.service.regenerate()
    assert sent(desk) == 1


def test_a_model_elsewhere_does_nothing_unasked(desk: Desk) -> None:
    change(desk, AWAY_MODEL)
    before = len(desk.worker.commands)
    desk.service.expect(ARTICLE, "headline")
    desk.service.measure_at_rest()
    desk.service.rest()
    for call in (desk.service.lend, desk.service.compare_weights):
        with pytest.raises(EngineError):
            call()

    assert desk.worker.commands[before:] == []
    change(desk, MODEL)
    assert isinstance(desk.worker.commands[-1], ReadAhead)


def test_a_private_conversation_stays_here(tmp_path: Path) -> None:
    with closing(SessionHistory(tmp_path / "h.sqlite3", backups=tmp_path / "b")) as history:
        worker = FakeWorker()
        service = ChatService(worker, history, Recorder())
        history.begin_private()
        service.load("m")
        service.handle(ModelReady(worker.commands[-1].request_id, MODEL))  # type: ignore[union-attr]
        service.ask("Why?")
        job = worker.commands[-1]
        assert isinstance(job, Generate)
        service.handle(Done(job.request_id, "stop", Usage()))
        number = service.conversation_id
        assert number is not None
        service.load(AWAY)
        service.handle(
            ModelReady(worker.commands[-1].request_id, AWAY_MODEL)  # type: ignore[union-attr]
        )
        refusal = service.refusal(number)
        assert refusal is not None
        assert refusal.code == "remote-private"
        assert not service.may_ask(None)
        service.new_conversation()
        assert not service.may_ask(None)
        assert not service.may_ask(ARTICLE)
        with pytest.raises(EngineError):
            service.summarize(ARTICLE, "headline")

        assert sum(isinstance(command, Generate) for command in worker.commands) == 1
        history.forget_private()
        service.new_conversation()
        assert service.may_ask(ARTICLE)
