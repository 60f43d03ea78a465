"""Blocks become the text and the headline."""

from __future__ import annotations

import pytest

from newsassistant.readers.outline import Block, Kind, assemble, table_blocks

LONG = "The council voted on Tuesday to close the bridge for repairs that will take two years. " * 2


def test_items_and_rows_are_lines_and_the_rest_paragraphs() -> None:
    kinds = (Kind.TEXT, Kind.ITEM, Kind.ITEM, Kind.ROW, Kind.ROW, Kind.HEADING)
    found = assemble([Block(f"{at}.", kind, 3) for at, kind in enumerate(kinds)])

    assert found.text == "0.\n\n1.\n2.\n\n3.\n4.\n\n5."


@pytest.mark.parametrize(
    ("blocks", "said", "title"),
    [
        ([Block("A", Kind.TITLE), Block("B", Kind.TITLE), Block(LONG)], "", "A B"),
        ([Block("A", Kind.HEADING, 1), Block("B", Kind.HEADING, 1), Block(LONG)], "", "A"),
        ([Block("A part.", Kind.HEADING, 2), Block(LONG)], "", ""),
        ([Block("Said so."), Block(LONG)], "said  SO.", "Said so."),
        ([Block(LONG)], "Said elsewhere", "Said elsewhere"),
        ([Block(LONG)], "Microsoft Word - draft.doc", ""),
        ([Block("5 May 2024"), Block("Bridge will close in June"), Block(LONG)], "", None),
        ([Block("A", Kind.TITLE)], "", ""),
    ],
)
def test_the_headline(blocks: list[Block], said: str, title: str | None) -> None:
    found = assemble(blocks, title=said)

    assert found.title == ("Bridge will close in June" if title is None else title)
    if found.title and found.title != said:
        assert found.title not in found.text.split("\n\n")


def test_a_strong_line_is_the_headline_only_among_others_that_are_not() -> None:
    strong = [Block("It will close.", strong=True), Block(LONG)]
    all_strong = [Block("It will close.", strong=True), Block("So it is.", strong=True)]

    assert assemble(strong).title == "It will close."
    assert assemble(all_strong).title == ""


def test_tables() -> None:
    def cell(text: str) -> list[Block]:
        return [Block(text)] if text else []

    facts = [[cell("Year"), cell(""), cell("12")], [cell(""), cell("")]]
    prose = [[cell(LONG * 2), cell("b")]]

    assert list(table_blocks(facts)) == [Block("Year | 12", Kind.ROW)]
    assert list(table_blocks(prose)) == [Block(LONG * 2), Block("b")]
    assert list(table_blocks([[cell("one")], [cell("two")]])) == [Block("one"), Block("two")]


@pytest.mark.parametrize(
    "rows",
    [
        [["Date", "Source", "Author"], ["6 May 2024", "Example Press", "Ann Roe"]],
        [["Date:", "2024-05-06"], ["来源：", "Example Press"], ["By", "Ann Roe"]],
    ],
)
def test_a_table_of_the_articles_facts_is_no_text(rows: list[list[str]]) -> None:
    blocks = list(table_blocks([[[Block(cell)] for cell in row] for row in rows]))
    found = assemble([Block(LONG), *blocks], author="Desk", date="2020-01-01")

    assert found.text == LONG.strip()
    assert (found.date, found.source, found.author) == ("2024-05-06", "Example Press", "Ann Roe")


@pytest.mark.parametrize(
    "rows",
    [
        [["Date", "Deaths"], ["2024-05-06", "12"]],
        [["Date", "Source"], ["2024-05-06", "A"], ["2024-05-07", "B"]],
        [["Date", "soon"], ["Source", "A"]],
    ],
)
def test_a_table_of_anything_else_is_text(rows: list[list[str]]) -> None:
    blocks = list(table_blocks([[[Block(cell)] for cell in row] for row in rows]))

    assert [block.text for block in blocks] == [" | ".join(row) for row in rows]


@pytest.mark.parametrize(
    ("lines", "author"),
    [
        (["By Ann Roe", LONG], "Ann Roe"),
        (["14 May 2026", "BY Ann Roe and John Doe", LONG], "Ann Roe and John Doe"),
        (["\u672c\u62a5\u8bb0\u8005 \u5f20\u4e09", LONG], "\u5f20\u4e09"),
        ([LONG, "By Ann Roe"], "typist"),
        (
            ["By Monday Anna Roe and all others will be there, she said.", LONG],
            "typist",
        ),
        (["By the river", LONG], "typist"),
        ([LONG], "typist"),
    ],
)
def test_a_byline_below_the_headline_names_the_author(lines: list[str], author: str) -> None:
    """Before the properties, which name whoever typed it; and it stays where it was."""
    blocks = [Block("Bridge will close in June", Kind.TITLE), *map(Block, lines)]
    found = assemble(blocks, author="typist")

    assert found.author == author
    assert all(line.strip() in found.text for line in lines)
