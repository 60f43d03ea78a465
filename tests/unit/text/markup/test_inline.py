"""The marks within a paragraph: faces, links, pictures, entities, and what stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsassistant.text.markup.blocks import Span, words_of
from newsassistant.text.markup.inline import spans_of


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("a **b** c", [Span("a "), Span("b", strong=True), Span(" c")]),
        ("*a* _b_", [Span("a", emphasis=True), Span(" "), Span("b", emphasis=True)]),
        ("***a***", [Span("a", strong=True, emphasis=True)]),
        ("~~a~~ ~b~", [Span("a", struck=True), Span(" ~b~")]),
        ("`*a*` ``b`c``", [Span("*a*", code=True), Span(" "), Span("b`c", code=True)]),
        ("`` ` ``", [Span("`", code=True)]),
        ("snake_case_name and 2*3*4", [Span("snake_case_name and 2"), Span("3", emphasis=True),
                                       Span("4")]),
        ("2 * 3 * 4", [Span("2 * 3 * 4")]),
        ("**open", [Span("**open")]),
        ("a*", [Span("a*")]),
        (r"\*a\* \\ \d", [Span(r"*a* \ \d")]),
        # Chinese has no spaces: marks beside its punctuation count all the same.
        ("他说**“真的”**。", [Span("他说"), Span("“真的”", strong=True), Span("。")]),
        ("**重点：**内容", [Span("重点：", strong=True), Span("内容")]),
    ],
)  # fmt: skip
def test_faces(text: str, spans: list[Span]) -> None:
    assert list(spans_of(text)) == spans


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("see [the plan](https://a.org/x 'T')", "see the plan (https://a.org/x)"),
        ("[https://a.org](https://a.org)", "https://a.org"),
        ("[a.org](https://a.org/)", "a.org"),
        ("[me](<mailto:me@a.org>)", "me (mailto:me@a.org)"),
        ("<https://a.org/x>", "https://a.org/x"),
        ("![a map](file:///etc/passwd)", "a map"),
        ("[![logo](x.png)](https://a.org)", "logo (https://a.org)"),
        ("[tap](javascript:alert(1))", "tap (javascript:alert(1))"),
        ("[a][b] [c] ]( [d](e", "[a][b] [c] ]( [d](e"),
        ("[a](" + "x" * 300 + ")", "a (" + "x" * 199 + "…)"),
        ("<b>bold</b> <img src=x>", "<b>bold</b> <img src=x>"),
        ("&amp;lt; &#65; &nosuch; &#x202e;x", "&lt; A &nosuch; x"),
        ("[gnp\u202e](a)", "gnp\u202e (a)"),
    ],
)
def test_nothing_leads_anywhere(text: str, words: str) -> None:
    assert words_of(spans_of(text)) == words


@given(st.text(alphabet="ab*_~`[]()!<>\\& \n“。字", max_size=60))
def test_any_text_is_taken_and_no_letter_of_it_is_lost(text: str) -> None:
    words = words_of(spans_of(text))

    assert words.count("字") >= text.count("字") - text.count("](")
    assert spans_of(text) == spans_of(text)


@pytest.mark.parametrize("piece", ["*a ", "_a_", "[", "[a](", "`", "**a* ", "*_~~", "](", "&a"])
def test_many_marks_cost_their_number(piece: str) -> None:
    """With the square of it, a hundred thousand would not end within the time of a test."""
    assert spans_of(piece * (100_000 // len(piece)))
