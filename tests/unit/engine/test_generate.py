"""Ids and text events over a scripted runtime: no model, no time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

import numpy as np
import numpy.typing as npt
import pytest

from newsassistant.core.errors import CancelledError, EngineError
from newsassistant.core.types import CancelToken, Delta, Done, Event, GenerationParams, Request
from newsassistant.engine.generate import (
    Clock,
    TextStream,
    generate_ids,
    prefill,
)
from newsassistant.engine.guessing import Guessing, PassCosts
from newsassistant.engine.lookup import PromptLookup
from newsassistant.engine.runtime import Runtime
from newsassistant.engine.sampling import Sampler
from newsassistant.text.tokenizers.tokenizer import BpeTokenizer, define_bpe
from tests.unit.engine.conftest import FixedChunk

SIZE = 512
STOP = 0
DOT_AND_LINE = 257  # one token ".\n", the last piece of the vocabulary


def byte_tokenizer() -> BpeTokenizer:
    shown = {*range(33, 127), *range(161, 173), *range(174, 256)}
    hidden = iter(range(256, 512))
    pieces = [chr(byte if byte in shown else next(hidden)) for byte in range(256)]
    return BpeTokenizer(define_bpe(["<end>", *pieces, ".Ċ"], [". Ċ"], [0], pre="gpt-2"))


TOKENIZER = byte_tokenizer()


class ScriptedRuntime:
    """Answers with the ids of a script, whatever it is fed; keeps a ledger."""

    def __init__(self, script: Sequence[int], *, prompt: int) -> None:
        self.script = [*script, STOP]
        self.prompt = prompt
        self.fed: list[int] = []
        self.passes: list[int] = []
        self.begun: list[int] = []
        self.rejected = 0
        self.before_pass: Callable[[], None] = lambda: None
        self.chunk = FixedChunk(128)
        self.prefix_length = 0
        self.reader: ScriptedRuntime | None = None
        self.settled = False
        self.shown: list[Event] = []
        self.handed_over_at = -1

    def reader_for(self, ids: Sequence[int]) -> ScriptedRuntime:
        return self.reader or self

    @property
    def is_settled(self) -> bool:
        return self.reader is None or self.settled

    def settle(self) -> None:
        if self.reader is not None and not self.settled:
            self.fed, self.settled = list(self.reader.fed), True
            self.handed_over_at = len(self.shown)

    def feed(self, ids: Sequence[int]) -> npt.NDArray[np.float32]:
        self.before_pass()
        self.fed += ids
        self.passes.append(len(ids))
        logits = np.zeros(SIZE, dtype=np.float32)
        if len(self.fed) >= self.prompt:
            place = len(self.fed) - self.prompt
            logits[self.script[place] if place < len(self.script) else STOP] = 9.0
        return logits

    def start(self, ids: Sequence[int], *, rows: int = 1) -> None:
        self.begun = list(ids)

    def wait(self) -> npt.NDArray[np.float32]:
        return np.stack([self.feed([token_id]) for token_id in self.begun])

    def abandon(self) -> None:
        self.wait()

    def reject(self, count: int) -> None:
        self.rejected += count
        del self.fed[len(self.fed) - count :]

    def reuse(self, ids: Sequence[int]) -> int:
        return 0


def as_runtime(scripted: ScriptedRuntime) -> Runtime:
    return cast(Runtime, scripted)


def make_stream(
    scripted: ScriptedRuntime,
    *,
    max_tokens: int = 100,
    cancel: CancelToken | None = None,
    stop_texts: tuple[str, ...] = (),
) -> TextStream:
    params = GenerationParams(stop_texts=stop_texts)
    ids = tuple(range(1, scripted.prompt + 1))
    request = Request("r", ids, params, cancel=cancel or CancelToken())
    return TextStream(
        runtime=as_runtime(scripted),
        tokenizer=TOKENIZER,
        request=request,
        stop_ids={STOP},
        max_tokens=max_tokens,
        on_prefill=lambda done, total: None,
        ids=[],
    )


def outcome(events: list[Event]) -> tuple[str, str, int]:
    """Text, reason and tokens counted in the deltas; exactly one Done, at the end."""
    assert [isinstance(event, Done) for event in events].count(True) == 1
    done = events[-1]
    assert isinstance(done, Done)
    deltas = [event for event in events if isinstance(event, Delta)]
    assert {event.request_id for event in deltas} | {done.request_id} == {"r"}
    return "".join(d.text for d in deltas), done.reason, sum(d.n_tokens for d in deltas)


def test_prefill_goes_in_chunks_and_reports_them() -> None:
    scripted = ScriptedRuntime([5], prompt=257)
    scripted.fed, reports = list(range(40)), []
    ids = list(range(257))

    prefill(as_runtime(scripted), ids, CancelToken(), lambda *report: reports.append(report))

    assert scripted.passes == [128, 257 - 40 - 128]
    assert reports == [(40, 257), (168, 257), (257, 257)]
    assert scripted.chunk.learnt == [(128, 40), (89, 168)]
    assert scripted.fed == ids


def test_prefill_stops_between_chunks() -> None:
    scripted, cancel = ScriptedRuntime([5], prompt=999), CancelToken()

    def press(done: int, total: int) -> None:
        if done:
            cancel.cancel()

    with pytest.raises(CancelledError):
        prefill(as_runtime(scripted), list(range(999)), cancel, press)
    assert scripted.passes == [128]


def test_a_reader_reads_and_hands_over() -> None:
    writer, reader = ScriptedRuntime([5], prompt=99), ScriptedRuntime([7], prompt=99)
    writer.reader = reader
    ids = list(range(99))

    logits = prefill(as_runtime(writer), ids, CancelToken(), lambda done, total: None)

    assert int(logits.argmax()) == 7
    assert (writer.passes, writer.fed, reader.passes) == ([], [], [99])
    writer.settle()
    assert writer.fed == ids


def with_reader(text: str) -> tuple[ScriptedRuntime, TextStream]:
    """A writer whose reader reads the prompt of 200 ids and has the first id of the answer."""
    script = TOKENIZER.encode(text)
    writer = ScriptedRuntime(script, prompt=200)
    writer.reader = ScriptedRuntime(script, prompt=200)
    return writer, make_stream(writer)


def test_the_first_id_is_shown_before_the_cache_is_handed_over() -> None:
    writer, answer = with_reader("Hi.")
    for event in answer.events():
        writer.shown.append(event)

    assert outcome(writer.shown)[:2] == ("Hi.", "stop")
    assert writer.handed_over_at == 1
    assert writer.fed[:201] == [*range(1, 201), *TOKENIZER.encode("H")]


@pytest.mark.parametrize("ending", ["a stop while reading", "leaving at once", "one token"])
def test_what_a_reader_has_read_stays_read_however_the_answer_ends(ending: str) -> None:
    writer, answer = with_reader("Hi.")
    assert writer.reader is not None
    if ending == "a stop while reading":
        writer.reader.before_pass = answer.request.cancel.cancel
    if ending == "one token":
        answer.max_tokens = 1
    events = answer.events()
    if ending == "leaving at once":
        next(events)
        events.close()  # type: ignore[attr-defined]
    else:
        list(events)

    read = 128 if ending == "a stop while reading" else 200
    assert writer.fed == list(range(1, read + 1))


def test_ids_end_at_a_stop_id_and_the_last_is_not_fed() -> None:
    scripted = ScriptedRuntime([7, 8, 9], prompt=1)
    logits = scripted.feed([1])

    def ids(max_tokens: int) -> list[int]:
        return list(
            generate_ids(
                as_runtime(scripted),
                logits,
                Sampler(GenerationParams()),
                PromptLookup([]),
                Guessing(PassCosts()),
                max_tokens=max_tokens,
                stop_ids={STOP},
                cancel=CancelToken(),
            )
        )

    assert ids(2) == [7, 8]
    assert scripted.fed == [1, 7]
    scripted.fed = [1]
    assert ids(10) == [7, 8, 9]
    assert scripted.fed == [1, 7, 8, 9]
    assert ids(0) == []


@pytest.mark.parametrize(
    ("text", "max_tokens", "stops", "expected"),
    [
        ("Hello 你好", 100, (), ("Hello 你好", "stop", 12)),
        ("Hello", 3, (), ("Hel", "length", 3)),
        ("Hello", 5, (), ("Hello", "length", 5)),
        ("", 5, (), ("", "stop", 0)),
        ("你好", 4, (), ("你\ufffd", "length", 4)),
        ("a b\nc", 100, ("\n",), ("a b", "stop", 3)),
        ("\n a b\nc", 100, ("\n",), ("\n a b", "stop", 5)),
        ("a END b", 100, ("END",), ("a ", "stop", 4)),
        ("a EN", 100, ("END",), ("a EN", "stop", 4)),
    ],
)
def test_the_text_and_how_it_ends(
    text: str, max_tokens: int, stops: tuple[str, ...], expected: tuple[str, str, int]
) -> None:
    scripted = ScriptedRuntime(TOKENIZER.encode(text), prompt=3)
    stream = make_stream(scripted, max_tokens=max_tokens, stop_texts=stops)

    assert outcome(list(stream.events())) == expected
    assert stream.text == expected[0]


@pytest.mark.parametrize("max_tokens", [2, 3])
def test_a_stop_text_inside_a_token_keeps_what_stands_before_it(max_tokens: int) -> None:
    script = [*TOKENIZER.encode("a"), DOT_AND_LINE]
    stream = make_stream(
        ScriptedRuntime(script, prompt=3), max_tokens=max_tokens, stop_texts=("\n",)
    )

    assert outcome(list(stream.events())) == ("a.", "stop", 2)


def test_usage_counts_prompt_and_answer() -> None:
    events = list(make_stream(ScriptedRuntime(TOKENIZER.encode("abc"), prompt=3)).events())

    done = events[-1]
    assert isinstance(done, Done)
    usage = done.usage
    assert (usage.prompt_tokens, usage.reused_tokens, usage.completion_tokens) == (3, 0, 3)
    assert usage.ttft_s > 0
    assert usage.tokens_per_s > 0


def test_cancelled_before_it_began() -> None:
    cancel, scripted = CancelToken(), ScriptedRuntime([5], prompt=3)
    cancel.cancel()

    events = list(make_stream(scripted, cancel=cancel).events())

    assert outcome(events) == ("", "cancelled", 0)
    assert scripted.fed == []


def test_cancelled_between_tokens_keeps_the_text() -> None:
    cancel, scripted = CancelToken(), ScriptedRuntime(TOKENIZER.encode("abcdef"), prompt=3)
    stream = make_stream(scripted, cancel=cancel)
    events = []
    for event in stream.events():
        events.append(event)
        if len(events) == 3:
            cancel.cancel()

    assert outcome(events) == ("abc", "cancelled", 3)
    assert stream.ids == TOKENIZER.encode("abc")


def test_a_pass_cut_short_inside_a_character_ends_with_a_mark() -> None:
    scripted = ScriptedRuntime(TOKENIZER.encode("a你"), prompt=3)

    def cut() -> None:
        if len(scripted.fed) == 5:
            raise CancelledError

    scripted.before_pass = cut
    assert outcome(list(make_stream(scripted).events())) == ("a\ufffd", "cancelled", 3)


def test_a_device_failure_is_raised() -> None:
    scripted = ScriptedRuntime([5, 6], prompt=3)

    def fail() -> None:
        if len(scripted.fed) == 4:
            raise EngineError("inference-failed", detail="gone")

    scripted.before_pass = fail
    events = make_stream(scripted).events()
    assert isinstance(next(events), Delta)
    assert isinstance(next(events), Delta)
    with pytest.raises(EngineError):
        next(events)


def test_a_listener_that_leaves_ends_the_work() -> None:
    scripted = ScriptedRuntime(TOKENIZER.encode("abcdef"), prompt=3)
    events = make_stream(scripted).events()
    next(events)
    events.close()  # type: ignore[attr-defined]

    # The pass for the id that was taken had begun; it ends and counts.
    assert scripted.fed == [1, 2, 3, scripted.script[0]]
    assert len(scripted.passes) == 2


def test_the_clock_of_no_token_divides_by_nothing() -> None:
    usage = Clock(1.0).usage(prompt=4, reused=2, seed=9, temperature=0.5)

    assert (usage.ttft_s, usage.tokens_per_s, usage.seed) == (0.0, 0.0, 9)
    assert usage.temperature == 0.5


class CheapPasses(PassCosts):
    """Guesses cost next to nothing; no clock is looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.learnt: list[tuple[int, int]] = []

    def learn(self, count: int, past: int, elapsed_s: float, waited_s: float) -> None:
        assert elapsed_s >= waited_s >= 0
        self.learnt.append((count, past))

    def of(self, guesses: int) -> float:
        return 1.0


