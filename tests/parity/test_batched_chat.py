"""All chats of a model at once: in one batch each is the official answer, as it is alone.

ChatGLM-6B v1 included, whose prompt is read as a whole and whose positions have two rows.
"""

from __future__ import annotations

import pytest

from newsassistant.core.types import Delta, GenerationParams, Prompt
from newsassistant.engine.batching.batch import Batch, BatchRequest
from newsassistant.engine.execution import Wishes
from newsassistant.text.prompts.families import process_response
from newsassistant.text.tokenizers.detokenizer import decode
from tests.exact import exact_engine
from tests.parity.golden import Golden
from tests.parity.test_golden_chat import KINDS, chats, decided, messages_of

ROWS = 5
CACHE_BYTES = 1 << 30


@pytest.mark.parametrize("model", KINDS)
def test_chats_in_one_batch(golden: Golden, model: str) -> None:
    engine = exact_engine(Wishes(mode="exact"))
    engine.load(golden.folder(model).path, lambda done, total: None)
    loaded, kind = engine.need(), KINDS[model]
    batch = Batch(loaded, rows=ROWS, cache_bytes=CACHE_BYTES)
    official = {}
    for number, chat in enumerate(chats(golden, model)):
        ids = chat["generated_ids"][: -1 if kind == "chatglm3" else None]
        official[str(number)] = ids[: min(decided(chat), len(ids))]
        params = GenerationParams(max_tokens=len(ids))
        batch.submit(BatchRequest(str(number), Prompt(tuple(messages_of(chat))), params))
    said = dict.fromkeys(official, "")
    while not batch.is_idle:
        for event in batch.step():
            if isinstance(event, Delta):
                said[event.request_id] += event.text

    for name, ids in official.items():
        known = process_response(kind, decode(loaded.tokenizer, ids))
        shown = process_response(kind, said[name])
        assert shown[: len(known)] == known, name
