"""What a model is given of a conversation: which task, which turns, how long an answer may be."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from newsassistant.core.settings import OWN_TEMPERATURE, Settings
from newsassistant.core.types import GenerationParams, Message, ModelInfo
from newsassistant.store.history import StoredMessage
from newsassistant.text.prompts.parts import part_name
from newsassistant.text.prompts.presets import Preset, tokens_for

StyleFor = Callable[[str], str]
"""The prefix id that answers a preset's job, or a typed question (""); "" for the base model."""
JobFor = Callable[[str], Preset | None]
"""The job with an id; None for one that was deleted, and for a typed question ("")."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user wants of every answer; None is up to the model, tokens to a job too."""

    temperature: float | None = None
    max_tokens: int | None = None

    @classmethod
    def of(cls, settings: Settings) -> Wanted:
        """What the settings say."""
        chosen = settings.answer_temperature != OWN_TEMPERATURE
        return cls(
            settings.answer_temperature if chosen else None,
            tokens_for(settings.answer_words) or None,
        )


def turns_of(messages: Sequence[StoredMessage]) -> tuple[Message, ...]:
    """The turns since the last preset job, which starts afresh from the article.

    Questions whose answer failed are left out: a model would try to answer them again. So are the
    summaries of an article's parts: the answer is written from them.
    """
    messages = [message for message in messages if part_name(message.preset) is None]
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


def params_for(
    model: ModelInfo | None, job: Preset | None, wanted: Wanted | None = None
) -> GenerationParams:
    """The model's own parameters, then what is `wanted`, then a job's limits.

    `job` None is a typed question, or what a job asked for that was deleted since.
    """
    params = model.generation if model is not None else GenerationParams()
    if wanted is not None and wanted.temperature is not None:
        params = replace(params, temperature=wanted.temperature)
    length = job.max_tokens if job is not None else 0
    if not length and wanted is not None:
        length = wanted.max_tokens or 0
    stops = job.stop if job is not None else ()
    return replace(
        params,
        max_tokens=length or params.max_tokens,
        stop_texts=(*params.stop_texts, *stops),
    )


def is_answered(message: StoredMessage) -> bool:
    """True for an answer that a later prompt may build on."""
    return message.role == "assistant" and bool(message.content) and message.status != "failed"
