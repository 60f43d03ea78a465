"""Columns stand below each other in any script."""

from __future__ import annotations

from newsassistant.cli.shared.tables import table, width


def test_columns_are_as_wide_as_their_widest_cell() -> None:
    assert table([("ID", "NAME", "X"), ("a", "long name", ""), ("bcd", "n", "y")]) == (
        "ID   NAME       X\na    long name\nbcd  n          y\n"
    )


def test_chinese_takes_two_columns() -> None:
    assert (width("新闻"), width("news"), width("，")) == (4, 4, 2)
    assert table([("新闻", "a"), ("news!", "b")]) == "新闻   a\nnews!  b\n"


def test_nothing_is_no_table() -> None:
    assert table([]) == ""


def test_a_cell_steers_no_terminal() -> None:
    hostile = "Wire\x1b]0;owned\x07\x1b[2J\nsecond \x9b31mline\u202e"

    assert table([("NAME", "X"), (hostile, "y")]).splitlines() == [
        "NAME                            X",
        "Wire]0;owned[2J second 31mline  y",
    ]
