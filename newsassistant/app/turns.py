"""What a model is given of a conversation: which task, which turns, how long an answer may be."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace

from newsassistant.core.types import GenerationParams, Message, ModelInfo
from newsassistant.store.history import StoredMessage
from newsassistant.text.prompts.presets import PRESETS

StyleFor = Callable[[str], str]
"""The prefix id that answers a preset's job, or a typed question (""); "" for the base model."""


def turns_of(messages: Sequence[StoredMessage]) -> tuple[Message, ...]:
    """The turns since the last preset job, which starts afresh from the article.

    Questions whose answer failed are left out: a model would try to answer them again.
    """
    jobs = [i for i, m in enumerate(messages) if m.role == "user" and m.preset]
    recent = messages[jobs[-1] if jobs else 0 :]
    turns: list[Message] = []
    for message, following in itertools.zip_longest(recent, recent[1:]):
        if following is not None and message.role == following.role == "assistant":
            continue  # killed while it was being replaced
        answer = message if message.role == "assistant" else following
        if answer is None or is_answered(answer):
            turns.append(Message(message.role, message.content))
    return tuple(turns)


def params_for(model: ModelInfo | None, preset_id: str) -> GenerationParams:
    """The model's own parameters, with a preset's limits; "" is a typed question."""
    params = model.generation if model is not None else GenerationParams()
    if not preset_id:
        return params
    preset = PRESETS[preset_id]
    stops = ("\n",) if preset.one_line else ()
    return replace(params, max_tokens=preset.max_tokens, stop_texts=stops)


def is_answered(message: StoredMessage) -> bool:
    """True for an answer that a later prompt may build on."""
    return message.role == "assistant" and bool(message.content) and message.status != "failed"
