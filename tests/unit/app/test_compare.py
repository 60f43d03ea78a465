"""Two styles on one article, with a worker that the test plays itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from newsassistant.app.compare import CompareService, Side, SideState
from newsassistant.app.turns import Wanted
from newsassistant.app.worker import Command, Generate
from newsassistant.core.errors import EngineError, NewsAssistantError, PrefixError, StoreError
from newsassistant.core.types import (
    Article,
    Delta,
    Done,
    Event,
    Failed,
    FinishReason,
    GenerationParams,
    ModelInfo,
    Progress,
    Reads,
    Usage,
)
from newsassistant.text.prompts.presets import PRESETS, Preset

ARTICLE = Article("Wind grows\nThe plan supports 14,000 jobs.", "Wind grows", "en", "digest-1")
OTHER = Article("风电增长。", "", "zh", "digest-2")
MODEL = ModelInfo("m", "Model", "int8", 2048, generation=GenerationParams(max_tokens=77))
MISSING = PrefixError("prefix-missing", prefix="house")
SPENT = Usage(9, 0, 3)
EMPTY, WAITING, READING = SideState.EMPTY, SideState.WAITING, SideState.READING
ANSWERING, DONE = SideState.ANSWERING, SideState.DONE
FAILED, STOPPED = SideState.FAILED, SideState.STOPPED


class Chat:
    """The chat's part: a model that is lent, and what it was told to take over."""

    def __init__(self) -> None:
        self.model: ModelInfo | None = MODEL
        self.busy = False
        self.lent = False
        self.adopted: list[tuple[object, ...]] = []

    def lend(self) -> None:
        if self.busy or self.lent:
            raise EngineError("model-busy")
        self.lent = True

    def take_back(self) -> None:
        self.lent = False

    def adopt(
        self,
        article: Article,
        preset_id: str,
        text: str,
        *,
        prefix: str,
        status: str,
        usage: Usage | None,
        reads: Reads,
    ) -> None:
        self.adopted.append((article, preset_id, text, prefix, status, usage, reads))


class Bench:
    """The service with its doubles; it is its own listener and worker."""

    def __init__(self) -> None:
        self.chat = Chat()
        self.commands: list[Generate] = []
        self.seen: list[tuple[int, SideState]] = []
        self.streamed = ["", ""]
        self.progress: list[tuple[int, int]] = []
        self.running: list[bool] = []
        self.service = CompareService(self, self.chat, self)

    def submit(self, command: Command) -> None:
        assert isinstance(command, Generate)
        self.commands.append(command)

    def on_side(self, index: int, side: Side) -> None:
        self.seen.append((index, side.state))

    def on_delta(self, index: int, text: str) -> None:
        self.streamed[index] += text

    def on_progress(self, index: int, progress: Progress) -> None:
        self.progress.append((index, progress.done))

    def on_running(self, running: bool) -> None:
        self.running.append(running)

    def begin(self, *, left: str = "", right: str = "house") -> Bench:
        self.service.open(ARTICLE, "three-bullets", (left, right))
        self.seen.clear()
        self.service.run()
        return self

    @property
    def id(self) -> str:
        return self.commands[-1].request_id

    def say(self, text: str) -> None:
        self.service.handle(Delta(self.id, text, 1))

    def end(self, reason: FinishReason = "stop", text: str = "") -> None:
        self.service.handle(Done(self.id, reason, SPENT, text))

    def fail(self, error: NewsAssistantError = MISSING) -> None:
        self.service.handle(Failed(self.id, error))

    def answer(self, text: str) -> None:
        self.say(text)
        self.end()

    def states(self) -> list[SideState]:
        return [side.state for side in self.service.sides]

    def texts(self) -> list[str]:
        return [side.text for side in self.service.sides]


@pytest.fixture
def bench() -> Bench:
    return Bench()


# --- the answers ----------------------------------------------------------------------------------


def test_the_sides_are_answered_one_after_the_other(bench: Bench) -> None:
    bench.begin()
    assert bench.states() == [READING, WAITING]
    assert bench.chat.lent
    bench.service.handle(Progress(bench.id, "prefill", 3, 9))
    bench.say("- One")
    assert bench.states() == [ANSWERING, WAITING]
    bench.say(".")
    assert len(bench.commands) == 1
    bench.end()
    assert bench.states() == [DONE, READING]
    assert bench.running == [True]
    bench.answer("- Two.")

    assert bench.states() == [DONE, DONE]
    assert bench.texts() == bench.streamed == ["- One.", "- Two."]
    assert [command.style for command in bench.commands] == [None, "house"]
    assert bench.progress == [(0, 3)]
    assert bench.running == [True, False]
    assert not bench.chat.lent
    assert [side.usage for side in bench.service.sides] == [SPENT, SPENT]


