"""About how many tokens a text is for a model whose tokenizer is not here: rather too many.

Pure; any thread. Nothing is sent to find that out.
"""

from __future__ import annotations

import math
from itertools import accumulate

from newsassistant.core.types import Article, Reads
from newsassistant.text.articles.parts import STRIDE
from newsassistant.text.articles.spans import place, places, read_text
from newsassistant.text.prompts.prompt import ANSWER_RESERVE, QUESTION_RESERVE, Fit

USUAL_CONTEXT = 4096
"""Tokens of a model whose server does not tell: what nearly every model reads."""
FRAME = 64  # tokens of a chat template around the article
# Thousandths of a token; what is measured of common tokenizers is less.
_LATIN, _OTHER_LETTER, _WIDE = 320, 600, 1000
_FIRST_OTHER, _FIRST_WIDE = "\u0250", "\u1100"


def weight(character: str) -> int:
    """Thousandths of a token that a character counts for."""
    if character >= _FIRST_WIDE:
        return _WIDE
    return _LATIN if character < _FIRST_OTHER else _OTHER_LETTER


def tokens_of(text: str) -> int:
    """About how many tokens a text is."""
    return -(-sum(map(weight, text)) // 1000)


def estimate(article: Article, context: int, reads: Reads = None, *, scale: float = 1.0) -> Fit:
    """What is read of the article against a context of so many tokens (0: not known).

    `scale` is what earlier texts had of the tokens that were estimated.
    """
    context = context or USUAL_CONTEXT
    room = max(0, context - FRAME - QUESTION_RESERVE - min(ANSWER_RESERVE, context // 4))
    text = read_text(article.text, reads)
    tokens = math.ceil(tokens_of(text) * scale)
    if tokens <= room:
        return Fit(tokens, room, len(article.text), estimated=True)
    fitting, ends, marked, wanted = len(text), list[int](), 0, room * 1000 / scale
    for at, total in enumerate(accumulate(map(weight, text)), 1):
        if total > wanted:
            fitting = min(fitting, at - 1)
        if total * scale >= (marked + STRIDE) * 1000:
            marked += STRIDE
            ends.append(at)
    cut, marks = place(article.text, reads, fitting), places(article.text, reads, ends)
    return Fit(tokens, room, cut, marks, estimated=True)
