"""Rows of data -> ids to learn from, in exactly the prompt that the window sends.

Knows nothing of torch. Only the answer is learnt: the prompt's ids carry no label.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsassistant.core.types import Message, Prompt
from newsassistant.text.articles.article import parse
from newsassistant.text.articles.hidden import visible
from newsassistant.text.articles.spans import leading, read_text
from newsassistant.text.datasets.pairs import Pair
from newsassistant.text.prompts.prompt import messages_of
from newsassistant.train.options import TuneOptions
from newsassistant.train.source import Source


@dataclass(frozen=True, slots=True)
class Example:
    """One row as ids; `answer` ends with the stop id, `cut` tells that something was left out."""

    line: int
    prompt: tuple[int, ...]
    answer: tuple[int, ...]
    source_tokens: int
    target_tokens: int
    cut: bool

    @property
    def ids(self) -> tuple[int, ...]:
        """Prompt and answer."""
        return self.prompt + self.answer


class Encoder:
    """Encodes rows for one source and one set of options."""

    def __init__(self, source: Source, options: TuneOptions) -> None:
        self._source = source
        self._options = options
        self._lead = _answer_lead(source)

    def encode_all(self, rows: Iterable[Pair]) -> list[Example]:
        """Every row, in order."""
        return [self.encode(row) for row in rows]

    def encode(self, row: Pair) -> Example:
        """The article is cut to its first `max_source_length` tokens, the answer likewise.

        A row that asks for itself is taken as it stands: no request is put behind it. Of a
        conversation that does not fit the model's context, the oldest turns are left out.
        """
        tokenizer, options = self._source.tokenizer, self._options
        article = None if row.asks else parse(row.content)
        text = visible(row.content) if article is None else article.text
        source_ids, ends = tokenizer.encode_offsets(text)
        limit = options.max_source_length
        reads = leading(ends[limit - 1]) if len(source_ids) > limit else None
        target = tokenizer.encode(visible(row.summary).strip())
        kept = target[: options.max_target_length]
        instruction = "" if article is None else options.instruction_for(article.language)
        if instruction:
            last = messages_of(Prompt((Message("user", instruction),), article, reads))
        else:
            last = [Message("user", read_text(text, reads))]
        answer = (*self._lead, *kept, self._source.stop_id)
        prompt, forgotten = self._within(row.earlier(), last, len(answer))
        return Example(
            line=row.line,
            prompt=tuple(prompt),
            answer=answer,
            source_tokens=len(source_ids),
            target_tokens=len(target),
            cut=reads is not None or len(kept) < len(target) or forgotten,
        )

    def _within(
        self, earlier: Sequence[Message], last: list[Message], answer: int
    ) -> tuple[list[int], bool]:
        """The prompt's ids with as many of the newest earlier turns as fit, and if some did not.

        The system turn stays; a question goes together with its answer.
        """
        system = [turn for turn in earlier if turn.role == "system"]
        turns = list(earlier[len(system) :])
        room = self._source.config.context_length - answer
        room -= self._options.pre_seq_len if self._options.method == "prefix" else 0
        while True:
            ids = self._source.template.ids([*system, *turns, *last])
            if len(ids) <= room or not turns:
                return ids, len(system) + len(turns) < len(earlier)
            far = len(ids) > 4 * max(room, 1)  # then half of them goes: encoding takes time
            turns = turns[max(2, len(turns) // 4 * 2) if far else 2 :]


def _answer_lead(source: Source) -> list[int]:
    """What the model writes in front of an answer: a line break after ChatGLM3's role, say.

    Read off a conversation with an answer in it, as the template writes it.
    """
    question, marker = Message("user", "1"), "\u4e00"
    asked = source.template.ids([question])
    answered = source.template.ids([question, Message("assistant", marker), question])
    if answered[: len(asked)] != asked:
        return []
    rest, answer = answered[len(asked) :], source.tokenizer.encode(marker)
    starts = [at for at in range(len(rest)) if rest[at : at + len(answer)] == answer]
    return rest[: starts[0]] if starts else []
