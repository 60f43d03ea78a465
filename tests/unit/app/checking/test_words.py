"""The line of words on what a check found."""

from __future__ import annotations

import pytest

from newsassistant.app.checking.examined import Examined, examine
from newsassistant.app.checking.words import listed, missing, told
from newsassistant.evidence.index import Index

ARTICLE = "The mill at Ashford closed on 4 May. It employed 1,187 people, said Jane Doe."


def found(answer: str) -> Examined:
    return examine(Index.of(ARTICLE, "en"), answer)


@pytest.mark.parametrize(
    ("answer", "english", "chinese"),
    [
        ("It closed.", "no numbers, dates, names or quotes", "没有数字、日期、名称和引语"),
        (
            "Jane Doe counted 1,187 people.",
            "1 number, 1 name; all are in the article",
            "1 个数字、1 个名称；原文均有",
        ),
        (
            "It employed nearly 1,200 people.",
            "1 number; all are in the article",
            "1 个数字；原文均有",
        ),
        (
            "Jane Doe saw 52 people, not 1,187.",
            "2 numbers, 1 name; 1 number is not in the article",
            "2 个数字、1 个名称；1 个数字原文未见",
        ),
        (
            "In 1987 52 people and 53 dogs met Tom Roe.",
            "2 numbers, 1 date, 1 name; 2 numbers, 1 date and 1 name are not in the article",
            "2 个数字、1 个日期、1 个名称；2 个数字、1 个日期和 1 个名称原文未见",
        ),
    ],
)
def test_one_line(answer: str, english: str, chinese: str) -> None:
    assert (told(found(answer), "en"), told(found(answer), "zh")) == (english, chinese)


def test_what_the_article_has_in_another_way_is_not_called_missing() -> None:
    examined = examine(Index.of("It took 39 years and £1,187.", "en"), "It took 39 days, not £52.")

    assert told(examined, "en") == (
        "2 numbers; 1 number is not in the article; 1 number differs from the article"
    )
    assert told(examined, "zh") == ("2 个数字；1 个数字原文未见；1 个数字与原文不同")


def test_nothing_missing_is_no_words() -> None:
    assert missing(found("Jane Doe left."), "en") == ""


def test_the_words_are_listed_up_to_six() -> None:
    assert listed(found("Jane Doe saw 52 dogs with Tom Roe.")) == "52; Tom Roe"
    many = " ".join(f"{number} dogs." for number in range(52, 60))
    assert listed(found(many)) == "52; 53; 54; 55; 56; 57; …"
