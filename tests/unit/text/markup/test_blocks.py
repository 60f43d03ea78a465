"""Blocks and spans: made from plain text, joined, put below a heading."""

from __future__ import annotations

from newsassistant.text.markup.blocks import (
    Code,
    Heading,
    Paragraph,
    Span,
    joined,
    lowered,
    plain_blocks,
    plain_spans,
    words_of,
)


def test_a_plain_text_becomes_its_paragraphs() -> None:
    text = "One *line*.\n  second \n\n \n<b>Two</b>\n"

    assert plain_blocks(text) == (
        Paragraph((Span("One *line*.\nsecond"),)),
        Paragraph((Span("<b>Two</b>"),)),
    )
    assert plain_blocks(" \n") == ()
    assert plain_spans("") == ()


def test_neighbours_of_one_face_are_one() -> None:
    spans = (Span("a"), Span(""), Span("b"), Span("c", strong=True), Span("d", code=True))

    assert joined(spans) == (Span("ab"), Span("c", strong=True), Span("d", code=True))
    assert words_of(spans) == "abcd"


def test_headings_go_below_the_one_above_and_no_deeper_than_six() -> None:
    blocks = (Heading(1, ()), Heading(5, ()), Code("x"))

    assert lowered(blocks, 2) == (Heading(3, ()), Heading(6, ()), Code("x"))
