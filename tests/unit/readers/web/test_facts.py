"""What pages say of themselves, and which headline follows."""

from __future__ import annotations

import json

import pytest

from newsassistant.readers.web.blocks import blocks_of
from newsassistant.readers.web.facts import Facts, facts_of, title_of
from newsassistant.readers.web.tree import build


def facts(source: str) -> Facts:
    """The facts of a page."""
    return facts_of(build(source), source)


def title(source: str) -> str:
    """The headline of a page."""
    root = build(source)
    return title_of(facts_of(root, source), blocks_of(root).likely())


OG = '<meta property="og:title" content="{}">'


@pytest.mark.parametrize(
    ("source", "headline"),
    [
        (
            OG.format("Pier grows") + "<title>Pier grows | Mail</title><h1>Long pier</h1>",
            "Pier grows",
        ),
        ("<title>Pier grows - The Mail</title><h1>Pier grows</h1>", "Pier grows"),
        ("<title>Pier grows - The Mail</title><h1>The Mail</h1>", "Pier grows"),
        ("<title>老码头加宽_西湾网</title><body><div>老码头加宽</div>", "老码头加宽"),
        ("<title>老码头 加宽 西湾网</title><body><div>老码头 加宽</div>", "老码头 加宽"),
        ("<title>老码头加宽--西湾网官网</title>", "老码头加宽"),
        ("<title>Pier-builders agree</title>", "Pier-builders agree"),
        ("<h1></h1><h1>Pier grows</h1>", "Pier grows"),
        # Cut off at a quotation mark that the page has not escaped.
        (
            OG.format("奖金！") + '<title>奖金！"大奖"揭晓_网</title><h1>奖金！"大奖"揭晓</h1>',
            '奖金！"大奖"揭晓',
        ),
        ("<title>A &amp; B</title>", "A & B"),
        ("", ""),
    ],
)
def test_headlines(source: str, headline: str) -> None:
    assert title(source) == headline


def test_two_witnesses_count_more_than_one() -> None:
    known = '{"@type": "NewsArticle", "headline": "Pier grows"}'
    linked = f'<script type="application/ld+json">{known}</script>'
    source = (
        OG.format("Pier grows - The Mail")
        + "<title>Pier grows - The Mail</title><h1>Pier grows</h1>"
    )

    assert title(source) == "Pier grows - The Mail"
    assert title(source + linked) == "Pier grows"


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ({"@type": "Person", "name": "Ann Roe"}, "Ann Roe"),
        ([{"name": "Ann Roe"}, {"name": "Tom Hale"}], "Ann Roe, Tom Hale"),
        ("By Ann Roe", "Ann Roe"),
        ({"name": "https://mail.example/roe"}, ""),
        ([[["Ann"]], 7, None], ""),
    ],
)
def test_authors_in_json(author: object, name: str) -> None:
    found = json.dumps({"@type": "Article", "author": author, "datePublished": "2026-03-04"})

    made = facts(f"<script type='application/ld+json'><!-- {found} --></script>")

    assert (made.author, made.dates) == (name, ["2026-03-04"] if made.dates else [])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[" * 5000,
        "null",
        "7",
        '{"@type": 5}',
        '{"@graph": [[[{"@type": "Article"}]]]}',
        "\ud800",
    ],
)
def test_json_that_is_no_good_says_nothing(text: str) -> None:
    made = facts(f"<script type='application/ld+json'>{text}</script>")

    assert (made.headlines, made.author, made.body) == ([], "", "")


def test_the_address() -> None:
    assert facts("<link rel=canonical href=https://a.example/x>").address == "https://a.example/x"
    assert facts('<meta property="og:url" content="https://a.example/y">').address.endswith("/y")
    saved = "<!-- saved from url=(0021)https://a.example/z -->"
    assert facts(saved).address == "https://a.example/z"
    assert facts("<link rel=canonical href='javascript:alert(1)'>").address == ""


def test_author_language_and_site() -> None:
    made = facts(
        "<html lang=zh-CN><meta name=author content='Ann Roe'>"
        "<meta property='og:site_name' content=Mail>"
    )

    assert (made.author, made.language, made.site) == ("Ann Roe", "zh-CN", "Mail")
    assert facts('<a rel="author" href=x>By Tom Hale</a>').author == "Tom Hale"
