"""The conversation's rules, with a worker that the test plays itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from newsassistant.app.answers import SAVE_EVERY_S
from newsassistant.app.listener import ChatState
from newsassistant.app.turns import Wanted
from newsassistant.app.worker import Generate, ReadAhead
from newsassistant.core.errors import EngineError, StoreError
from newsassistant.core.types import (
    CancelToken,
    Delta,
    Done,
    Failed,
    FinishReason,
    Message,
    ModelReady,
    Progress,
    Usage,
)
from newsassistant.text.prompts.presets import PRESETS, Preset
from tests.unit.app.chats import ARTICLE, BROKEN, MODEL, OTHER, Desk

SUMMARY = PRESETS["three-bullets"].english


# --- requests -------------------------------------------------------------------------------------


def test_a_summary_from_request_to_answer(desk: Desk) -> None:
    desk.service.summarize(ARTICLE, "three-bullets", reads=((0, 5),))

    assert desk.state() is ChatState.PREFILL
    assert desk.job.prompt.article == ARTICLE
    assert desk.job.prompt.reads == ((0, 5),)
    assert desk.turns() == [SUMMARY]
    assert desk.job.params.max_tokens == PRESETS["three-bullets"].max_tokens
    assert desk.job.params.stop_texts == ()
    assert desk.texts() == [SUMMARY, ""]
    desk.service.handle(Progress(desk.job.request_id, "prefill", 3, 9))
    desk.says("- One")
    assert desk.state() is ChatState.ANSWERING
    desk.says(".")
    desk.ends()

    assert desk.state() is ChatState.IDLE
    assert desk.texts() == [SUMMARY, "- One."]
    assert desk.stored() == [("user", SUMMARY, "sent"), ("assistant", "- One.", "done")]
    assert desk.screen.open is not None
    assert (desk.screen.open.title, desk.screen.open.model) == ("Wind grows", "Model · int8")
    assert desk.history.messages(desk.screen.open.id)[1].usage == Usage(9, 0, 3)


@pytest.mark.parametrize(
    ("reason", "status"), [("stop", "done"), ("length", "length"), ("cancelled", "stopped")]
)
def test_how_an_answer_ends_is_stored(desk: Desk, reason: FinishReason, status: str) -> None:
    desk.service.ask("Why?")
    desk.says("Because")
    desk.ends(reason)

    assert desk.stored()[-1] == ("assistant", "Because", status)
    assert list(desk.screen.statuses.values())[-1] == status


def test_a_headline_is_one_line_and_speaks_chinese(desk: Desk) -> None:
    desk.service.summarize(OTHER, "headline")

    assert desk.job.params.stop_texts == ("\n",)
    assert desk.turns() == [PRESETS["headline"].chinese]


BRIEF = Preset("own-00000001", "Brief in {language}.", length=40, name="Brief", stop=("END",))


def use(desk: Desk, *jobs: Preset, wanted: Wanted | None = None) -> None:
    """What an open window would have read from its files."""
    found = {job.id: job for job in jobs}
    desk.service._job_for = found.get
    desk.service._wanted = lambda: wanted or Wanted()


def test_an_own_job_is_asked_for_and_remembered_by_name(desk: Desk) -> None:
    use(desk, BRIEF, wanted=Wanted(0.5, 999))
    desk.service.summarize(OTHER, BRIEF.id)

    assert desk.turns() == ["Brief in Chinese."]
    params = desk.job.params
    assert (params.temperature, params.max_tokens, params.stop_texts) == (0.5, 180, ("END",))
    desk.answers("Done.")
    assert desk.screen.open is not None
    stored = desk.history.messages(desk.screen.open.id)
    assert [message.preset for message in stored] == ["own-00000001:Brief"] * 2
    assert desk.history.get(desk.screen.open.id).preset == "own-00000001:Brief"


def test_a_job_that_was_deleted_since_is_answered_again_in_its_words(desk: Desk) -> None:
    use(desk, BRIEF)
    desk.service.summarize(ARTICLE, BRIEF.id)
    desk.answers("Old.")
    use(desk)
    desk.service.regenerate()
    assert desk.turns() == ["Brief in English."]
    assert desk.job.params == MODEL.generation
    desk.answers("New.")
    with pytest.raises(StoreError, match="no job"):
        desk.service.summarize(ARTICLE, BRIEF.id)
    assert desk.texts()[-1] == "New."


def test_what_is_read_ahead_is_what_the_job_would_ask(desk: Desk) -> None:
    use(desk, BRIEF)
    desk.service.expect(ARTICLE, BRIEF.id)
    read = desk.worker.commands[-1]
    assert isinstance(read, ReadAhead)
    desk.service.summarize(ARTICLE, BRIEF.id)
    assert desk.job.prompt.messages == read.prompt.messages

    desk.answers("Done.")
    use(desk, replace(BRIEF, english="Other words."))
    desk.service.expect(ARTICLE, BRIEF.id)
    again = desk.worker.commands[-1]
    assert isinstance(again, ReadAhead)
    assert again.prompt.messages[-1].content == "Other words."


def test_questions_go_on_in_the_conversation_of_their_article(desk: Desk) -> None:
    desk.service.summarize(ARTICLE, "headline")
    desk.answers("Wind!")
    first = desk.service.conversation_id
    desk.service.ask(" Who? ")
    desk.answers("They.")
    desk.service.ask("And when?", article=ARTICLE)
    desk.answers("Now.")
    assert desk.service.conversation_id == first
    assert desk.turns()[1:] == ["Wind!", "Who?", "They.", "And when?"]
    assert desk.job.params == MODEL.generation

    desk.service.ask("Other?", article=OTHER)
    assert desk.service.conversation_id != first
    assert desk.turns() == ["Other?"]
    assert desk.screen.open is not None
    assert desk.screen.open.title == OTHER.text


def test_a_question_without_an_article(desk: Desk) -> None:
    desk.service.ask("Hello?\nMore")

    assert desk.job.prompt.article is None
    assert desk.screen.open is not None
    assert desk.screen.open.title == "Hello?"


def test_a_preset_starts_afresh_and_failed_turns_are_left_out(desk: Desk) -> None:
    desk.service.ask("Why?", article=ARTICLE)
    desk.answers("Because.")
    desk.service.summarize(ARTICLE, "three-bullets")
    desk.answers("- One.")
    desk.service.ask("Fails at once?")
    desk.fails()
    desk.service.ask("Fails in the middle?")
    desk.says("Half an ans")
    desk.fails()
    desk.service.ask("Stopped empty?")
    desk.ends("cancelled")
    desk.service.ask("Stopped?")
    desk.says("A part")
    desk.ends("cancelled")
    desk.service.ask("Last?")

    assert desk.turns() == [SUMMARY, "- One.", "Stopped?", "A part", "Last?"]
    roles = [message.role for message in desk.job.prompt.messages]
    assert roles == ["user", "assistant"] * 2 + ["user"]


def test_of_two_answers_to_one_question_the_last_counts(desk: Desk) -> None:
    """A process killed while it regenerated leaves both."""
    desk.service.ask("Why?")
    desk.answers("Old.")
    number = desk.service.conversation_id
    assert number is not None
    desk.history.add_message(number, "assistant", "New.", status="stopped")
    desk.service.open(number)
    desk.service.ask("And?")

    assert desk.turns() == ["Why?", "New.", "And?"]


def test_the_models_own_clean_up_replaces_what_was_streamed(desk: Desk) -> None:
    desk.service.ask("Why?")
    desk.says(" 因为,")
    desk.service.handle(Done(desk.job.request_id, "stop", Usage(), text="因为，"))

    assert desk.stored()[-1][1] == "因为，"
    assert desk.texts()[-1] == "因为，"


def test_a_failed_answer_says_why(desk: Desk) -> None:
    desk.service.ask("Why?")
    answer = max(desk.screen.shown)
    desk.fails()

    assert desk.screen.errors == [("inference-failed", answer)]
    assert desk.stored()[-1] == ("assistant", "", "failed")
    assert desk.history.messages(desk.service.conversation_id or 0)[-1].error == BROKEN.text()
    assert desk.state() is ChatState.IDLE


def test_stop_cancels_once_and_keeps_the_text(desk: Desk) -> None:
    desk.service.stop()
    assert desk.state() is ChatState.IDLE
    desk.service.ask("Why?")
    desk.says("Bec")
    desk.service.stop()
    desk.service.stop()
    assert desk.job.cancel.cancelled
    assert desk.state() is ChatState.STOPPING
    desk.says("ause")
    assert desk.state() is ChatState.STOPPING
    desk.ends("cancelled")

    assert desk.stored()[-1] == ("assistant", "Bec", "stopped")  # no word comes after the key
    assert desk.screen.states[-3:] == [ChatState.ANSWERING, ChatState.STOPPING, ChatState.IDLE]


def test_after_stop_the_models_own_clean_up_brings_no_word_either(desk: Desk) -> None:
    desk.service.ask("Why?")
    desk.says("Bec")
    desk.service.stop()
    usage = Usage(9, 0, 3)
    desk.service.handle(Done(desk.job.request_id, "cancelled", usage, text="Because of it"))

    assert desk.stored()[-1] == ("assistant", "Bec", "stopped")


def test_events_of_requests_that_are_over_are_dropped(desk: Desk) -> None:
    desk.service.ask("Why?")
    first = desk.job.request_id
    desk.answers("Because.")
    desk.service.ask("Really?")
    for event in (Delta(first, "late", 1), Done(first, "stop", Usage()), Failed(first, BROKEN)):
        desk.service.handle(event)

    assert desk.state() is ChatState.PREFILL
    assert desk.texts() == ["Why?", "Because.", "Really?", ""]


# --- saving ---------------------------------------------------------------------------------------


def test_a_running_answer_is_saved_about_once_a_second(desk: Desk) -> None:
    desk.service.ask("Why?")
    shown, oldest = "", 0.0
    saved_at = desk.now
    for step in range(40):
        desk.now += 0.13
        desk.says(f"{step} ")
        shown += f"{step} "
        content = desk.stored()[-1][1]
        assert shown.startswith(content)
        saved_at = desk.now if content == shown else saved_at
        oldest = max(oldest, desk.now - saved_at)
    assert oldest <= SAVE_EVERY_S
    assert desk.stored()[-1][2] == "running"

    desk.says("tail")
    desk.service.tick()  # no more text comes, but the second is over
    assert desk.stored()[-1][1] == shown + "tail"
    desk.history.full = True
    desk.service.tick()
    assert desk.screen.errors == []  # nothing new, nothing to write


def test_a_full_disk_keeps_the_answer_on_screen_and_is_told_once(desk: Desk) -> None:
    desk.service.ask("Why?")
    answer = max(desk.screen.shown)
    desk.history.full = True
    for word in ("One ", "two ", "three."):
        desk.now += 2
        desk.says(word)
    desk.service.tick()
    desk.ends()

    assert desk.screen.errors == [("answer-unsaved", answer)]
    assert desk.texts()[-1] == "One two three."
    assert desk.screen.statuses[answer] == "done"
    assert desk.state() is ChatState.IDLE
    desk.history.full = False
    desk.service.ask("And?")
    assert desk.turns() == ["Why?", "One two three.", "And?"]


def test_what_a_full_disk_missed_is_saved_later(desk: Desk) -> None:
    desk.service.ask("Why?")
    desk.history.full = True
    desk.says("One ")
    desk.history.full = False
    desk.now += 2
    desk.says("two")

    assert desk.stored()[-1] == ("assistant", "One two", "running")


@pytest.mark.parametrize("role", ["user", "assistant"])
def test_a_request_that_cannot_be_stored_is_not_sent(desk: Desk, role: str) -> None:
    desk.history.no_room_for = role
    with pytest.raises(StoreError):
        desk.service.ask("Why?", article=ARTICLE)

    assert not [command for command in desk.worker.commands if isinstance(command, Generate)]
    assert desk.state() is ChatState.IDLE
    desk.history.no_room_for = ""
    desk.service.ask("Why?", article=ARTICLE)
    assert desk.turns() == ["Why?"]


def test_answers_that_end_on_a_full_disk_are_saved_once_there_is_room(desk: Desk) -> None:
    desk.service.ask("Why?")
    first = desk.service.conversation_id
    assert first is not None
    desk.history.full = True
    desk.answers("Because.")
    desk.service.new_conversation()
    desk.service.ask("How?")
    second, last = desk.service.conversation_id, max(desk.screen.shown)
    desk.answers("So.")
    desk.service.tick()
    assert desk.service.has_unsaved()
    assert desk.screen.saved == []

    desk.service.open(first)
    assert desk.texts() == ["Why?", "Because."]
    assert desk.screen.statuses[max(desk.screen.shown)] == "done"
    assert second is not None
    desk.service.open(second)
    desk.history.full = False
    desk.service.tick()

    assert desk.stored(first)[-1] == ("assistant", "Because.", "done")
    assert desk.stored(second)[-1] == ("assistant", "So.", "done")
    assert desk.screen.saved == [last]
    assert not desk.service.has_unsaved()


def test_an_answer_that_could_not_be_saved_is_tried_again_at_the_end(desk: Desk) -> None:
    desk.service.ask("Why?")
    number = desk.service.conversation_id
    desk.history.full = True
    desk.answers("Because.")
    desk.history.full = False
    desk.service.close()

    assert number is not None
    assert desk.stored(number)[-1] == ("assistant", "Because.", "done")


def test_a_regenerated_answer_saved_late_still_stands_before_the_old_one(desk: Desk) -> None:
    desk.service.ask("Why?")
    desk.answers("Old.")
    number = desk.service.conversation_id
    assert number is not None
    desk.service.regenerate()
    desk.history.full = True
    desk.answers("New.")
    desk.service.open(number)
    assert desk.texts() == ["Why?", "New."]
    desk.history.full = False
    desk.service.tick()
    assert [content for _, content, _ in desk.stored(number)] == ["Why?", "New."]


def test_a_failed_regeneration_leaves_nothing_to_save(desk: Desk) -> None:
    desk.service.ask("Why?")
    desk.answers("Old.")
    desk.service.regenerate()
    desk.history.full = True
    desk.fails()
    assert not desk.service.has_unsaved()


# --- erased ---------------------------------------------------------------------------------------


def test_a_running_answer_of_an_erased_conversation_is_written_nowhere(desk: Desk) -> None:
    desk.service.ask("Why?")
    number = desk.service.conversation_id
    assert number is not None
    desk.says("One")
    desk.history.erase(number)
    desk.service.forget(number)
    assert desk.job.cancel.cancelled
    assert desk.service.conversation_id is None
    desk.now += 5
    desk.says(" two")
    desk.service.tick()
    desk.ends("cancelled")

    assert desk.screen.errors == []
    assert desk.state() is ChatState.IDLE
    assert desk.stored(number) == []
    desk.service.ask("And?")
    assert desk.turns() == ["And?"]


def test_an_unsaved_answer_of_an_erased_conversation_is_dropped(desk: Desk) -> None:
    desk.service.ask("Why?")
    number = desk.service.conversation_id
    assert number is not None
    desk.history.full = True
    desk.answers("Because.")
    desk.history.erase(number)
    desk.service.forget(number)
    assert not desk.service.has_unsaved()


def test_nothing_is_put_back_while_something_is_not_saved(desk: Desk) -> None:
    desk.service.settle()
    desk.service.ask("Why?")
    with pytest.raises(EngineError):
        desk.service.settle()
    desk.history.full = True
    desk.answers("Because.")
    with pytest.raises(StoreError):
        desk.service.settle()
    desk.history.full = False
    desk.service.settle()
    assert desk.stored()[-1] == ("assistant", "Because.", "done")


# --- again ----------------------------------------------------------------------------------------


def test_regenerate_shows_the_new_answer_and_keeps_the_old_one(desk: Desk) -> None:
    desk.service.summarize(ARTICLE, "three-bullets", reads=((0, 7),))
    desk.answers("Old.")
    desk.service.regenerate()

    assert desk.turns() == [SUMMARY]
    assert desk.job.prompt.reads == ((0, 7),)
    assert desk.texts() == [SUMMARY, ""]
    assert desk.written() == [SUMMARY, "Old.", ""]
    desk.answers("New.")
    assert desk.texts() == [SUMMARY, "New."]
    assert [content for _, content, _ in desk.stored()] == [SUMMARY, "New."]
    assert desk.written() == [SUMMARY, "Old.", "New."]


@pytest.mark.parametrize("half", ["", "Half of a n"])
def test_a_regeneration_that_fails_restores_the_old_answer(desk: Desk, half: str) -> None:
    desk.service.ask("Why?")
    desk.answers("Old.")
    desk.service.regenerate()
    if half:
        desk.says(half)
    desk.fails()

    assert desk.texts() == ["Why?", "Old."]
    assert [content for _, content, _ in desk.stored()] == ["Why?", "Old."]
    assert desk.screen.errors == [("inference-failed", None)]
    desk.service.ask("And?")
    assert desk.turns() == ["Why?", "Old.", "And?"]


@pytest.mark.parametrize(("text", "kept"), [("", "Old."), ("New", "New")])
def test_a_stopped_regeneration(desk: Desk, text: str, kept: str) -> None:
    desk.service.ask("Why?")
    desk.answers("Old.")
    desk.service.regenerate()
    if text:
        desk.says(text)
    desk.ends("cancelled")

    assert desk.texts() == ["Why?", kept]
    assert [content for _, content, _ in desk.stored()] == ["Why?", kept]


def test_a_new_answer_that_cannot_be_saved_leaves_the_old_one_stored(desk: Desk) -> None:
    desk.service.ask("Why?")
    desk.answers("Old.")
    desk.service.regenerate()
    desk.history.full = True
    desk.answers("New.")

    assert desk.texts() == ["Why?", "New."]
    assert "Old." in desk.written()


def test_a_failed_answer_that_cannot_be_deleted_is_told(desk: Desk) -> None:
    desk.service.ask("Why?")
    desk.answers("Old.")
    desk.service.regenerate()
    desk.history.no_room_for = "delete"
    desk.fails()

    assert desk.screen.errors == [("store-unwritable", None), ("inference-failed", None)]
    assert desk.texts() == ["Why?", "Old."]


def test_an_answer_without_a_word_is_no_version_of_the_next_one(desk: Desk) -> None:
    desk.service.ask("Why?")
    desk.fails()
    desk.service.regenerate()
    desk.answers("Because.")

    assert desk.texts() == ["Why?", "Because."]
    assert desk.written() == ["Why?", "Because."]


def test_regenerate_without_room_changes_nothing(desk: Desk) -> None:
    desk.service.ask("Why?")
    desk.answers("Old.")
    desk.history.no_room_for = "assistant"
    with pytest.raises(StoreError):
        desk.service.regenerate()

    assert desk.texts() == ["Why?", "Old."]
    desk.history.no_room_for = ""
    desk.service.ask("And?")
    assert desk.turns() == ["Why?", "Old.", "And?"]


def test_regenerate_answers_a_question_that_has_none(desk: Desk) -> None:
    desk.service.regenerate()
    assert desk.state() is ChatState.IDLE
    desk.history.no_room_for = "assistant"
    with pytest.raises(StoreError):
        desk.service.ask("Why?")
    desk.history.no_room_for = ""
    desk.service.regenerate()

    assert desk.turns() == ["Why?"]
    desk.answers("Because.")
    assert desk.texts() == ["Why?", "Because."]


# --- conversations --------------------------------------------------------------------------------


@pytest.mark.parametrize("full", [False, True])
def test_an_answer_goes_on_while_another_conversation_is_open(desk: Desk, full: bool) -> None:
    desk.service.ask("First?", article=OTHER)
    desk.answers("Yes.")
    elsewhere = desk.service.conversation_id
    desk.service.ask("Why?", article=ARTICLE)
    running = desk.service.conversation_id
    assert elsewhere is not None
    assert running is not None
    desk.says("One ")
    desk.history.full = full
    desk.service.open(elsewhere)
    desk.says("two ")
    assert desk.texts() == ["First?", "Yes."]
    assert desk.screen.article == OTHER

    desk.service.open(running)
    assert desk.texts() == ["Why?", "One two "]
    desk.says("three.")
    assert desk.texts() == ["Why?", "One two three."]
    desk.service.new_conversation()
    desk.history.full = False
    desk.ends()
    assert desk.texts() == []
    assert desk.stored(running)[-1] == ("assistant", "One two three.", "done")
    assert desk.state() is ChatState.IDLE


def test_a_regenerated_answer_hides_the_old_one_everywhere(desk: Desk) -> None:
    desk.service.ask("Why?")
    desk.answers("Old.")
    number = desk.service.conversation_id
    assert number is not None
    desk.service.regenerate()
    desk.service.new_conversation()
    desk.service.open(number)
    assert desk.texts() == ["Why?", ""]
    desk.service.new_conversation()
    desk.fails()

    assert desk.texts() == []
    assert [content for _, content, _ in desk.stored(number)] == ["Why?", "Old."]


def test_opening_what_is_not_there_changes_nothing(desk: Desk) -> None:
    desk.service.ask("Why?")
    desk.answers("Because.")
    number = desk.service.conversation_id

    with pytest.raises(StoreError) as caught:
        desk.service.open(999)
    assert caught.value.code == "conversation-missing"
    assert desk.service.conversation_id == number
    desk.service.ask("And?")
    assert desk.turns() == ["Why?", "Because.", "And?"]


def test_deleting_the_open_conversation_stops_its_answer(desk: Desk) -> None:
    desk.service.ask("Why?", article=ARTICLE)
    number = desk.service.conversation_id
    assert number is not None
    desk.says("Bec")
    desk.service.delete(number)
    assert desk.job.cancel.cancelled
    assert desk.screen.open is None
    assert desk.service.conversations() == []
    desk.says("ause")
    desk.ends("cancelled")
    assert desk.screen.errors == []

    desk.service.undo_delete(number)
    assert desk.texts() == ["Why?", "Bec"]
    assert desk.screen.article == ARTICLE
    assert [conversation.id for conversation in desk.service.conversations()] == [number]


def test_deleting_another_conversation_leaves_the_answer_alone(desk: Desk) -> None:
    desk.service.ask("First?")
    desk.answers("Yes.")
    first = desk.service.conversation_id
    assert first is not None
    desk.service.new_conversation()
    desk.service.ask("Why?")
    desk.service.delete(first)

    assert not desk.job.cancel.cancelled
    assert desk.screen.open is not None
    with pytest.raises(StoreError):
        desk.service.delete(12345)
    desk.answers("Because.")
    assert desk.texts() == ["Why?", "Because."]


def test_renaming_and_searching(desk: Desk) -> None:
    desk.service.ask("Why?")
    desk.answers("Because of the wind.")
    number = desk.service.conversation_id
    assert number is not None
    desk.service.rename(number, "  Energy  ")
    desk.service.rename(number, "   ")

    assert [c.title for c in desk.service.conversations()] == ["Energy"]
    assert [c.id for c in desk.service.conversations("wind")] == [number]
    assert desk.service.conversations("rain") == []
    with pytest.raises(StoreError):
        desk.service.rename(999, "x")


def test_closing_saves_and_ends(desk: Desk) -> None:
    desk.service.ask("Why?")
    desk.says("Bec")
    desk.service.close()

    assert desk.job.cancel.cancelled
    assert desk.stored()[-1] == ("assistant", "Bec", "stopped")
    assert desk.worker.closed == 1
    desk.says("late")
    desk.ends()
    assert desk.stored()[-1] == ("assistant", "Bec", "stopped")
    desk.service.close()
    assert desk.worker.closed == 2


def test_each_request_has_its_own_token_and_id(desk: Desk) -> None:
    seen: list[tuple[str, CancelToken]] = []
    for question in ("One?", "Two?"):
        desk.service.ask(question)
        seen.append((desk.job.request_id, desk.job.cancel))
        desk.answers("Yes.")

    assert seen[0][0] != seen[1][0]
    assert seen[0][1] is not seen[1][1]
    assert desk.job.prompt.messages[-1] == Message("user", "Two?")


# --- styles ---------------------------------------------------------------------------------------


def test_each_task_has_its_style_and_every_answer_keeps_it(desk: Desk) -> None:
    desk.styles["summary"] = "house"
    desk.service.summarize(ARTICLE, "headline")
    assert desk.job.style == "house"
    desk.answers("Wind!")
    desk.service.ask("Who?")
    assert desk.job.style is None
    desk.answers("They.")

    assert desk.screen.open is not None
    assert desk.screen.open.prefix == "house"
    messages = desk.history.messages(desk.screen.open.id)
    assert [(m.role, m.prefix) for m in messages] == [
        ("user", ""),
        ("assistant", "house"),
        ("user", ""),
        ("assistant", ""),
    ]


def test_a_conversation_that_waited_for_the_model_names_the_style_that_answers(
    desk: Desk,
) -> None:
    desk.service.load("m")
    loading = desk.last.request_id
    desk.service.summarize(ARTICLE, "headline")
    desk.styles["summary"] = "house"
    desk.service.handle(ModelReady(loading, MODEL))

    (conversation,) = desk.history.conversations()
    assert conversation.prefix == "house"


def test_whoever_asks_for_something_waits_for_no_measurement(desk: Desk) -> None:
    desk.service.summarize(ARTICLE, "headline")
    desk.service.summarize(OTHER, "headline")  # waits for that answer
    assert desk.worker.skipped == 0
    desk.answers("Wind!")
    desk.answers("More wind!")

    desk.service.load("m")
    desk.service.ask("And now?")
    assert desk.worker.skipped == 1


def test_another_style_counts_from_the_next_answer(desk: Desk) -> None:
    desk.service.summarize(ARTICLE, "headline")
    desk.styles["summary"] = "house"
    desk.answers("Wind!")
    conversation_id = desk.service.conversation_id
    assert conversation_id is not None
    assert desk.history.messages(conversation_id)[-1].prefix == ""

    desk.service.regenerate()
    desk.answers("Wind rises")

    assert desk.job.style == "house"
    assert [m.prefix for m in desk.history.messages(conversation_id)] == ["", "house"]


# --- the comparison -------------------------------------------------------------------------------


def test_nothing_is_asked_while_the_model_is_lent(desk: Desk) -> None:
    desk.service.lend()

    assert desk.state() is ChatState.COMPARING
    calls: list[Callable[[], None]] = [
        lambda: desk.service.summarize(ARTICLE, "headline"),
        lambda: desk.service.ask("Why?"),
        lambda: desk.service.load("m2"),
        desk.service.lend,
    ]
    for call in calls:
        with pytest.raises(EngineError) as caught:
            call()
        assert caught.value.code == "model-busy"
    assert desk.worker.commands[1:] == []

    desk.service.take_back()
    desk.service.take_back()
    desk.service.ask("Why?")
    assert desk.state() is ChatState.PREFILL


def test_a_lent_model_leaves_no_running_answer(desk: Desk) -> None:
    desk.service.ask("Why?")

    with pytest.raises(EngineError):
        desk.service.lend()
    desk.service.take_back()
    assert desk.state() is ChatState.PREFILL


def test_an_adopted_answer_is_an_exchange_like_any_other(desk: Desk) -> None:
    usage = Usage(9, 0, 3)
    desk.service.adopt(
        ARTICLE, "three-bullets", "- One.", prefix="house", usage=usage, reads=((0, 4),)
    )

    assert desk.stored() == [("user", SUMMARY, "sent"), ("assistant", "- One.", "done")]
    assert desk.texts() == [SUMMARY, "- One."]
    assert desk.screen.open is not None
    assert (desk.screen.open.title, desk.screen.open.prefix) == ("Wind grows", "house")
    request, answer = desk.history.messages(desk.screen.open.id)
    assert (answer.model, answer.prefix, answer.usage) == ("Model · int8", "house", usage)
    assert (request.preset, answer.preset) == ("three-bullets", "three-bullets")
    assert request.reads == answer.reads == ((0, 4),)
    assert desk.state() is ChatState.IDLE

    desk.service.ask("Why?")
    assert desk.turns() == [SUMMARY, "- One.", "Why?"]


def test_an_answer_is_adopted_into_the_conversation_of_its_article(desk: Desk) -> None:
    desk.service.summarize(ARTICLE, "headline")
    desk.answers("Wind")
    first = desk.service.conversation_id
    desk.service.adopt(ARTICLE, "headline", "More wind", prefix="", status="stopped")

    assert desk.service.conversation_id == first
    assert desk.stored()[-1] == ("assistant", "More wind", "stopped")

    desk.service.adopt(OTHER, "headline", "风电", prefix="")
    assert desk.service.conversation_id != first
    assert len(desk.stored()) == 2


def test_nothing_is_adopted_during_an_answer_or_without_room(desk: Desk) -> None:
    desk.history.no_room_for = "user"
    with pytest.raises(StoreError):
        desk.service.adopt(ARTICLE, "headline", "Wind", prefix="")
    desk.history.no_room_for = ""
    desk.service.ask("Why?")
    before = desk.stored()

    with pytest.raises(EngineError):
        desk.service.adopt(ARTICLE, "headline", "Wind", prefix="")
    assert desk.stored() == before
