"""Summarising a long article in parts: which part comes next, and what the whole is written from.

Pure: what has been written so far goes in, the next step comes out. So a summary that was stopped,
or that failed, goes on where it ended. Knows nothing of how answers are made or kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from newsassistant.core.errors import PromptError
from newsassistant.core.types import Article, Measured, Reads, Span
from newsassistant.text.articles.parts import Scale, split
from newsassistant.text.articles.spans import read_text, spans_of
from newsassistant.text.prompts.parts import PartName, part_job
from newsassistant.text.prompts.presets import Preset

MOST_LEVELS = 6
"""Of summaries of summaries; each is a third as long as the one before, or shorter."""
LEAST_ROOM = 400  # tokens, below which summaries are not much shorter than what they are of
SHORTEST, LONGEST = 40, 120  # words of one summary
_TOKENS_A_WORD = 1.6
_BESIDE = 48  # tokens of the headline's frame, and of an instruction longer than most
_BETWEEN = 2  # tokens between two summaries


@dataclass(frozen=True, slots=True)
class Plan:
    """What is read of an article in which parts; `room` in tokens for the text of one request.

    `tokens` is what all parts have together, `words` how long the summary of one is to be.
    """

    parts: tuple[Span, ...]
    room: int
    tokens: int
    words: int


@dataclass(frozen=True, slots=True)
class Summary:
    """One that is finished: of which characters of the article, and how many tokens it has."""

    level: int
    span: Span
    text: str
    tokens: int


@dataclass(frozen=True, slots=True)
class PartStep:
    """Summarise `text` as the part `name`, which is about `span` of the article."""

    name: PartName
    span: Span
    text: Article
    job: Preset


@dataclass(frozen=True, slots=True)
class WholeStep:
    """Do the chosen job with `text`, the summaries of all parts."""

    text: Article


def plan_of(article: Article, measured: Measured, *, always: bool = False) -> Plan | None:
    """How to read an article that is too long for one request; None where it needs no parts.

    `measured` counted what is read of it. None too where the model has no room even for a part.
    `always`: also for one that fits, as a single part, for a summary that another model began.
    """
    room = measured.room - _BESIDE - len(article.title) // 2
    if room < LEAST_ROOM or (measured.tokens <= measured.room and not always):
        return None
    scale = Scale(measured.marks, measured.tokens, len(article.text))
    found = split(article.text, scale, room)
    parts = tuple(p.span for p in found if _read_of(article, measured.reads, p.span).strip())
    words = int(room / max(1, len(parts)) / _TOKENS_A_WORD)
    words = min(LONGEST, max(SHORTEST, words // 10 * 10), room // 8)
    return Plan(parts, room, measured.tokens, words)


def next_step(
    article: Article, reads: Reads, plan: Plan, done: Sequence[Summary]
) -> PartStep | WholeStep:
    """What is to be done after `done`, summaries in the order in which they were written.

    Raises PromptError("article-too-long") where no number of summaries becomes short enough.
    """
    written = [summary for summary in done if summary.level == 1]
    reached = written[-1].span[1] if written else 0
    missing = [(max(start, reached), end) for start, end in plan.parts if end > reached]
    if missing:
        name = PartName(1, len(written) + 1, len(written) + len(missing))
        text = _read_of(article, reads, missing[0])
        return PartStep(name, missing[0], _part(article, text, missing[0]), _job(name, plan))
    for level in range(2, MOST_LEVELS + 1):
        if _tokens(written) <= plan.room:
            break
        above = [summary for summary in done if summary.level == level]
        reached = above[-1].span[1] if above else 0
        groups = _groups([s for s in written if s.span[1] > reached], plan.room)
        if groups:
            span = (groups[0][0].span[0], groups[0][-1].span[1])
            name = PartName(level, len(above) + 1, len(above) + len(groups))
            text = "\n\n".join(summary.text for summary in groups[0])
            return PartStep(name, span, _part(article, text, span), _job(name, plan))
        written = above
    if _tokens(written) > plan.room:
        raise PromptError("article-too-long", tokens=_tokens(written), room=plan.room)
    return WholeStep(_article(article, "\n\n".join(summary.text for summary in written)))


def whole_of(article: Article, done: Sequence[Summary]) -> WholeStep | None:
    """The last step again, where the summaries are known to be complete; None without any."""
    top = max((summary.level for summary in done), default=0)
    texts = [summary.text for summary in done if summary.level == top]
    return WholeStep(_article(article, "\n\n".join(texts))) if texts else None


def tokens_to_come(plan: Plan, done: Sequence[Summary]) -> tuple[int, int]:
    """About how many tokens are yet to be read and to be written, the last step left out."""
    reached = max((s.span[1] for s in done if s.level == 1), default=0)
    whole = max(1, sum(end - start for start, end in plan.parts))
    chars = sum(end - max(start, reached) for start, end in plan.parts if end > reached)
    missing = sum(end > reached for _, end in plan.parts)
    each = int(plan.words * _TOKENS_A_WORD)
    reading, writing = plan.tokens * chars // whole + missing * _BESIDE * 2, missing * each
    count = len(plan.parts) * each
    while count > plan.room:  # summaries of summaries
        groups = -(-count // plan.room)
        reading, writing = reading + count, writing + groups * each
        count = groups * each
    return reading + count, writing


def _groups(summaries: list[Summary], room: int) -> list[list[Summary]]:
    """Neighbours together, as evenly as `room` tokens for each allow, at least two of them."""
    total = _tokens(summaries)
    wished = total / max(1, -(-total // room)) if total else 0
    groups: list[list[Summary]] = []
    for summary in summaries:
        last = groups[-1] if groups else None
        if last is None or _tokens(last) >= wished or _tokens([*last, summary]) > room:
            groups.append([summary])
        else:
            last.append(summary)
    return groups


def _tokens(summaries: Sequence[Summary]) -> int:
    return sum(summary.tokens + _BETWEEN for summary in summaries)


def _job(name: PartName, plan: Plan) -> Preset:
    return part_job(name, plan.words)


def _read_of(article: Article, reads: Reads, span: Span) -> str:
    """What is read of a part."""
    start, end = span
    inside = tuple(
        (max(low, start), min(high, end))
        for low, high in spans_of(reads, len(article.text))
        if low < end and start < high
    )
    return read_text(article.text, inside)


def _part(article: Article, text: str, span: Span) -> Article:
    """A part as an article of its own, under the headline of the whole."""
    title = article.title
    with_title = title and span[0] > 0 and not text.startswith(title)
    return _article(article, f"{title}\n\n{text}" if with_title else text)


def _article(article: Article, text: str) -> Article:
    return replace(article, text=text, digest=hashlib.sha256(text.encode()).hexdigest())
