"""Lines in reading order."""

from __future__ import annotations

from newsassistant.readers.columns import fits, gaps_of, lines_of
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
        ],
        (),
    )

    assert [(line.text, line.cells) for line in lines] == [
        ("Hello world | far", True),
        ("below", False),
    ]


def test_a_raised_sign_stays_in_its_line() -> None:
    lines = lines_of([piece("word", 0, 700), piece("2", 20.5, 705, size=7)], ())

    assert [line.text for line in lines] == ["word2"]


def test_three_columns() -> None:
    text = "a line of words"
    pieces = [
        piece(f"{text} {column}{row}", 150 * column, 700 - 14 * row)
        for row in range(6)
        for column in range(3)
    ]
    lines = lines_of(pieces, gaps_of(pieces))

    assert [line.text[-2:] for line in lines] == [f"{c}{r}" for c in range(3) for r in range(6)]
    assert [line.column for line in lines] == [0] * 6 + [1] * 6 + [2] * 6


def test_a_table_of_short_cells_is_no_columns() -> None:
    pieces = [piece(f"{c}{r}", 150 * c, 700 - 14 * r) for r in range(8) for c in range(3)]

    assert [line.text for line in lines_of(pieces, gaps_of(pieces))] == [
        f"0{r} | 1{r} | 2{r}" for r in range(8)
    ]


def test_a_page_without_anything_has_no_lines() -> None:
    assert (gaps_of([]), lines_of([], ())) == ((), [])


def test_the_gaps_of_another_page_fit_where_lines_stand_on_both_sides() -> None:
    left, right = piece("some words", 0, 700), piece("other words", 150, 700)
    over = piece("words that run over the gap", 0, 680, wide=9)

    assert fits([left] * 4 + [right, over], (140.0,))
    assert not fits([left] * 4, (140.0,))
    assert not fits([left, right, over, over], (140.0,))


def test_a_line_of_spread_words_has_no_cells_and_a_row_has() -> None:
    full = "words that fill their column wholly"
    spread = [piece("few", 0, 672), piece("spread", 60, 672), piece("words", 150, 672)]
    lines = [piece(full, 0, 700), piece(full, 0, 686), *spread, piece(full, 0, 658)]
    rows = [piece(word, at, y) for y in (644, 630) for word, at in (("a", 0), ("b", 170))]
    found = lines_of([*lines, *rows], ())

    assert [line.text for line in found[2:]] == ["few spread words", full, "a | b", "a | b"]


def test_the_short_end_of_a_headline_over_columns_stays_with_it() -> None:
    text = [piece("a line of many words", x, 640 - 14 * row) for row in range(6) for x in (0, 150)]
    head = [
        piece("A headline over both", 0, 700, size=20, wide=9),
        piece("columns", 150, 676, size=20),
    ]
    found = lines_of(head + text, gaps_of(head + text))

    assert [line.text for line in found[:3]] == [
        "A headline over both",
        "columns",
        "a line of many words",
    ]


def test_a_text_may_end_at_the_top_of_its_last_column() -> None:
    left = [piece("a line of many words", 0, 700 - 14 * row) for row in range(9)]
    end = [piece("that ends over here", 150, 700)]

    assert len(gaps_of(left + end)) == 1
    assert gaps_of([*left, piece("that ends over here", 150, 640)]) == ()