def test_both_sides_get_the_same_request(bench: Bench) -> None:
    bench.service.open(ARTICLE, "headline", ("", "house"), reads=((0, 11),))
    bench.service.run()
    bench.answer("One")
    bench.answer("Two")
    first, second = bench.commands

    assert first.prompt == second.prompt
    assert first.prompt.article is ARTICLE
    assert first.prompt.reads == ((0, 11),)
    assert [m.content for m in first.prompt.messages] == [PRESETS["headline"].english]
    assert first.params == second.params
    assert first.params.stop_texts == ("\n",)
    assert first.request_id != second.request_id


def test_an_answer_is_counted_when_it_ends(bench: Bench) -> None:
    bench.begin()
    bench.say("- It supports 14,000 jobs.\n- It costs 350.")
    assert bench.service.sides[0].counts is None
    bench.end()

    counts = bench.service.sides[0].counts
    assert counts is not None
    assert (counts.units, counts.bullets, counts.numbers) == (7, 2, 2)


def test_the_end_of_an_answer_may_change_its_text(bench: Bench) -> None:
    bench.begin()
    bench.say("- One[gMASK]")
    bench.end("length", text="- One")

    assert bench.texts()[0] == "- One"
    assert bench.service.sides[0].is_cut


def test_stopping_in_the_first_leaves_the_second_unasked(bench: Bench) -> None:
    bench.begin()
    bench.say("- On")
    bench.service.stop()
    assert bench.commands[0].cancel.cancelled
    assert bench.service.is_running
    assert bench.chat.lent
    bench.end("cancelled")

    assert bench.states() == [STOPPED, STOPPED]
    assert bench.texts() == ["- On", ""]
    assert len(bench.commands) == 1
    assert bench.running == [True, False]
    assert not bench.chat.lent
    assert [side.is_usable for side in bench.service.sides] == [True, False]


def test_stopping_twice_or_when_nothing_runs_changes_nothing(bench: Bench) -> None:
    bench.service.stop()
    bench.begin()
    bench.service.stop()
    bench.service.stop()
    bench.end("cancelled")
    bench.service.stop()

    assert bench.running == [True, False]


def test_the_failure_of_one_side_leaves_the_other(bench: Bench) -> None:
    bench.begin(left="house", right="")
    bench.fail()
    assert bench.states() == [FAILED, READING]
    assert bench.service.sides[0].error is MISSING
    bench.answer("- Two.")

    assert bench.states() == [FAILED, DONE]
    assert bench.texts() == ["", "- Two."]
    assert not bench.chat.lent
    assert not bench.service.sides[0].is_usable


def test_events_of_others_are_dropped(bench: Bench) -> None:
    bench.service.handle(Delta("compare-1", "early", 1))
    bench.begin()
    first = bench.id
    foreign: list[Event] = [
        Delta("answer-1", "x", 1),
        Done("answer-1", "stop", SPENT),
        Failed("load-1", MISSING),
        Progress("load-1", "loading", 1, 2),
    ]
    for event in foreign:
        bench.service.handle(event)
    assert bench.states() == [READING, WAITING]
    bench.answer("- One.")
    bench.service.handle(Delta(first, "late", 1))
    bench.service.handle(Failed(first, MISSING))

    assert bench.states() == [DONE, READING]
    assert bench.texts() == ["- One.", ""]
    assert bench.progress == []


def test_a_busy_chat_lends_nothing(bench: Bench) -> None:
    bench.chat.busy = True

    with pytest.raises(EngineError):
        bench.begin()
    assert bench.commands == []
    assert bench.states() == [EMPTY, EMPTY]
    assert bench.running == []


def test_without_an_article_nothing_runs(bench: Bench) -> None:
    bench.service.run()

    assert bench.commands == []
    assert not bench.chat.lent


# --- what is compared -----------------------------------------------------------------------------


def test_nothing_is_changed_while_answers_run(bench: Bench) -> None:
    bench.begin()

    calls: list[Callable[[], None]] = [
        lambda: bench.service.choose(0, "other"),
        lambda: bench.service.set_preset("headline"),
        lambda: bench.service.open(OTHER, "headline", ("", "house")),
        lambda: bench.service.use(0),
        bench.service.run,
    ]
    for call in calls:
        with pytest.raises(EngineError) as caught:
            call()
        assert caught.value.code == "model-busy"
    assert bench.states() == [READING, WAITING]


