"""What a question reads of an article that is too long: the passages that its words point to.

Pure; any thread.
"""

from __future__ import annotations

from collections.abc import Iterable

from newsassistant.core.types import Article, Measured, Message, Reads
from newsassistant.text.articles.parts import Scale
from newsassistant.text.articles.spans import spans_of

SHARE = 0.6
"""Of the room that passages take at most: more of them says less, and takes longer to read."""
_QUESTION = 128  # tokens of a question that the room leaves out already


def passages_for(
    article: Article, measured: Measured, question: str, before: Iterable[Message] = ()
) -> Reads:
    """The passages to read for `question`, after the turns `before` in the same prompt.

    Never more than fits beside them; () where there is no room at all.
    """
    from newsassistant.text.articles.finding import find  # no part of the window's start

    scale = Scale(measured.marks, measured.tokens, len(article.text))
    room = measured.room - max(0, _tokens(question) - _QUESTION)
    room -= sum(_tokens(message.content) for message in before)
    budget = min(int(SHARE * measured.room), room)
    within = spans_of(measured.reads, len(article.text))
    return find(article.text, question, budget, scale.count, within)


def _tokens(text: str) -> int:
    """Rather too many: two characters a token, and every Chinese one."""
    return sum(1 if ord(char) < 0x2E80 else 2 for char in text) // 2 + 8
