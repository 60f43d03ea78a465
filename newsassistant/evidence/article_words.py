"""An altered quote with the article's words in it: what a click puts in the place of a mark."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from newsassistant.evidence.marks import Mark, Why
from newsassistant.evidence.quotes import ELISION
from newsassistant.evidence.reading.plain import is_cjk, letters
from newsassistant.evidence.reading.quotations import quotations
from newsassistant.evidence.reading.spans import Span

_GAP = re.compile(r"\s+")
_ALIKE = 0.5  # of the letters: else the article's words are none of the quote's


def in_article_words(mark: Mark) -> str | None:
    """The text of a mark as the article has it; None for what has no such words.

    The quote keeps its marks, the signs at its ends, and the pieces that an elision parts from the
    altered one. Linear in the lengths but for one comparison; any thread.
    """
    if mark.why is not Why.QUOTE_ALTERED or not mark.found:
        return None
    piece = _altered(mark.text, letters(mark.found).text)
    if piece is None:
        return None
    words = mark.text[: piece.start] + _on_one_line(mark.found) + mark.text[piece.end :]
    return words if words != mark.text else None


def _altered(text: str, found: str) -> Span | None:
    """From the first letter to the last of the piece of a quote that is most like `found`."""
    best, most = None, _ALIKE
    pieces = _pieces(text)
    for piece in pieces:
        plain = letters(text[piece.start : piece.end])
        if not plain.text or plain.text == found:
            continue
        alone = len(pieces) == 1  # a comparison takes the square of a quote's length
        like = 1.0 if alone else SequenceMatcher(None, plain.text, found, autojunk=False).ratio()
        if like >= most:
            start, end = plain.span(0, len(plain.text))
            best, most = Span(piece.start + start, piece.start + end), like
    return best


def _pieces(text: str) -> list[Span]:
    quotes = quotations(text)
    if len(quotes) != 1:
        return []
    [quote] = quotes
    found, start = [], quote.inner_start
    for gap in ELISION.finditer(text, quote.inner_start, quote.inner_end):
        found.append(Span(start, gap.start()))
        start = gap.end()
    return [*found, Span(start, quote.inner_end)]


def _on_one_line(words: str) -> str:
    """Without the ends of the article's lines; Chinese has no space in their place."""

    def join(gap: re.Match[str]) -> str:
        before, after = words[gap.start() - 1], words[gap.end()]
        return "" if "\n" in gap[0] and _is_wide(before) and _is_wide(after) else " "

    words = words.strip()
    return _GAP.sub(join, words)


def _is_wide(char: str) -> bool:
    """True for a letter or sign of Chinese writing."""
    return is_cjk(char) or "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uffef"
