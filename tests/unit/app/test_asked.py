"""A long article is summarised part by part, and what was stopped goes on where it ended."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsassistant.app.asked import again, is_unfinished, summaries_of
from newsassistant.app.listener import ChatState
from newsassistant.app.long.plan import Plan, plan_of
from newsassistant.core.errors import PromptError
from newsassistant.core.types import Article, Measured, Reads
from newsassistant.store.history import StoredMessage
from newsassistant.text.articles.parts import STRIDE
from newsassistant.text.prompts.parts import part_name
from tests.unit.app.chats import OTHER, Desk

SENTENCES = [f"Sentence number {n} of the story says a little. " for n in range(400)]
TEXT = "Long story\n\n" + "\n\n".join("".join(SENTENCES[n : n + 4]) for n in range(0, 400, 4))
LONG = Article(TEXT.strip(), "Long story", "en", "digest-long")


def counted(article: Article, room: int = 1500, reads: Reads = None) -> Measured:
    """A token is four characters."""
    size = len(article.text)
    ends = [*range(4, size, 4), size]
    marks = tuple(ends[STRIDE - 1 :: STRIDE])
    return Measured("m", article.digest, len(ends), room, 4 * room, reads, marks)


def planned(room: int = 1500) -> Plan:
    plan = plan_of(LONG, counted(LONG, room))
    assert plan is not None
    return plan


def keys(desk: Desk) -> list[str]:
    assert desk.service.conversation_id is not None
    return [m.preset for m in desk.history.messages(desk.service.conversation_id)]


def test_parts_then_the_whole(desk: Desk) -> None:
    plan = planned()
    desk.ready().service.summarize(LONG, "three-bullets", plan=plan)
    count = len(plan.parts)
    assert count > 2
    for number in range(1, count + 1):
        prompt = desk.job.prompt
        assert f"part {number} of {count}" in prompt.messages[0].content
        assert desk.job.style is None
        assert prompt.article is not None
        start, end = plan.parts[number - 1]
        assert LONG.text[start:end].strip() in prompt.article.text
        desk.answers(f"Summary {number}.")
    whole = desk.job.prompt
    assert whole.article is not None
    assert whole.article.text == "\n\n".join(f"Summary {n}." for n in range(1, count + 1))
    assert whole.messages[0].content.startswith("List the three most important")
    desk.answers("- The whole")
    assert desk.state() is ChatState.IDLE
    assert keys(desk) == [
        "three-bullets",
        *[f"parts/1:{n}/{count}" for n in range(1, count + 1)],
        "three-bullets",
    ]
    assert desk.service.conversation_id is not None
    stored = desk.history.messages(desk.service.conversation_id)
    assert [m.reads for m in stored[1:-1]] == [(part,) for part in plan.parts]
    assert all(m.status == "done" for m in stored[1:])


def test_later_turns_know_nothing_of_the_parts(desk: Desk) -> None:
    plan = planned()
    desk.ready().service.summarize(LONG, "three-bullets", plan=plan)
    for number in range(len(plan.parts)):
        desk.answers(f"Summary {number}.")
    desk.answers("- The whole")
    desk.service.ask("Who?", article=LONG, reads=((0, 100), (400, 500)))
    assert desk.turns()[1:] == ["- The whole", "Who?"]
    assert desk.job.prompt.article == LONG
    assert desk.job.prompt.reads == ((0, 100), (400, 500))


def test_a_question_after_a_stop_is_not_answered_from_a_part(desk: Desk) -> None:
    desk.ready().service.summarize(LONG, "three-bullets", plan=planned())
    desk.answers("Summary 1.")
    desk.says("Half of")
    desk.service.stop()
    desk.ends("cancelled")
    desk.service.ask("Who?", article=LONG, reads=((0, 100),))
    assert desk.turns() == ["Who?"]


def test_stop_keeps_what_is_there_and_again_goes_on_from_it(desk: Desk) -> None:
    plan = planned()
    desk.ready().service.summarize(LONG, "three-bullets", plan=plan)
    desk.answers("Summary 1.")
    desk.says("Half")
    desk.service.stop()
    desk.ends("cancelled")
    assert desk.state() is ChatState.IDLE
    assert [text for _, text, _ in desk.stored()[1:]] == ["Summary 1.", "Half"]
    with pytest.raises(PromptError) as caught:
        desk.service.regenerate()
    assert caught.value.code == "parts-uncounted"
    desk.service.regenerate(plan)
    assert f"part 2 of {len(plan.parts)}" in desk.job.prompt.messages[0].content
    desk.answers("Summary 2.")
    assert "part 3" in desk.job.prompt.messages[0].content
    assert [text for _, text, _ in desk.stored()[1:3]] == ["Summary 1.", "Summary 2."]


def test_a_part_that_fails_is_tried_again(desk: Desk) -> None:
    plan = planned()
    desk.ready().service.summarize(LONG, "three-bullets", plan=plan)
    desk.answers("Summary 1.")
    desk.fails()
    assert desk.state() is ChatState.IDLE
    assert desk.screen.errors[-1][0] == "inference-failed"
    desk.service.regenerate(plan)
    assert f"part 2 of {len(plan.parts)}" in desk.job.prompt.messages[0].content
    desk.answers("Summary 2.")
    assert [status for *_, status in desk.stored()[1:3]] == ["done", "done"]


def test_a_part_without_a_word_does_not_go_round_for_ever(desk: Desk) -> None:
    desk.ready().service.summarize(LONG, "three-bullets", plan=planned())
    desk.ends()
    assert desk.state() is ChatState.IDLE
    assert is_unfinished(desk.history.messages(desk.service.conversation_id or 0))


def test_others_have_their_turn_between_two_parts(desk: Desk) -> None:
    plan = planned()
    desk.ready().service.summarize(LONG, "three-bullets", plan=plan)
    first = desk.service.conversation_id
    desk.service.new_conversation()
    desk.service.ask("Who?", article=OTHER)
    desk.answers("Summary 1.")
    assert desk.turns() == ["Who?"]
    assert first is not None
    assert desk.service.line() == (first,)
    desk.answers("He.")
    assert f"part 2 of {len(plan.parts)}" in desk.job.prompt.messages[0].content


def test_what_is_withdrawn_between_two_parts_stays_and_goes_on(desk: Desk) -> None:
    plan = planned()
    desk.ready().service.summarize(LONG, "three-bullets", plan=plan)
    first = desk.service.conversation_id
    assert first is not None
    desk.service.new_conversation()
    desk.service.ask("Who?", article=OTHER)
    desk.answers("Summary 1.")
    desk.service.withdraw(first)
    assert [text for _, text, _ in desk.stored(first)][1:] == ["Summary 1."]
    desk.answers("He.")
    assert desk.state() is ChatState.IDLE
    desk.service.open(first)
    desk.service.regenerate(plan)
    assert f"part 2 of {len(plan.parts)}" in desk.job.prompt.messages[0].content


def test_the_whole_is_written_again_from_the_same_parts(desk: Desk) -> None:
    plan = planned()
    desk.ready().service.summarize(LONG, "three-bullets", plan=plan)
    for number in range(len(plan.parts)):
        desk.answers(f"Summary {number}.")
    before = desk.job.prompt
    desk.answers("- The whole")
    desk.service.regenerate()
    assert desk.job.prompt == before
    desk.answers("- Another")
    assert [text for _, text, _ in desk.stored()][-1] == "- Another"
    assert len(desk.stored()) == len(plan.parts) + 2


def test_another_division_goes_on_behind_what_is_summarised(desk: Desk) -> None:
    desk.ready().service.summarize(LONG, "three-bullets", plan=planned())
    desk.answers("Summary 1.")
    desk.fails()
    other = planned(room=2500)
    desk.service.regenerate(other)
    assert desk.service.conversation_id is not None
    done = summaries_of(*_of_open(desk))
    assert desk.job.prompt.article is not None
    start = done[0].span[1]
    assert LONG.text[start : start + 40] in desk.job.prompt.article.text
    assert LONG.text[start - 40 : start].strip() not in desk.job.prompt.article.text


def _of_open(desk: Desk) -> tuple[list[StoredMessage], StoredMessage]:
    messages = desk.history.messages(desk.service.conversation_id or 0)
    return messages, messages[0]


def test_the_style_is_that_of_the_job_for_the_whole_alone(desk: Desk) -> None:
    desk.styles["summary"] = "house"
    plan = planned()
    desk.ready().service.summarize(LONG, "three-bullets", plan=plan)
    for number in range(len(plan.parts)):
        assert desk.job.style is None
        desk.answers(f"Summary {number}.")
    assert desk.job.style == "house"
    desk.answers("- The whole")
    assert desk.history.get(desk.service.conversation_id or 0).prefix == "house"


def test_without_messages_there_is_nothing_again() -> None:
    assert again([], None) is None


def test_a_file_that_lacks_the_counts_still_has_its_parts(desk: Desk) -> None:
    plan = planned()
    desk.ready().service.summarize(LONG, "three-bullets", plan=plan)
    desk.answers("Summary 1 with some words.")
    messages = desk.history.messages(desk.service.conversation_id or 0)
    bare = [replace(message, usage=None) for message in messages]
    found = summaries_of(bare, bare[0])
    assert [summary.text for summary in found] == ["Summary 1 with some words."]
    assert found[0].tokens > 0
    assert part_name(bare[1].preset) is not None
