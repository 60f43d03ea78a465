"""Numbers, dates and names with their sentences."""

from __future__ import annotations

import pytest

from newsassistant.core.types import Language
from newsassistant.evidence.facts import facts
from newsassistant.evidence.index import Index
from newsassistant.evidence.marks import MarkKind


def test_each_fact_has_its_kind_place_and_sentence() -> None:
    text = "On 3 May Jane Smith paid £5m. Jane Smith left Paris."
    found = facts(Index.of(text, "en"))

    assert [(fact.kind.value, fact.text) for fact in found] == [
        ("date", "3 May"),
        ("name", "Jane Smith"),
        ("number", "£5m"),
        ("name", "Paris"),
    ]
    assert text[found[3].sentence.start : found[3].sentence.end] == "Jane Smith left Paris."


def test_chinese() -> None:
    found = facts(Index.of("5月3日，余凌云在北京看《三体》，花了50元。", "zh"))

    assert [fact.text for fact in found] == ["5月3日", "余凌云", "北京", "《三体》", "50元"]


def test_an_empty_article_has_none() -> None:
    assert facts(Index.of("", "en")) == []


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("On 8 December, 2004, $1.8 billion came.", "en", ["8 December, 2004", "$1.8 billion"]),
        ("It opened on 4 May.", "en", ["4 May"]),
        ("A 370 mile fence took ten years, the 18F team said.", "en", ["370 mile", "ten years"]),
        ("The reward is US$20,000 and 70% more.", "en", ["US$20,000", "70%"]),
        ("5月29日20时11分，1460多人到25个中心。", "zh", ["5月29日20时11分", "1460多人", "25个"]),
        ("第九届比赛花了5635万公顷，增长53%。", "zh", ["第九届", "5635万公顷", "53%"]),
    ],
)  # fmt: skip
def test_numbers_come_with_what_they_count_and_dates_are_whole(
    text: str, language: Language, told: list[str]
) -> None:
    found = facts(Index.of(text, language))

    assert [fact.text for fact in found if fact.kind is not MarkKind.NAME] == told
    assert all(text[fact.place.start : fact.place.end] == fact.text for fact in found)


def test_names_come_once_without_their_endings() -> None:
    found = facts(Index.of("We met Mary Poole. Mary Poole's house in Ashford burned.", "en"))

    names = [fact.text for fact in found if fact.kind is MarkKind.NAME]
    assert names == ["Mary Poole", "Ashford"]
