"""Many requests at once: every answer is what it is alone, whoever comes, goes or fails."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newsassistant.core.errors import EngineError
from newsassistant.core.types import (
    CancelToken,
    Delta,
    Done,
    Event,
    Failed,
    GenerationParams,
    Message,
    Prompt,
)
from newsassistant.engine.batching.batch import Batch, BatchRequest
from newsassistant.engine.engine import OpenVinoEngine
from newsassistant.engine.runtime import Runtime

ROOMY = 1 << 30
GREEDY = GenerationParams(max_tokens=12, temperature=0.0)
ASKED = [
    "Name a colour.",
    "Write one sentence about the harbour of a small town in winter, please.",
    "Count to five.",
    "What is news?",
    "Say yes.",
]


def prompt(text: str) -> Prompt:
    return Prompt((Message("user", text),))


def request(number: int, **values: Any) -> BatchRequest:
    made = BatchRequest(str(number), prompt(ASKED[number % len(ASKED)]), GREEDY)
    return replace(made, **values)


def run(batch: Batch, step: Callable[[Batch], list[Event]] = Batch.step) -> Iterator[Event]:
    for _ in range(500):
        if batch.is_idle:
            return
        yield from step(batch)
    raise AssertionError("the batch does not end")


def texts(events: list[Event]) -> dict[str, str]:
    found: dict[str, str] = defaultdict(str)
    for event in events:
        if isinstance(event, Delta):
            found[event.request_id] += event.text
    return dict(found)


def ends(events: list[Event]) -> dict[str, str]:
    found: dict[str, str] = {}
    for event in events:
        if isinstance(event, Done | Failed):
            assert event.request_id not in found
            found[event.request_id] = event.reason if isinstance(event, Done) else event.error.code
    return found


def alone(engine: OpenVinoEngine, number: int) -> str:
    events = engine.stream(
        "one", prompt(ASKED[number]), GREEDY, CancelToken(), lambda done, total: None
    )
    return "".join(event.text for event in events if isinstance(event, Delta))


@pytest.fixture(scope="session")
def expected(loaded_engine: OpenVinoEngine) -> list[str]:
    loaded_engine.use_prefix(None)  # whatever other tests have left
    return [alone(loaded_engine, number) for number in range(len(ASKED))]


def batch_of(engine: OpenVinoEngine, **values: Any) -> Batch:
    return Batch(engine.need(), **{"rows": 4, "cache_bytes": ROOMY, **values})


@pytest.mark.parametrize("fills", [True, False])
def test_answers_are_those_of_requests_alone(
    engine: OpenVinoEngine, expected: list[str], fills: bool
) -> None:
    batch = batch_of(engine, fills=fills)
    for number in range(len(ASKED)):
        batch.submit(request(number))
    events = list(run(batch))
    assert texts(events) == {str(n): text for n, text in enumerate(expected)}
    assert set(ends(events)) == {str(n) for n in range(len(ASKED))}


def test_styles_are_a_rows_own(engine: OpenVinoEngine, style: Path, expected: list[str]) -> None:
    engine.use_prefix(style)
    styled = alone(engine, 0)
    engine.use_prefix(None)
    batch = batch_of(engine)
    batch.submit(request(0))
    batch.submit(request(0, id="styled", prefix=style))
    found = texts(list(run(batch)))
    assert found == {"0": expected[0], "styled": styled}
    assert styled != expected[0]


def test_no_more_rows_than_places_and_bytes(engine: OpenVinoEngine, expected: list[str]) -> None:
    runtime: Runtime = engine.need().runtime
    for values in ({"rows": 2}, {"cache_bytes": 200 * runtime.token_bytes}):
        batch = batch_of(engine, **values)
        for number in range(len(ASKED)):
            batch.submit(request(number))
        most, events = 0, []
        while not batch.is_idle:
            events += batch.step()
            most = max(most, len(batch._rows()))
        assert most <= 3  # one more has been taken from the queue, and waits for room
        assert texts(events) == {str(n): text for n, text in enumerate(expected)}


def test_a_stopped_row_leaves_the_others(engine: OpenVinoEngine, expected: list[str]) -> None:
    cancels = [CancelToken() for _ in range(4)]
    batch = batch_of(engine, rows=3)
    for number, cancel in enumerate(cancels):
        batch.submit(request(number, cancel=cancel))
    events: list[Event] = []
    while sum(isinstance(event, Delta) for event in events) < 6:
        events += batch.step()
    cancels[1].cancel()
    cancels[3].cancel()
    events += run(batch)
    found = ends(events)
    assert found["1"] == found["3"] == "cancelled"
    for number in (0, 2):
        assert texts(events)[str(number)] == expected[number]
    assert expected[1].startswith(texts(events).get("1", ""))


def test_a_request_that_cannot_be_read_fails_alone(
    engine: OpenVinoEngine, tmp_path: Path, expected: list[str]
) -> None:
    batch = batch_of(engine)
    batch.submit(request(0, id="long", prompt=prompt("word " * 20_000)))
    batch.submit(request(0, id="style", prefix=tmp_path / "missing"))
    batch.submit(request(0))
    events = list(run(batch))
    found = ends(events)
    assert found["long"] == "context-full"
    assert found["style"] == "prefix-missing"
    assert texts(events) == {"0": expected[0]}


def test_users_take_turns(engine: OpenVinoEngine) -> None:
    batch = batch_of(engine, rows=1)
    for number in range(3):
        batch.submit(request(number, user="flood"))
    batch.submit(request(3, user="other"))
    assert batch.waiting() == 4
    assert batch.waiting("flood") == 3
    order = list(ends(list(run(batch))))
    assert order[:2] == ["0", "3"]


def test_after_a_failure_what_was_lost_is_named(
    engine: OpenVinoEngine, monkeypatch: pytest.MonkeyPatch, expected: list[str]
) -> None:
    batch = batch_of(engine, rows=2)
    for number in range(3):
        batch.submit(request(number))
    while len(batch._written) < 2:
        batch.step()

    def fail(ids: object) -> object:
        raise EngineError("inference-failed", detail="gone")

    monkeypatch.setattr(batch._runtime, "step", fail)
    with pytest.raises(EngineError):
        list(run(batch))
    assert set(batch.lost()) >= {"0", "1"}
    batch.submit(request(1, id="again"))
    found = texts(list(run(batch)))
    assert found["again"] == expected[1]


def test_a_seed_gives_the_same_words_in_any_company(engine: OpenVinoEngine) -> None:
    params = GenerationParams(max_tokens=10, temperature=0.9, seed=7)
    said = []
    for others in (0, 3):
        batch = batch_of(engine, rows=4, least=4)
        batch.submit(request(1, id="mine", params=params))
        for number in range(others):
            batch.submit(request(number))
        said.append(texts(list(run(batch)))["mine"])
    assert said[0] == said[1]
