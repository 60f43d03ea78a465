"""Lines in reading order."""

from __future__ import annotations

from newsassistant.readers.columns import lines_of
from newsassistant.readers.pages import Piece


def piece(text: str, left: float, y: float, *, size: float = 12.0, wide: float = 5.0) -> Piece:
    return Piece(text, left, left + wide * len(text), y, size)


def test_pieces_of_a_line_are_joined_and_cells_are_marked() -> None:
    lines = lines_of(
        [
            piece("world", 28, 700),
            piece("Hello", 0, 700),
            piece("far", 200, 700),
            piece("below", 0, 680),
        ]
    )

    assert [(line.text, line.cells) for line in lines] == [
        ("Hello world | far", True),
        ("below", False),
    ]


def test_a_raised_sign_stays_in_its_line() -> None:
    lines = lines_of([piece("word", 0, 700), piece("2", 20.5, 705, size=7)])

    assert [line.text for line in lines] == ["word2"]


def test_three_columns() -> None:
    text = "a line of words"
    pieces = [
        piece(f"{text} {column}{row}", 150 * column, 700 - 14 * row)
        for row in range(6)
        for column in range(3)
    ]
    lines = lines_of(pieces)

    assert [line.text[-2:] for line in lines] == [f"{c}{r}" for c in range(3) for r in range(6)]
    assert [line.column for line in lines] == [0] * 6 + [1] * 6 + [2] * 6


def test_a_table_of_short_cells_is_no_columns() -> None:
    pieces = [piece(f"{c}{r}", 150 * c, 700 - 14 * r) for r in range(8) for c in range(3)]

    assert [line.text for line in lines_of(pieces)] == [f"0{r} | 1{r} | 2{r}" for r in range(8)]


def test_a_page_without_anything_has_no_lines() -> None:
    assert lines_of([]) == []
