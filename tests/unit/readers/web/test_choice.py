"""Which blocks are the article: told by where the prose is, not by names of sites."""

from __future__ import annotations

from newsassistant.readers.web.blocks import blocks_of
from newsassistant.readers.web.choice import article_of
from newsassistant.readers.web.tree import build
from tests.unit.readers.web.pages import CHINESE_TEXT, ENGLISH_TEXT, paragraphs, teasers


def article(source: str, title: str = "") -> list[str]:
    """The texts of the chosen blocks."""
    return [block.text for block in article_of(blocks_of(build(source)).likely(), title)]


def test_the_element_with_the_paragraphs() -> None:
    other = "<div><p>Write to us, at any time.</p></div>"
    page = f"<div><div>{paragraphs(ENGLISH_TEXT)}</div>{other}</div>"

    assert article(page) == list(ENGLISH_TEXT)


def test_an_article_in_parts_of_one_element() -> None:
    parts = "".join(f"<section><h2>Part</h2><p>{text}</p></section>" for text in ENGLISH_TEXT)

    assert article(f"<div>{parts}</div><div><p>Write to us, at any time.</p></div>") == [
        line for text in ENGLISH_TEXT for line in ("Part", text)
    ]


def test_an_article_in_a_cell_of_a_table() -> None:
    page = (
        "<table><tr><td><a href=/>首页</a></td><td>"
        + "<br>".join(CHINESE_TEXT)
        + "</td></tr><tr><td>西湾网，联系我们：西湾镇码头路一号。</td></tr></table>"
    )

    assert article(page) == list(CHINESE_TEXT)


def test_paragraphs_made_alike_elsewhere_belong_to_it() -> None:
    texts = (*ENGLISH_TEXT, *CHINESE_TEXT)
    one, *others = (f'<p class="story-text">{text}</p>' for text in texts)
    film = "<div><p>Watch our film, it is short.</p></div>"
    page = f"<div>{one}</div>{film}<div>{''.join(others)}</div>"

    assert article(page) == list(texts)


def test_teasers_weigh_little_and_are_left_out() -> None:
    assert article(f"<div>{paragraphs(ENGLISH_TEXT)}{teasers(5)}</div>") == list(ENGLISH_TEXT)
    assert article(f"<div>{teasers(9)}</div><div>{paragraphs(ENGLISH_TEXT)}</div>") == list(
        ENGLISH_TEXT
    )


def test_a_list_of_links_in_an_article_is_left_out() -> None:
    links = "<ul><li><a href=a>Storm closes road</a><li><a href=b>School reopens</a></ul>"

    assert article(f"<div>{paragraphs(ENGLISH_TEXT)}{links}</div>") == list(ENGLISH_TEXT)


def test_of_several_articles_the_one_with_the_title() -> None:
    whole = "".join(
        f"<article><h1>{title}</h1>{paragraphs(texts)}</article>"
        for title, texts in (("Pier to grow", ENGLISH_TEXT), ("老码头", CHINESE_TEXT))
    )

    assert article(whole, "Pier to grow") == ["Pier to grow", *ENGLISH_TEXT]
    assert article(whole, "老码头") == ["老码头", *CHINESE_TEXT]
    assert len(article(whole, "Neither")) == 2 + len(ENGLISH_TEXT) + len(CHINESE_TEXT)


def test_a_page_without_prose_has_no_article() -> None:
    assert article("<p>Westmere 2<p>Eastmere 1") == []
