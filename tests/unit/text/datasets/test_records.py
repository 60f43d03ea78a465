"""Rows in any container: what is read, and where what cannot be read is said to be."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from newsassistant.text.datasets.records import BadRow, Record, records_of, records_of_cells

A, B = {"a": "one"}, {"a": "two"}


def read(text: str) -> tuple[list[tuple[int, Any]], list[int]]:
    """(line, value) of the rows, and the lines of the bad ones."""
    rows = list(records_of(text))
    good = [(row.line, row.value) for row in rows if isinstance(row, Record)]
    return good, [row.line for row in rows if isinstance(row, BadRow)]


def bad(text: str) -> list[BadRow]:
    return [row for row in records_of(text) if isinstance(row, BadRow)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('{"a": "one"}\n{"a": "two"}', [1, 2]),
        ('\n{"a": "one"}\r\n\r\n{"a": "two"}\r\n', [2, 4]),
        ('{"a": "one"},\n{"a": "two"},\n', [1, 2]),
        ('{"a": "one"} {"a": "two"}', [1, 1]),
        ('{\n  "a": "one"\n}\n{\n  "a": "two"\n}\n', [1, 4]),
        ('[{"a": "one"}, {"a": "two"}]', [1, 1]),
        ('[\n{"a": "one"},\n{"a": "two"},\n]\n', [2, 3]),
        ('[\n  {\n    "a": "one"\n  },\n  {\n    "a": "two"\n  }\n]', [2, 5]),
        ('[{"a": "one"}\n{"a": "two"}]', [1, 2]),
        ('{"a": "one",}\n{\n"a": "two",\n}\n', [1, 2]),
        ('{"version": "1.0", "n": 2,\n"data": [{"a": "one"},\n{"a": "two"}], "x": 1}', [2, 3]),
    ],
)
def test_objects_in_any_layout(text: str, lines: list[int]) -> None:
    assert read(text) == (list(zip(lines, (A, B), strict=True)), [])


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('{"a": "one"}\n{"a": "x"\n{"a": "two"}', 3),
        ('{"a": "one"}\n{"a": x}\n{"a": "two"}', 2),
        ('{"a": "one"}\n{"a": "x", "a": "y"}\n{"a": "two"}', 2),
        ('{"a": "one"}\n{"a": NaN}\n{"a": "two"}', 2),
        ('{"a": "one"}\n{"a": 1e999}\n{"a": "two"}', 2),
        ('{"a": "one"}\nwords\n{"a": "two"}', 2),
        ('# a comment\n{"a": "one"}\n{"a": "two"}', 1),
        ('{\n "a": "one"\n}\n{\n "a" "x"\n}\n{\n "a": "two"\n}', 5),
        ('[\n {"a": "one"},\n {"a" "x"},\n {"a": "two"}\n]', 3),
        ('[{"a": "one"}, {"a": NaN}, {"a": "two"}]', 1),
        ('{"a": "one"}\n{"a": ' + "[" * 100_000 + '\n{"a": "two"}', 2),
    ],
)
def test_one_bad_row_costs_no_other(text: str, wrong: int) -> None:
    good, lines = read(text)

    assert [value for _, value in good] == [A, B]
    assert lines == [wrong]


def test_the_true_place_is_named_and_where_the_row_begins() -> None:
    (row,) = bad('{"a": "one"}\n{\n "a" "x"\n}')

    assert row.line == 3
    assert "character 6" in row.detail
    assert "line 2" in row.detail


def test_a_comma_that_is_one_too_many_inside() -> None:
    assert read('{"a": [1, 2,], "b": {"c": 3,},}')[0] == [(1, {"a": [1, 2], "b": {"c": 3}})]
    long = {"m": [{"c": "x" * size} for size in (1, 500, 90_000)]}
    assert read(json.dumps(long).replace("}", ",}"))[0] == [(1, long)]
    assert read('{"a": "x",}\n' * 3000)[0] == [(n + 1, {"a": "x"}) for n in range(3000)]
    assert bad('{"a": [1,,]}')
    assert bad("{,}")


def test_a_repeated_key_is_named() -> None:
    assert "twice" in bad('{"a": 1, "a": 2}')[0].detail


def test_rows_that_cannot_be_told_apart_end_the_file() -> None:
    (row,) = bad('[{"a" "one"}, {"a": "two"}]')

    assert row.ends


def test_a_file_that_was_cut_keeps_what_is_whole() -> None:
    assert read('[{"a": "one"}, {"a": "tw') == ([(1, A)], [1])
    assert read('[{"a": "one"},\n') == ([(1, A)], [1])


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_tables(delimiter: str) -> None:
    text = "content,summary,n\r\none,1,\r\n\r\ntwo,2,x\r\n".replace(",", delimiter)

    good, wrong = read(text)

    assert good == [
        (2, {"content": "one", "summary": "1", "n": ""}),
        (4, {"content": "two", "summary": "2", "n": "x"}),
    ]
    assert wrong == []


def test_cells_may_be_quoted_over_several_lines() -> None:
    text = '\n 文章 , "摘要"\n"He said ""no"", twice\nand left.", "Short"\nplain,x\n'

    assert read(text)[0] == [
        (3, {"文章": 'He said "no", twice\nand left.', "摘要": "Short"}),
        (5, {"文章": "plain", "摘要": "x"}),
    ]


def test_the_numbers_of_pandas_and_the_line_of_excel() -> None:
    assert read(",a,b\n0,x,y\n")[0] == [(2, {"a": "x", "b": "y"})]
    assert read("sep=;\na;b\nx,1;y\n")[0] == [(3, {"a": "x,1", "b": "y"})]


@pytest.mark.parametrize(
    ("row", "lines"),
    [
        ("only", [3]),
        ("one,two,three", [3]),
        ('"a"b,c', [3]),
        ('"never closed,c', [3]),
    ],
)
def test_a_bad_row_of_a_table_costs_no_other(row: str, lines: list[int]) -> None:
    good, wrong = read(f"a,b\n1,2\n{row}\n3,4\n5,6\n")

    assert [value for _, value in good] == [{"a": str(n), "b": str(n + 1)} for n in (1, 3, 5)]
    assert wrong == lines


def test_quotes_part_nothing_where_tabs_do() -> None:
    good, wrong = read('a\tb\n"Yes," he said\tShort\n"open\tx\nlast\ty\n')

    assert [value["a"] for _, value in good] == ['"Yes," he said', '"open', "last"]
    assert wrong == []


@pytest.mark.parametrize("text", ["plain words", "words\nmore words\n", "a,a\n1,2\n"])
def test_what_is_no_table(text: str) -> None:
    assert [row.ends for row in bad(text)] == [True]


@pytest.mark.parametrize(
    "text",
    [
        '{"a":[' * 50_000,
        '{"a":[1,\n' * 50_000,
        '{"a":[\n' * 800 + '{"x":1},\n' * 100_000,
        'a,b\n"x\n' + '"x\n' * 50_000,
        "a,b\n" + '"x,' * 200_000,
        "{" * 300_000,
        '{"a": "x",}\n' * 30_000,
        '{"a": [' + "1,]," * 100_000,
        '{"a": "b", ' * 50_000,
        "{" + " " * 300_000 + '"a"',
        "{}" * 200_000,
        ("x" * 100 + "\n") * 10_000 + "{",
        '{"a": "' + "\\" * 500_000,
        "," * 500_000,
        '{"a": 1}' + "," * 500_000 + "x",
        (" " * 2000 + '{"a" 1}\n') * 500,
    ],
)
def test_hostile_texts_cost_no_square(text: str) -> None:
    start = time.monotonic()
    list(records_of(text))

    assert time.monotonic() - start < 60


def test_nothing_at_all() -> None:
    assert list(records_of(" \n\t")) == []
    assert read(json.dumps([])) == ([], [])


def test_rows_of_a_sheet_are_filled_up_and_numbered() -> None:
    cells = [(2, ["a", " b ", ""]), (3, ["1"]), (4, ["", "", "x"]), (9, ["", "2"]), (10, [""])]

    assert list(records_of_cells(cells)) == [
        Record(3, {"a": "1", "b": ""}),
        Record(4, {"a": "", "b": ""}),
        Record(9, {"a": "", "b": "2"}),
    ]
