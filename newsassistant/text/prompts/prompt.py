"""Conversations -> prompt ids through a model's own chat template, and what fits its context.

Knows nothing of engines. Control tokens are looked for in the template's own text alone, so what
users write can hold none.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from newsassistant.core.errors import ModelError, PromptError
from newsassistant.core.outside import contained
from newsassistant.core.types import Article, Message, Prompt, Reads
from newsassistant.text.articles.hidden import visible
from newsassistant.text.articles.parts import STRIDE
from newsassistant.text.articles.spans import place, places, read_text
from newsassistant.text.tokenizers.tokenizer import Tokenizer

if TYPE_CHECKING:
    from jinja2 import Template

ANSWER_RESERVE = 512
QUESTION_RESERVE = 128
MOST_PLACES = 4  # at which a template may write one message
_SENTENCE_END = re.compile(r"[.!?]['\")\u201d\u2019]?\s|[\u3002\uff01\uff1f]['\")\u201d\u2019]?|\n")
# Private-use characters mark where a message's content goes in the rendered template.
_SLOT = re.compile("\ue000([0-9]{1,9})\ue001")


class AnswerIds(Protocol):
    """The ids that an earlier answer was really made of, so that the KV cache stays usable."""

    def get(self, text: str) -> list[int] | None:
        """The ids of that very text, if it was generated here."""


class NoAnswerIds:
    """An empty memory of answers."""

    def get(self, text: str) -> list[int] | None:
        """Always None."""
        return None


class PromptTemplate(Protocol):
    """What engines need of a model's way to write a conversation."""

    def ids(self, messages: list[Message], answers: AnswerIds | None = None) -> list[int]:
        """Ids of the whole conversation up to where the answer starts."""


class ChatTemplate:
    """A Jinja chat template (sandboxed) that yields ids; not thread-safe while rendering."""

    def __init__(self, source: str, tokenizer: Tokenizer) -> None:
        """Raises ModelError("model-damaged") for a template of parts that are not known."""
        # Here and not above: windows read no templates.
        from newsassistant.text.prompts.template_sandbox import TemplateSandbox

        self._sandbox = TemplateSandbox()
        with contained(_bad_template):
            self._template: Template = self._sandbox.from_string(source)
        self._tokenizer = tokenizer
        forms = sorted(tokenizer.control_ids, key=len, reverse=True)
        self._control = re.compile("|".join(map(re.escape, forms)) or r"(?!)")

    def ids(self, messages: list[Message], answers: AnswerIds | None = None) -> list[int]:
        """Ids of the whole conversation up to where the answer starts.

        Raises ModelError("model-damaged") for a template that fails.
        """
        answers = answers or NoAnswerIds()
        slots = [
            # No slot for an empty message: templates may leave those out.
            {"role": message.role, "content": f"\ue000{index}\ue001" if message.content else ""}
            for index, message in enumerate(messages)
        ]
        ids: list[int] = []
        # Ordinary text of template and messages is encoded in one piece, as the official code
        # does: the line break behind a role and one in front of the message can be one token.
        text = ""
        places: Counter[int] = Counter()
        for index, part in enumerate(_SLOT.split(self._render(slots))):
            if index % 2 == 0:
                more, text = self._markup(text, part)
                ids += more
                continue
            places[int(part)] += 1
            if int(part) >= len(messages) or places[int(part)] > MOST_PLACES:
                raise _bad_template(f"it writes message {int(part)} too often")
            message = messages[int(part)]
            known = answers.get(message.content) if message.role == "assistant" else None
            if known is None:
                text += visible(message.content)
            else:
                ids += self._tokenizer.encode(text) + known
                text = ""
        return ids + self._tokenizer.encode(text)

    def _render(self, slots: list[dict[str, str]]) -> str:
        with contained(_bad_template):
            return self._sandbox.render(self._template, messages=slots, add_generation_prompt=True)

    def _markup(self, text: str, part: str) -> tuple[list[int], str]:
        """`text` and the template's own `part`, where control tokens count; and what follows."""
        ids: list[int] = []
        position = 0
        for match in self._control.finditer(part):
            ids += self._tokenizer.encode(text + part[position : match.start()])
            ids.append(self._tokenizer.control_ids[match.group()])
            text, position = "", match.end()
        return ids, text + part[position:]


def _bad_template(clause: str) -> ModelError:
    detail = f"chat template: {clause}"
    return ModelError("model-damaged", path="chat_template.jinja", detail=detail)


def messages_of(prompt: Prompt) -> list[Message]:
    """The turns, with the article in front of the first user turn.

    Article first, task last: so every task on the same article shares its KV cache.
    """
    turns = list(prompt.messages)
    if prompt.article is None:
        return turns
    return _with_article(turns, prompt.article, prompt.reads)


def _with_article(turns: list[Message], article: Article, reads: Reads) -> list[Message]:
    for index, message in enumerate(turns):
        if message.role == "user":
            content = f"{read_text(article.text, reads)}\n\n{message.content}"
            return [*turns[:index], Message("user", content), *turns[index + 1 :]]
    return turns


@dataclass(frozen=True, slots=True)
class Fit:
    """What is read of an article against the model's room, in tokens.

    What is read of the `chars` leading characters of the article fits. `marks` and `estimated` as
    in `Measured`.
    """

    tokens: int
    room: int
    chars: int
    marks: tuple[int, ...] = ()
    estimated: bool = False


def fit(
    article: Article,
    template: PromptTemplate,
    tokenizer: Tokenizer,
    context: int,
    reads: Reads = None,
) -> Fit:
    """How much of what is read of the article fits beside instruction, question and answer.

    The cut falls on the end of a sentence in the last fifth of what fits, if there is one.
    """
    frame = len(template.ids(messages_of(Prompt((Message("user", ""),), article=None))))
    room = max(0, context - frame - QUESTION_RESERVE - min(ANSWER_RESERVE, context // 4))
    text = read_text(article.text, reads)
    ids, ends = tokenizer.encode_offsets(text)
    if len(ids) <= room:
        return Fit(len(ids), room, len(article.text))
    chars = _sentence_cut(text, ends[room - 1] if room else 0)
    # The last word's tokens differ when the rest of it is cut off: seldom, so this ends at once.
    # The steps grow, for a tokenizer that somebody has made to keep it going.
    step = 1
    while chars and len(tokenizer.encode(text[:chars].rstrip())) > room:
        chars = max(0, chars - step)
        step *= 2
    marks = places(article.text, reads, ends[STRIDE - 1 :: STRIDE])
    return Fit(len(ids), room, place(article.text, reads, chars), marks)


def _sentence_cut(text: str, chars: int) -> int:
    start = chars * 4 // 5
    ends = [start + match.end() for match in _SENTENCE_END.finditer(text[start:chars])]
    return ends[-1] if ends else chars


def check_room(ids: list[int], context: int, *, least_answer: int = 64) -> None:
    """Raise PromptError("context-full") when the prompt leaves no room for an answer."""
    room = context - least_answer
    if len(ids) > room:
        raise PromptError("context-full", tokens=len(ids), room=room)
