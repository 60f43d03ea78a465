"""What a request asks of the model next: an answer, or the summary of one part before that.

Knows nothing of engines. Main thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsassistant.app.long.plan import PartStep, Plan, Summary, next_step, whole_of
from newsassistant.app.turns import JobFor, StyleFor, turns_of
from newsassistant.app.waiting import Waiting
from newsassistant.core.errors import PromptError
from newsassistant.core.types import Article, Message, Prompt, Reads
from newsassistant.store.history import StoredMessage
from newsassistant.text.prompts.parts import part_name
from newsassistant.text.prompts.presets import Preset, id_in

FINISHED = ("done", "length")


@dataclass(frozen=True, slots=True)
class Asked:
    """A prompt, the style that answers it, and what the answer is stored with.

    `job` None is a typed question, or a job that was deleted.
    """

    prompt: Prompt
    style: str
    key: str
    reads: Reads
    job: Preset | None


def asked_of(
    waiting: Waiting,
    messages: Sequence[StoredMessage],
    article: Article | None,
    *,
    job_for: JobFor,
    style_for: StyleFor,
) -> Asked:
    """What is asked for a request, after the `messages` of its conversation, in which it is.

    Raises PromptError("article-too-long") where parts do not help either.
    """
    request = waiting.request
    name, preset_id = str(request.conversation_id), id_in(request.preset)
    text, reads = article, request.reads
    done = summaries_of(messages, request)
    if article is not None and waiting.plan is not None:
        step = next_step(article, reads, waiting.plan, done)
        if isinstance(step, PartStep):
            task = Message("user", step.job.instruction(article.language))
            prompt = Prompt((task,), step.text, None, name)
            return Asked(prompt, "", step.name.key, (step.span,), step.job)
        text, reads = step.text, None
    elif article is not None and (whole := whole_of(article, done)) is not None:
        text, reads = whole.text, None
    prompt = Prompt(turns_of(messages), text, reads, name)
    style = style_for(preset_id)
    return Asked(prompt, style, request.preset, request.reads, job_for(preset_id))


def summaries_of(messages: Sequence[StoredMessage], request: StoredMessage) -> list[Summary]:
    """The parts of a request's article that are summarised, in order."""
    found: list[Summary] = []
    for message in _answers_to(messages, request):
        name = part_name(message.preset)
        if name is not None and is_finished(message) and message.reads:
            span = (message.reads[0][0], message.reads[-1][1])
            tokens = message.usage.completion_tokens if message.usage is not None else 0
            # Two characters a token is more than it has; an answer from a file may lack the count.
            tokens = tokens or len(message.content) // 2
            found.append(Summary(name.level, span, message.content.strip(), tokens))
    return found


def parts_of(
    messages: Sequence[StoredMessage], request: StoredMessage, replaced: StoredMessage | None
) -> list[StoredMessage]:
    """The parts that are there for a request, but for the one that is to be written again."""
    gone = replaced.id if replaced is not None else None
    found = _answers_to(messages, request)
    return [m for m in found if part_name(m.preset) is not None and m.id != gone]


def again(messages: Sequence[StoredMessage], plan: Plan | None) -> Waiting | None:
    """The last request once more, in place of its answer; None without one.

    A summary in parts that has not come to its end goes on where that was, with a `plan`. Raises
    PromptError("parts-uncounted") where there is none.
    """
    requests = [message for message in messages if message.role == "user"]
    if not requests:
        return None
    request, last = requests[-1], messages[-1]
    if not is_unfinished(messages):
        return Waiting(request, last if last.role == "assistant" else None)
    if plan is None:
        raise PromptError("parts-uncounted")
    is_done = is_finished(last)
    return Waiting(request, None if is_done else last, plan, has_begun=True)


def is_unfinished(messages: Sequence[StoredMessage]) -> bool:
    """True where the newest message is a part of an article, and the whole is not written."""
    return bool(messages) and part_name(messages[-1].preset) is not None


def is_part_done(message: StoredMessage) -> bool:
    """True for the summary of a part that has come to its end."""
    return part_name(message.preset) is not None and is_finished(message)


def is_finished(message: StoredMessage) -> bool:
    """True for an answer that has come to its end, with text."""
    return message.status in FINISHED and bool(message.content.strip())


def _answers_to(
    messages: Sequence[StoredMessage], request: StoredMessage
) -> Sequence[StoredMessage]:
    after = [message for message in messages if message.id > request.id]
    later = [index for index, message in enumerate(after) if message.role == "user"]
    return after[: later[0]] if later else after
