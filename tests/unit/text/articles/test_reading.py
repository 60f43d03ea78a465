"""What was read, tidied, and as JSON."""

from __future__ import annotations

import json

import pytest

from newsassistant.core.outside import UnfitError
from newsassistant.text.articles.reading import (
    Reading,
    body_of,
    date_of,
    document_title,
    from_facts,
    iso_date,
    person,
    spoken_language,
    tidy,
    to_facts,
)

FULL = Reading(
    "Text.", "Title", "Ann", "2024-05-06", "http://x", "en", "utf-8", ("several-stories",)
)


def test_a_reading_comes_back_from_json() -> None:
    assert from_facts(json.loads(json.dumps(to_facts(FULL)))) == FULL


@pytest.mark.parametrize(
    "change",
    [{"text": None}, {"title": 5}, {"title": "x" * 9999}, {"warnings": "x"}, {"warnings": [1]}],
)
def test_what_is_none_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(UnfitError):
        from_facts({**to_facts(FULL), **change})


def test_facts_are_one_harmless_line() -> None:
    found = tidy(
        Reading(
            "a\u200bb\r\n\r\n\r\nc\ud800",
            "T\x1b[1m\n x\u200b",
            "A" * 999,
            "5 May",
            warnings=("a", "a"),
        )
    )

    assert (found.text, found.title, found.date) == ("ab\n\nc", "T[1m x", "")
    assert (len(found.author), found.warnings) == (500, ("a",))


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024-05-06", "2024-05-06"),
        ("2024-05-06T07:08:09.123+01:00", "2024-05-06T07:08:09+01:00"),
        ("2024-05-06 07:08Z", "2024-05-06T07:08Z"),
        ("2024-15-06", ""),
        ("6 May 2024", ""),
    ],
)
def test_dates(text: str, date: str) -> None:
    assert iso_date(text) == date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024-05-06", "2024-05-06"),
        ("2024年5月6日", "2024-05-06"),
        ("2024/5/6", "2024-05-06"),
        ("6 May 2024", "2024-05-06"),
        ("Monday, May 6, 2024", "2024-05-06"),
        ("Sept. 6, 2024", "2024-09-06"),
        ("6 Brumaire 2024", ""),
        ("on 2024-05-06", ""),
        ("yesterday", ""),
    ],
)
def test_dates_as_people_write_them(text: str, date: str) -> None:
    assert date_of(text) == date


def test_what_programs_write_in_the_place_of_people_and_titles() -> None:
    assert [person(name) for name in ("Ann  Roe", "python-docx", "Admin")] == ["Ann Roe", "", ""]
    assert [document_title(name) for name in ("A  fact", "untitled-3", "Document1", "a.docx")] == [
        "A fact",
        "",
        "",
        "",
    ]


def test_the_body_is_without_the_headline() -> None:
    assert body_of(Reading("Title\n\nText.", "Title")) == "Text."
    assert body_of(Reading("Text.", "Title")) == "Text."


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [("Text", "", "en"), ("Text", "de-DE", "de"), ("中文", "de", "zh"), ("Text", "zh", "en")],
)
def test_the_language_is_what_is_read_or_declared(text: str, declared: str, language: str) -> None:
    assert spoken_language(Reading(text, language=declared)) == language
