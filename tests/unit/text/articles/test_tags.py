"""The source of a page falls into tags, texts and raw contents."""

from __future__ import annotations

import pytest

from newsassistant.text.articles.tags import LONGEST_ATTRIBUTES, tokens


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<P Class=a>x</P >", [("start", "p", " Class=a"), ("text", "x", ""), ("end", "p", " ")]),
        ("a&amp;b", [("text", "a&b", "")]),
        ("1 < 2", [("text", "1 ", ""), ("text", "<", ""), ("text", " 2", "")]),
        ("<!-- <p> --><!doctype html><?x?>y", [("text", "y", "")]),
        ('<p a="x>y">z', [("start", "p", ' a="x>y"'), ("text", "z", "")]),
        (
            "<script>a<b</SCRIPT>",
            [("start", "script", ""), ("raw", "a<b", ""), ("end", "script", "")],
        ),
        (
            "<title>a &lt; b</title>",
            [("start", "title", ""), ("text", "a < b", ""), ("end", "title", "")],
        ),
        ("<p", [("text", "<", ""), ("text", "p", "")]),
    ],
)
def test_tokens(source: str, found: list[tuple[str, str, str]]) -> None:
    assert list(tokens(source)) == found


def test_long_attributes_are_cut() -> None:
    (_, name, attributes), *_ = tokens(f'<p a="{"x" * 9000}">')

    assert (name, len(attributes)) == ("p", LONGEST_ATTRIBUTES)


def test_signs_that_never_become_a_tag_take_no_time_each() -> None:
    source = "<" * 200_000 + "<p>end</p>"

    assert ("text", "end", "") in list(tokens(source))
