"""The source of a web page becomes its text; plain texts that mention tags stay."""

from __future__ import annotations

import random
import time

import pytest

from newsassistant.text.articles.page import decode_entities, is_page, text_of_page

PAGE = (
    "<!DOCTYPE html><html><head><title>Pier to grow</title><style>p{color:red}</style>"
    "<script>var x=99999;</script></head><body><nav>Home | Sport</nav><h1>Pier to grow</h1>"
    "<p>The council of Westmere agreed to widen the pier by 1,200&nbsp;metres; "
    "it&rsquo;s &pound;5m.</p></body></html>"
)


def test_the_page_of_the_trials() -> None:
    assert is_page(PAGE)
    assert text_of_page(PAGE) == (
        "Pier to grow\n\nThe council of Westmere agreed to widen the pier by 1,200\u00a0metres; "
        "it’s £5m."
    )


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<div>One<br>Two</div>", "One\nTwo"),
        ("<ul><li>a<li>b</ul>", "• a\n• b"),
        ("<html><body><p>a<!-- no -->b</p></body>", "ab"),
        ("<html><body><script>if (a < b) x('</p>')</script><p>t</p>", "t"),
        ("<html><body><p hidden>no</p><p style='display: none'>no</p><p>yes</p>", "yes"),
        ("<html><body><span aria-hidden=true>no</span><p>yes</p>", "yes"),
        ("<html><head><title>T</title><body><p>body</p>", "T\n\nbody"),
        ("<html><title>T</title><body><h1>Heading</h1><p>b</p>", "Heading\n\nb"),
        ("<html><body><form><p>in a form</p></form></body>", "in a form"),
        ('<html><body><p title="a > b">x</p>', "x"),
        ("<html><body><p>1 < 2 and 3 > 2</p>", "1 < 2 and 3 > 2"),
        ("<html><body><nav><ul><li>menu</ul></nav><p>x</p>", "x"),
        ("<html><body><p>cut in the mid", "cut in the mid"),
        ("<html><body><p>a</p><p", "a\n\n<p"),
        ("<html><body><pre>a\n  b</pre>", "a\nb"),
        ("<html><body><p>a\n  b</p>", "a b"),
    ],
)
def test_parts_of_pages(source: str, text: str) -> None:
    assert is_page(source)
    assert text_of_page(source) == text


def test_the_article_of_a_page_is_taken_if_it_holds_most_words() -> None:
    around = "<p>Read more</p>"
    article = "<article><h1>Pier</h1><p>" + "The pier grows. " * 20 + "</p></article>"

    assert "Read more" not in text_of_page(f"<html><body>{around}{article}{around}")
    assert "Read more" in text_of_page(f"<html><body>{around * 90}{article}")


@pytest.mark.parametrize(
    "text",
    [
        "Use <b> for bold text, and <i>italics</i>.",
        "if a < b and c > d then",
        "<table> is a tag. <tr> is another.",
        "The <html> element is the root.",
        "x <y> z",
        "List<String> and Map<Key, Value> are types",
        "<3 to all of you",
    ],
)
def test_a_text_that_mentions_tags_is_no_page(text: str) -> None:
    assert not is_page(text)


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        ("The council&#8217;s plan &amp; the port&rsquo;s", "The council’s plan & the port’s"),
        ("&pound;5m for 1,200&nbsp;metres", "£5m for 1,200\u00a0metres"),
        ("&ldquo;Done,&rdquo; it said", "“Done,” it said"),
        ("it&#x2019;s", "it’s"),
        ("AT&amp;T is written so", "AT&amp;T is written so"),
        ("The entity &rsquo; is a quotation mark", "The entity &rsquo; is a quotation mark"),
        ("R&D; sales&marketing;", "R&D; sales&marketing;"),
        ("a & b; c", "a & b; c"),
    ],
)
def test_entities_in_plain_text(text: str, decoded: str) -> None:
    assert decode_entities(text) == decoded


def test_letters_that_grow_in_lower_case_move_nothing() -> None:
    page = (
        "<html><body><p>" + "İ" * 60 + "</p><SCRIPT>x</Script><p>Next</p><p>End</p></body></html>"
    )

    assert text_of_page(page) == "İ" * 60 + "\n\nNext\n\nEnd"


@pytest.mark.parametrize(
    "unit",
    [
        "<",
        "<a",
        "<a ",
        "<!--",
        "<![",
        "<!",
        "<?",
        "&",
        "&#",
        "</",
        "<p>",
        "<nav>",
        "</x>",
        "<a b='",
        "<a b='>",
        "<article>",
        "<script>",
        "<title>",
        "<![CDATA[",
        "<a b=c ",
        "<svg><style>",
        "<a/",
    ],
)
def test_hostile_pages_are_read_in_linear_time(unit: str) -> None:
    source = "<html><nav>" + unit * (400_000 // len(unit))
    start = time.monotonic()
    for function in (text_of_page, is_page, decode_entities):
        function(source)

    assert time.monotonic() - start < 20  # Python's own parser: minutes to hours


def test_mangled_pages_raise_nothing() -> None:
    chance = random.Random(6)
    for _ in range(300):
        start = chance.randrange(len(PAGE))
        mangled = PAGE[start:] + "".join(chance.choices("<>/!\"'&;=- ap", k=30)) + PAGE[:start]
        assert isinstance(text_of_page(mangled), str)
