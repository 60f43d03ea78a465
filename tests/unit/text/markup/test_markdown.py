"""Blocks of Markdown: what models write, well and badly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsassistant.text.markup.blocks import (
    Block,
    Code,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Span,
    Table,
)
from newsassistant.text.markup.markdown import MOST_COLUMNS, parse


def words(text: str) -> Paragraph:
    return Paragraph((Span(text),))


def item(text: str, *more: Block) -> tuple[Block, ...]:
    return (words(text), *more)


def test_headings_of_both_kinds() -> None:
    text = "# One #\n##Two\n### \nThree\n===\nFour\n--"

    assert parse(text) == (
        Heading(1, (Span("One"),)),
        words("##Two"),
        Heading(3, ()),
        Heading(1, (Span("Three"),)),
        Heading(2, (Span("Four"),)),
    )


def test_a_line_that_was_begun_stays_a_line() -> None:
    text = "Subject: x  \nDear \\\nall\n\nEnd"

    assert parse(text) == (words("Subject: x\nDear\nall"), words("End"))


@pytest.mark.parametrize("mark", ["-", "*", "+"])
def test_bullets(mark: str) -> None:
    text = f"Facts:\n{mark} a\n{mark} b\n\n{mark} c"

    assert parse(text) == (words("Facts:"), Listing((item("a"), item("b"), item("c"))))


def test_numbers_begin_where_they_say() -> None:
    assert parse("3. a\n4. b\n\n1) c") == (
        Listing((item("a"), item("b")), 3),
        Listing((item("c"),), 1),
    )


def test_a_year_at_the_start_of_a_line_is_no_list() -> None:
    assert parse("It was in\n2026. And then") == (words("It was in\n2026. And then"),)


def test_lists_within_lists_even_where_the_margin_is_too_small() -> None:
    inner = Listing((item("x"), item("y")))

    assert parse("1. a\n  - x\n  - y\n2. b") == (Listing((item("a", inner), item("b")), 1),)


def test_an_item_of_several_blocks() -> None:
    text = "- a\n  goes on\n\n  second\n\n      code\n- b\nlazy\n\nend"

    assert parse(text) == (
        Listing(((words("a\ngoes on"), words("second"), words("code")), item("b\nlazy"))),
        words("end"),
    )


def test_empty_items() -> None:
    assert parse("-\n- a\n-") == (Listing(((), item("a"), ())),)


def test_quotes_code_and_rules() -> None:
    text = "> a\n> - b\n\n```py\n*x*\n~~~\n```\n---\n~~~\nopen"

    assert parse(text) == (
        Quote((words("a"), Listing((item("b"),)))),
        Code("*x*\n~~~"),
        Rule(),
        Code("open"),
    )


def test_tables() -> None:
    text = "Sums:\n| Year | *Sum* |\n|---|:-:|\n| 2026 | 4 \\| 5 | more |\n| 2027 |\nend"

    assert parse(text) == (
        words("Sums:"),
        Table(
            (
                ((Span("Year"),), (Span("Sum", emphasis=True),)),
                ((Span("2026"),), (Span("4 | 5"),)),
                ((Span("2027"),), ()),
            )
        ),
        words("end"),
    )


def test_what_only_looks_like_a_table_stays_text() -> None:
    assert parse("a | b\n---") == (Heading(2, (Span("a | b"),)),)
    wide = "|".join("a" * (MOST_COLUMNS + 1))
    assert isinstance(parse(wide + "\n" + "|".join("-" * (MOST_COLUMNS + 1)))[0], Paragraph)


def test_html_and_definitions_are_text() -> None:
    text = "<script>alert(1)</script>\n\n[a]: https://a.org"

    assert parse(text) == (words("<script>alert(1)</script>"), words("[a]: https://a.org"))


def test_what_cannot_be_seen_is_gone() -> None:
    assert parse("a\u202e\0\ud800b\r\nc") == (words("ab\nc"),)


@given(st.text(alphabet="a1.)#->*+|:`~= \n\t\\[字", max_size=80))
def test_any_text_is_markdown(text: str) -> None:
    parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "> " * 50_000,
        "\n".join(" " * depth + "- a" for depth in range(400)),
        "|a" * 50_000 + "\n" + "|-" * 50_000,
        "a|b\n-|-\n" * 10_000,
        "a|\n" * 30_000,
        "- - " * 20_000 + "x",
        " " * 100_000 + "x",
        "```\n" * 20_000,
        "- a\n\n" * 20_000,
    ],
)
def test_large_and_hostile_texts_cost_their_length(text: str) -> None:
    assert parse(text)
