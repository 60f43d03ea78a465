"""A document as a web page: nothing in it is active, whatever the texts hold."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsassistant.writers import webpage
from tests.unit.writers.documents import HOSTILE, document, hostile, noted, small

TAGS = {
    *("html", "head", "meta", "title", "style", "body", "p", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("pre", "code", "hr", "blockquote", "ul", "ol", "li", "table", "tr", "th", "td"),
    *("em", "strong", "s", "sup", "a"),
}
ATTRIBUTES = {
    *("charset", "http-equiv", "content", "name", "lang", "class", "dir", "start", "scope"),
    *("id", "href"),
}


class Looker(HTMLParser):
    """What elements and attributes a browser would make of a page."""

    def __init__(self, page: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.metas: dict[str, str] = {}
        self.links: set[str] = set()
        self.places: list[str] = []
        self.feed(page.decode("utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        found = {name: value or "" for name, value in attrs}
        self.attributes |= set(found)
        self.links |= {found["href"]} if "href" in found else set()
        self.places += [found["id"]] if "id" in found else []
        if tag == "meta":
            self.metas[found.get("name", found.get("http-equiv", ""))] = found.get("content", "")


def test_the_text_is_there() -> None:
    page = webpage.write(document()).decode()

    assert page.index("本内容由人工智能生成合成") < page.index("<h1")
    for piece in (
        "<strong>£1.2bn</strong> over <em>three</em> years; see the plan (https://example.org/plan)",
        '<ul><li dir="auto">one</li><li dir="auto">two<ul><li dir="auto">two a</li></ul>',
        '<ol start="1"><li dir="auto">first</li>',
        "<pre><code>x = &quot;&lt;b&gt;&quot;</code></pre>",
        '<th scope="col" dir="auto">Year</th>',
        '<th scope="row" dir="auto">Sha256</th>',
    ):
        assert piece in page, piece


def test_facts_are_metadata() -> None:
    metas = Looker(webpage.write(document())).metas

    assert metas["article-sha256"] == "ab" * 32
    assert metas["author"] == "Ann Lee"
    assert json.loads(metas["AIGC"])["ContentProducer"] == "Desk"
    assert "AIGC" not in Looker(webpage.write(small("a"))).metas


def test_the_policy_lets_nothing_through_but_the_style_sheet() -> None:
    page = webpage.write(document()).decode()
    style = re.search("<style>(.*?)</style>", page, re.S)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()

    policy = Looker(page.encode()).metas["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert f"'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert "url(" not in style[1]


def test_notes_stand_behind_the_text_and_lead_to_their_words() -> None:
    page = webpage.write(noted("Ann **Lee** paid 5.", "Lee", "5")).decode()

    sign = '<sup id="words-{0}"><a href="#note-{0}">[{0}]</a></sup>'
    assert f"<strong>Lee</strong>{sign.format(1)} paid 5{sign.format(2)}." in page
    note = '<li id="note-2" dir="auto"><a href="#words-2">5</a> No 5.</li>'
    assert page.index("paid 5") < page.index(note) < page.index("Headline")
    assert "<sup" not in webpage.write(document()).decode()


def check_inert(page: bytes) -> None:
    seen = Looker(page)
    assert set(seen.tags) <= TAGS
    assert seen.attributes <= ATTRIBUTES
    assert seen.tags.count("body") == 1
    assert sorted(seen.places) == ["note-1", "words-1"]
    assert seen.links == {"#note-1", "#words-1"}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_inert(text: str) -> None:
    check_inert(webpage.write(hostile(text)))


@given(st.text(alphabet="<>/\"'=&;!-[]() \nabimgscriptonerr*_`#|", max_size=80))
def test_any_text_is_inert(text: str) -> None:
    check_inert(webpage.write(hostile(text)))