def test_choosing_the_other_sides_style_swaps_them(bench: Bench) -> None:
    bench.begin()
    bench.answer("- One.")
    bench.answer("- Two.")
    bench.service.choose(0, "house")

    assert [side.prefix for side in bench.service.sides] == ["house", ""]
    assert bench.texts() == ["- Two.", "- One."]


def test_only_what_is_missing_is_asked_again(bench: Bench) -> None:
    bench.begin()
    bench.answer("- One.")
    bench.answer("- Two.")
    bench.service.choose(1, "wire")
    assert bench.states() == [DONE, EMPTY]
    bench.service.run()
    assert bench.commands[-1].style == "wire"
    bench.answer("- Three.")
    assert len(bench.commands) == 3

    bench.service.choose(1, "house")
    assert bench.texts() == ["- One.", "- Two."]
    bench.service.run()  # nothing is missing: both anew
    assert bench.states() == [READING, WAITING]


def test_each_job_keeps_its_own_answers(bench: Bench) -> None:
    bench.begin()
    bench.answer("- One.")
    bench.answer("- Two.")
    bench.service.set_preset("headline")
    assert bench.states() == [EMPTY, EMPTY]
    bench.service.set_preset("three-bullets")
    assert bench.texts() == ["- One.", "- Two."]


def test_answers_are_forgotten_with_another_article_or_model(bench: Bench) -> None:
    styles = ("", "house")
    bench.begin()
    bench.answer("- One.")
    bench.answer("- Two.")
    bench.service.open(ARTICLE, "three-bullets", styles)
    assert bench.states() == [DONE, DONE]

    bench.service.open(ARTICLE, "three-bullets", styles, reads=((0, 5),))
    assert bench.states() == [EMPTY, EMPTY]
    bench.begin()
    bench.answer("- One.")
    bench.answer("- Two.")
    bench.chat.model = ModelInfo("m2", "Other", "int8", 2048)
    bench.service.open(ARTICLE, "three-bullets", styles)
    assert bench.states() == [EMPTY, EMPTY]
    bench.service.open(OTHER, "three-bullets", styles)
    bench.service.run()
    assert bench.commands[-1].prompt.messages[0].content == PRESETS["three-bullets"].chinese


def test_answers_that_did_not_end_are_not_kept(bench: Bench) -> None:
    bench.begin()
    bench.say("- On")
    bench.service.stop()
    bench.end("cancelled")
    bench.service.choose(0, "wire")
    bench.service.choose(0, "")

    assert bench.states()[0] is EMPTY


# --- taking one over ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "status"), [("stop", "done"), ("length", "length"), ("cancelled", "stopped")]
)
def test_one_answer_is_taken_over(bench: Bench, reason: FinishReason, status: str) -> None:
    bench.service.open(ARTICLE, "headline", ("", "house"), reads=((0, 11),))
    bench.service.run()
    bench.fail()
    bench.say("Wind")
    bench.service.stop()
    bench.end(reason)
    bench.service.use(1)

    assert bench.chat.adopted == [(ARTICLE, "headline", "Wind", "house", status, SPENT, ((0, 11),))]


def test_a_side_without_an_answer_is_not_taken_over(bench: Bench) -> None:
    bench.service.use(0)
    bench.begin()
    bench.say("Half of")
    bench.fail()
    bench.answer("  ")
    bench.service.use(0)
    bench.service.use(1)

    assert bench.chat.adopted == []


def test_an_own_job_is_compared_under_the_settings() -> None:
    jobs = {"own-1": Preset("own-1", "Brief.", length=40, name="Brief")}
    bench = Bench()
    wanted = [Wanted(0.5)]
    bench.service = CompareService(
        bench, bench.chat, bench, job_for=jobs.get, wanted=lambda: wanted[0]
    )
    bench.service.open(ARTICLE, "own-1", ("", "house"))
    bench.service.run()
    (message,) = bench.commands[0].prompt.messages
    assert message.content == "Brief."
    assert (bench.commands[0].params.temperature, bench.commands[0].params.max_tokens) == (0.5, 180)
    for _ in range(2):
        bench.answer("Done.")

    bench.service.open(ARTICLE, "own-1", ("", "house"))
    assert bench.texts() == ["Done.", "Done."]
    jobs["own-1"] = Preset("own-1", "Other words.", name="Brief")
    bench.service.open(ARTICLE, "own-1", ("", "house"))
    assert bench.texts() == ["", ""]
    wanted[0] = Wanted(0.0)
    bench.service.open(ARTICLE, "own-1", ("", "house"))
    jobs.clear()
    with pytest.raises(StoreError, match="no job"):
        bench.service.run()
    assert not bench.service.is_running
