"""An answer takes logits and ends by a stop id, a stop text, its length, or from outside."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from newsassistant.core.types import Delta, Done, Event, GenerationParams, Request
from newsassistant.engine.batching.answer import Answer
from newsassistant.engine.engine import OpenVinoEngine
from newsassistant.model.formats.stored import Float32Array
from newsassistant.text.tokenizers.tokenizer import Tokenizer


@pytest.fixture
def tokenizer(loaded_engine: OpenVinoEngine) -> Tokenizer:
    return loaded_engine.need().tokenizer


def logits_for(token: int) -> Float32Array:
    logits = np.zeros(49152, dtype=np.float32)
    logits[token] = 9.0
    return logits


def answer_of(
    tokenizer: Tokenizer, *, stop_ids: Sequence[int] = (), stops: Sequence[str] = (), most: int = 50
) -> Answer:
    params = GenerationParams(temperature=0.0, stop_texts=tuple(stops))
    return Answer(Request("r", (1, 2, 3), params), tokenizer, stop_ids, most)


def written(answer: Answer, ids: Sequence[int]) -> tuple[str, Done]:
    events: list[Event] = []
    for token in ids:
        events += answer.take(logits_for(token))
        if answer.reason is not None:
            break
    events += answer.end()
    done = events[-1]
    assert isinstance(done, Done)
    return "".join(event.text for event in events if isinstance(event, Delta)), done


def test_text_comes_as_its_characters_are_whole(tokenizer: Tokenizer) -> None:
    text = "The café – 新闻 – is open."
    ids = tokenizer.encode(text)
    said, done = written(answer_of(tokenizer, most=len(ids)), ids)
    assert said == text
    assert (done.reason, done.usage.completion_tokens) == ("length", len(ids))
    assert done.usage.prompt_tokens == 3


def test_a_stop_id_ends_it_unseen(tokenizer: Tokenizer) -> None:
    ids = tokenizer.encode("One two three")
    said, done = written(answer_of(tokenizer, stop_ids=[7]), [*ids, 7, *ids])
    assert (said, done.reason) == ("One two three", "stop")


def test_a_stop_text_is_cut_off(tokenizer: Tokenizer) -> None:
    ids = tokenizer.encode("One two three four five")
    answer = answer_of(tokenizer, stops=["three"])
    said, done = written(answer, ids)
    assert (said.rstrip(), done.reason) == ("One two", "stop")
    assert answer.text == said


def test_no_room_is_no_word(tokenizer: Tokenizer) -> None:
    said, done = written(answer_of(tokenizer, most=0), [1])
    assert (said, done.reason, done.usage.completion_tokens) == ("", "length", 0)


def test_it_is_ended_from_outside(tokenizer: Tokenizer) -> None:
    answer = answer_of(tokenizer)
    list(answer.take(logits_for(tokenizer.encode("One")[0])))
    done = list(answer.end("cancelled"))[-1]
    assert isinstance(done, Done)
    assert done.reason == "cancelled"