def test_right_guesses_are_kept_and_wrong_ones_taken_back() -> None:
    """The answer is that of the model alone, whatever the prompt suggests."""
    script = [5, 6, 7, 8, 5, 6, 9, 7, STOP]
    scripted = ScriptedRuntime(script, prompt=3)
    logits = scripted.feed([1, 2, 3])
    lookup, costs = PromptLookup([5, 6, 7, 1]), CheapPasses()

    ids = list(
        generate_ids(
            as_runtime(scripted),
            logits,
            Sampler(GenerationParams()),
            lookup,
            Guessing(costs),
            max_tokens=99,
            stop_ids={STOP},
            cancel=CancelToken(),
        )
    )

    assert ids == script[:-1]
    assert scripted.fed == [1, 2, 3, *script[:-1]]
    assert scripted.rejected > 0
    assert len(costs.learnt) < len(ids)  # some guesses were right


def test_costs_are_learnt_from_every_pass_of_all_answers() -> None:
    costs, scripted = CheapPasses(), ScriptedRuntime(TOKENIZER.encode("ababab"), prompt=3)
    stream = make_stream(scripted)
    stream.costs = costs
    list(stream.events())

    assert sum(count for count, _ in costs.learnt) == len(scripted.passes) - 1
    assert costs.learnt[0] == (1, 3)
    assert max(count for count, _ in costs.learnt) > 1
