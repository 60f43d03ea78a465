"""The sentences that say most of an article."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from newsassistant.evidence.index import Index
from newsassistant.evidence.key_sentences import key_sentences

ARTICLE = (
    "New bridge for Rivertown\n"
    "Rivertown council voted on Monday for a new bridge over the river.\n"
    "The bridge over the river will cost £12m, the council said.\n"
    "It was a rainy day and many people had stayed at home with a book.\n"
    "A dog barked somewhere behind the hall while they were voting.\n"
    "Opponents of the bridge said the council should build a school.\n"
    "Tea was served."
)


def chosen(headline: str = "", most: int = 5) -> list[str]:
    spans = key_sentences(Index.of(ARTICLE, "en"), headline, most=most)
    return [ARTICLE[span.start : span.end] for span in spans]


def test_what_the_article_is_about_is_chosen_in_its_order() -> None:
    told = chosen("New bridge for Rivertown", 2)

    assert [sentence.split(" ")[0] for sentence in told] == ["Rivertown", "The"]


def test_the_headline_and_captions_are_not() -> None:
    told = chosen("New bridge for Rivertown")

    assert "New bridge for Rivertown" not in told
    assert "Tea was served." not in told


@settings(deadline=None)
@given(st.text("ab. \n中。", max_size=80), st.integers(1, 6))
def test_never_more_than_asked_and_in_order(text: str, most: int) -> None:
    spans = key_sentences(Index.of(text, "en"), most=most)

    assert len(spans) <= most
    assert spans == sorted(spans)
