"""The article of a page: its paragraphs and facts, nothing that stands around them."""

from __future__ import annotations

import json

import pytest

from newsassistant.core.errors import InputError
from newsassistant.readers.web.page import read
from tests.unit.readers.web.pages import (
    CHINESE,
    CHINESE_TEXT,
    ENGLISH,
    ENGLISH_TEXT,
    paragraphs,
    teasers,
)

HOSTILE = {
    "nested": "<div>" * 60_000,
    "lists": "<ul><li>" * 40_000,
    "tables": "<table><tr><td>" * 20_000,
    "links": "<a href=x><p>" * 30_000,
    "bold": "".join(f"<b a={number}>" for number in range(2000)) + "<p>x" * 20_000,
    "attributes": "<p " + " ".join(f"a{number}=1" for number in range(60_000)) + ">x",
    "attribute": f'<p title="{"x" * 400_000}">x',
    "open": "<" * 200_000,
    "comments": "<!--" * 80_000,
    "ends": "<div>" * 10_000 + "</x></b></p>" * 20_000,
    "breaks": "a, b<br>" * 20_000,
    "json": '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
    "title": f"<title>{'a - ' * 60_000}</title>",
    "cells": "<table>" + "<tr><td>ab<td>cd" * 10_000,
    "headlines": "<h3><a href=x>A linked headline, one of many</a></h3>" * 5000,
}


def test_an_english_page() -> None:
    reading = read(ENGLISH.encode(), "pier.html")

    assert reading.text == "\n\n".join(ENGLISH_TEXT)
    assert (reading.title, reading.author) == ("Westmere to widen its pier", "Tom Hale")
    assert (reading.date, reading.source) == ("2026-03-04T09:30:00Z", "https://mail.example/pier")
    assert (reading.language, reading.encoding, reading.warnings) == ("en-GB", "utf-8", ())


def test_a_chinese_page_that_says_little_of_itself() -> None:
    reading = read(CHINESE.encode("gb18030"), "pier.html")

    assert reading.text == "\n\n".join([*CHINESE_TEXT, "责任编辑：周远"])
    assert (reading.title, reading.author) == ("西湾镇将加宽老码头", "林小海")
    assert (reading.date, reading.source) == ("2026-03-04T09:30", "西湾日报")
    assert reading.encoding == "gb18030"  # whatever it declares


@pytest.mark.parametrize("source", [ENGLISH, CHINESE])
def test_names_of_classes_help_but_are_not_needed(source: str) -> None:
    bare = source.replace("class=", "data-a=").replace("id=", "data-b=")

    whole, reading = read(source.encode(), "a.html"), read(bare.encode(), "b.html")

    assert all(text in reading.text for text in whole.text.split("\n\n"))
    assert "road number 3" not in reading.text
    assert "第3条" not in reading.text


def test_a_short_article_among_many_teasers() -> None:
    page = f"<body><div>{teasers(12)}</div><div>{paragraphs(ENGLISH_TEXT)}</div></body>"

    assert read(page.encode(), "a.html").text == "\n\n".join(ENGLISH_TEXT)


def test_a_page_that_shows_only_the_beginning() -> None:
    body = "\n".join(ENGLISH_TEXT * 2)
    facts = {"@graph": [{"@type": ["NewsArticle"], "headline": "Pier", "articleBody": body}]}
    page = (
        f'<body><script type="application/ld+json">{json.dumps(facts)}</script>'
        f"<p>{ENGLISH_TEXT[0]}</p><p>Subscribe to read on.</p>"
    )

    reading = read(page.encode(), "a.html")

    assert (reading.title, reading.text) == ("Pier", body.replace("\n", "\n\n"))


def test_a_page_without_sentences_is_read_whole() -> None:
    page = "<body><h1>Results</h1><p>Westmere 2</p><p>Eastmere 1</p><script>x</script>"

    reading = read(page.encode(), "a.html")

    assert (reading.title, reading.text) == ("Results", "Westmere 2\n\nEastmere 1")


@pytest.mark.parametrize("source", ["", "<html></html>", "<div id=app></div>"])
def test_a_page_without_words_has_no_text(source: str) -> None:
    assert read(source.encode(), "a.html").text == ""


def test_what_was_fetched_from_somewhere_says_so() -> None:
    reading = read(ENGLISH.encode(), "pier.html", address="https://mail.example/pier?from=feed")

    assert reading.source == "https://mail.example/pier?from=feed"


def test_places_that_cannot_be_read_are_said() -> None:
    cut = ENGLISH.encode().replace("“A pier".encode(), "“A pier".encode()[1:])

    reading = read(cut, "pier.html")

    assert reading.warnings == ("encoding-damaged",)
    assert ENGLISH_TEXT[0] in reading.text


def test_no_page_at_all() -> None:
    with pytest.raises(InputError) as caught:
        read(b"%PDF-1.7 \x00\x01", "a.html")

    assert caught.value.code == "file-not-text"


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_are_read_and_bounded(name: str) -> None:
    source = HOSTILE[name] + f"<p>{ENGLISH_TEXT[0]}</p>"

    reading = read(source.encode(), "a.html")

    assert len(reading.text) <= len(source)
    assert "<p>Some" not in reading.text
