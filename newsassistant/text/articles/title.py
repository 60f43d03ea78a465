"""What a conversation is called in lists and title bars."""

from __future__ import annotations

from dataclasses import replace

from newsassistant.core.types import Article

TITLE_CHARS = 80
_LEAST_SHARE = 0.5  # of the room, that a title cut between two words has to fill
_LOOSE = " \t,;:，、；：-–—(（[【“‘「『《"


def title_of(text: str, longest: int = TITLE_CHARS) -> str:
    """The first line of a text; of a long one as many whole words as have room, and "…".

    Where no space is near, as in Chinese, it is cut between two characters.
    """
    line = text.strip().split("\n", 1)[0].strip()
    if len(line) <= longest:
        return line
    head = line[:longest]  # one more than there is room for: a word may just fit
    space = head.rfind(" ")
    kept = head[:space] if space >= _LEAST_SHARE * longest else head[: longest - 1]
    return kept.rstrip(_LOOSE) + "…"


def with_title(article: Article, title: str) -> Article:
    """The article with a headline that its source has named, if it still begins with that line."""
    if not title or not f"{article.text}\n".startswith(f"{title}\n"):
        return article
    return replace(article, title=title)
