"""The rows of the sheets: their text is the article's, their places are counted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsassistant.app.checking.entries import copied, fact_entries, quote_entries, sentence_of
from newsassistant.evidence.index import Index
from newsassistant.evidence.marks import MarkKind

TEXT = (
    "Bridge opens\n\nIt rained. The bridge cost £1.25m.\n"
    "The town waited. “We waited for it\nfor years,” said Jane Poole."
)


def test_places_are_those_of_paragraph_and_sentence() -> None:
    entries = fact_entries(Index.of(TEXT, "en"))

    (cost,) = (entry for entry in entries if entry.kind is MarkKind.NUMBER)
    assert (cost.text, cost.paragraph, cost.number) == ("£1.25m", 2, 2)
    assert sentence_of(cost, TEXT) == "The bridge cost £1.25m."


def test_a_quote_is_copied_with_its_speaker() -> None:
    text = "“We waited for years,” said Jane Poole. “We waited for nothing at all.” Then rain came."
    entries = quote_entries(Index.of(text, "en"))

    assert copied(entries[:1], text, "en") == "“We waited for years,”\n– Jane Poole, said"
    chinese = "余凌云说：“大桥将在冬天建成。”昨天下雨了。“路还很长，要有耐心。”"
    told = copied(quote_entries(Index.of(chinese, "zh")), chinese, "zh")
    assert told == "“大桥将在冬天建成。”\n——余凌云，说\n\n“路还很长，要有耐心。”"


def test_a_fact_is_copied_with_its_sentence() -> None:
    entries = [e for e in fact_entries(Index.of(TEXT, "en")) if e.kind is MarkKind.NUMBER]

    assert copied(entries, TEXT, "en") == "£1.25m: The bridge cost £1.25m."


@given(st.text('ab 12,.£“”"\nMay', max_size=80))
def test_the_text_of_a_row_is_the_article_letter_by_letter(text: str) -> None:
    index = Index.of(text, "en")

    for entry in (*quote_entries(index), *fact_entries(index)):
        assert entry.text == text[entry.place.start : entry.place.end]
        assert entry.paragraph >= 1
        assert entry.number >= 1
