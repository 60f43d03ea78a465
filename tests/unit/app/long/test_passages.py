"""A question reads what fits beside the turns before it, and nothing that shall not be read."""

from __future__ import annotations

from newsassistant.app.long.passages import SHARE, passages_for
from newsassistant.core.types import Article, Measured, Message
from newsassistant.text.articles.parts import STRIDE
from newsassistant.text.articles.spans import chars_of, read_text
from tests.unit.text.articles.long_stories import ENGLISH, long_article

TEXT = long_article(ENGLISH, seed=5)
ARTICLE = Article(TEXT, "", "en", "d")
ENDS = [*range(4, len(TEXT), 4), len(TEXT)]


def counted(room: int) -> Measured:
    return Measured("m", "d", len(ENDS), room, 4 * room, None, tuple(ENDS[STRIDE - 1 :: STRIDE]))


def test_the_answer_is_read_within_the_room() -> None:
    reads = passages_for(ARTICLE, counted(2000), "How many lynx did the biologists count?")
    assert reads is not None
    assert "counted 212 lynx" in read_text(TEXT, reads)
    assert chars_of(reads, len(TEXT)) / 4 <= SHARE * 2000


def test_earlier_turns_take_their_room() -> None:
    before = [Message("user", "x" * 2400), Message("assistant", "y" * 400)]
    question = "How many lynx did the biologists count?"
    reads = passages_for(ARTICLE, counted(2000), question, before)
    assert reads is not None
    assert chars_of(reads, len(TEXT)) / 4 <= 2000 - 1400
    assert "counted 212 lynx" in read_text(TEXT, reads)


def test_without_room_nothing_is_read() -> None:
    before = [Message("user", "x" * 9000)]
    assert passages_for(ARTICLE, counted(2000), "Who?", before) == ()
