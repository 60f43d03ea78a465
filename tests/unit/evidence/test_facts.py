"""Numbers, dates and names with their sentences."""

from __future__ import annotations

from newsassistant.evidence.facts import facts
from newsassistant.evidence.index import Index


def test_each_fact_has_its_kind_place_and_sentence() -> None:
    text = "On 3 May Jane Smith paid £5m. Jane Smith left Paris."
    found = facts(Index.of(text, "en"))

    assert [(fact.kind.value, fact.text) for fact in found] == [
        ("date", "3 May"),
        ("name", "Jane Smith"),
        ("number", "5m"),
        ("name", "Paris"),
    ]
    assert text[found[3].sentence.start : found[3].sentence.end] == "Jane Smith left Paris."


def test_chinese() -> None:
    found = facts(Index.of("5月3日，余凌云在北京看《三体》，花了50元。", "zh"))

    assert [fact.text for fact in found] == ["5月3日", "余凌云", "北京", "《三体》", "50"]


def test_an_empty_article_has_none() -> None:
    assert facts(Index.of("", "en")) == []
