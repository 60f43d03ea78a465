"""The quiet words of a row."""

from __future__ import annotations

import pytest

from newsassistant.app.checking.entries import Entry, fact_entries, quote_entries
from newsassistant.evidence.index import Index
from newsassistant.evidence.marks import MarkKind
from newsassistant.gui.facts.entry_words import excerpt, place_words, speaker_line


def _quotes(text: str) -> tuple[Entry, ...]:
    return quote_entries(Index.of(text, "en"))


def test_who_says_a_quote_or_that_it_is_not_clear() -> None:
    (said,) = _quotes("“We waited for it,” said Jane Poole.")
    (open_,) = _quotes("“We waited for it all.”")

    assert speaker_line(said) == "Jane Poole · said"
    assert speaker_line(open_) == "speaker not clear"
    assert place_words(said) == "paragraph 1, sentence 1"


@pytest.mark.parametrize("ahead", ["It rained. ", ""])
def test_an_excerpt_begins_shortly_before_its_fact(ahead: str) -> None:
    lead = "the town waited and waited until at the very end of the long year "
    text = f"{ahead}In May {lead}it paid £5m for a bridge."
    (cost,) = (each for each in fact_entries(Index.of(text, "en")) if each.kind is MarkKind.NUMBER)
    words = excerpt(cost, text)

    assert words.startswith("…")
    assert words.endswith("it paid £5m for a bridge.")
    assert len(words.partition("£5m")[0]) <= 50


def test_a_chinese_excerpt_is_shorter() -> None:
    text = "经过十分漫长而且艰难的一年之后，全镇居民终于等来了这座大桥，一共花费了50万元。"
    (cost,) = (each for each in fact_entries(Index.of(text, "zh")) if each.text.startswith("50"))

    assert len(excerpt(cost, text).partition("50")[0]) <= 24
