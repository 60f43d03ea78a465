"""Data files of articles and summaries: what is read, and how what is wrong is named."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest

from newsassistant.core.errors import InputError, NewsAssistantError, TrainError
from newsassistant.text.datasets.pairs import (
    EXCEL,
    Pair,
    Pairs,
    first_row,
    first_row_of_workbook,
    read_pairs,
)
from tests.hostile import as_json, mutations, place_strange_files, raw_json
from tests.unit.text.datasets.workbooks import workbook

ROWS: list[dict[str, Any]] = [
    {"content": "A long article.", "summary": "Short."},
    {"content": "二〇一六年的新闻。", "summary": "新闻", "references": ["新闻", "消息", " "]},
]
EXPECTED = (
    Pair(1, "A long article.", "Short.", ("Short.",)),
    Pair(2, "二〇一六年的新闻。", "新闻", ("新闻", "消息")),
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data.json"


def read(path: Path, content: str | bytes, **columns: Any) -> Pairs:
    """Write `content` to `path` and read it as pairs."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    names = {"prompt_column": "content", "response_column": "summary", **columns}
    return read_pairs(path, **names)


def as_lines(rows: list[dict[str, Any]]) -> str:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def refusal(path: Path, content: str | bytes, **columns: Any) -> NewsAssistantError:
    with pytest.raises(NewsAssistantError) as caught:
        read(path, content, **columns)
    return caught.value


def test_json_lines(data: Path) -> None:
    assert read(data, as_lines(ROWS)) == Pairs(EXPECTED, schemas=(("content, summary", 2),))


def test_blank_lines_windows_line_ends_and_a_byte_order_mark(data: Path) -> None:
    text = "\ufeff" + as_lines(ROWS).replace("\n", "\r\n\r\n") + "\r\n"

    pairs = read(data, text)

    assert [pair.line for pair in pairs.rows] == [1, 3]
    assert [pair.content for pair in pairs.rows] == [pair.content for pair in EXPECTED]


@pytest.mark.parametrize("indent", [None, 0, 2])
def test_an_array_in_any_layout(data: Path, indent: int | None) -> None:
    pairs = read(data, "\ufeff\n " + json.dumps(ROWS, indent=indent))

    assert [pair.references for pair in pairs.rows] == [pair.references for pair in EXPECTED]


def test_lines_of_an_array_are_those_of_the_file(data: Path) -> None:
    pairs = read(data, "\n[\n" + ",\n\n".join(map(json.dumps, ROWS)) + "\n]\n")

    assert [pair.line for pair in pairs.rows] == [3, 5]


def test_rows_larger_than_what_is_read_at_once(data: Path) -> None:
    rows = [{"content": char * 100_000, "summary": "x"} for char in "a文b\n"]
    rows[3]["content"] += "."

    for text in (as_lines(rows), json.dumps(rows, ensure_ascii=False)):
        assert [pair.content for pair in read(data, text).rows] == [row["content"] for row in rows]


def test_other_line_breaks_belong_to_the_text(data: Path) -> None:
    row = {"content": "one\u2028two\x85three", "summary": "x"}

    assert read(data, as_lines([row])).rows[0].content == row["content"]


def test_columns_can_have_other_names_and_null_is_empty(data: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"prompt": "p", "response": "r"},
        {"prompt": None, "response": "r"},
    ]

    pairs = read(data, as_lines(rows), prompt_column="prompt", response_column="response")

    assert (pairs.rows, pairs.empty) == ((Pair(1, "p", "r", ("r",)),), (2,))


def test_rows_without_text_or_column_are_named(data: Path) -> None:
    rows: list[dict[str, Any]] = [
        *ROWS,
        {"content": " \n", "summary": "x"},
        {"content": "x"},
        {"summary": ""},
    ]

    pairs = read(data, as_lines(rows))

    assert (len(pairs.rows), pairs.empty, pairs.missing) == (2, (3,), (4, 5))


def test_earlier_turns(data: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"content": "q", "summary": "a", "history": [["one", "two"], ["three", "four"]]},
        {"content": "q", "summary": "a", "history": []},
        {"content": "q", "summary": "a"},
    ]

    pairs = read(data, as_lines(rows), history_column="history")

    turns = (("one", "two"), ("three", "four"))
    assert [pair.history for pair in pairs.rows] == [turns, (), ()]


@pytest.mark.parametrize("history", ["text", [["one"]], [["one", 2]], ["one", "two"]])
def test_turns_of_another_shape_are_refused(data: Path, history: object) -> None:
    rows = [{"content": "q", "summary": "a", "history": history}]

    error = refusal(data, as_lines(rows), history_column="history")

    assert (error.code, error.params["line"]) == ("data-invalid", 1)


def test_lone_surrogates_do_not_get_in(data: Path) -> None:
    pairs = read(data, r'{"content": "a\ud800b \ud83d\ude00", "summary": "x"}')

    assert pairs.rows[0].content == "a\ufffdb \U0001f600"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('{"content": ', 1),
        ("\n[1]", 2),
        ('{"content": "a", "summary": 5}', 1),
        ('{"content": ["a"], "summary": "b"}', 1),
        ('\n"text"', 2),
        ("plain text", 1),
        ("[1, 2]", 1),
        ("[" * 100_000, 1),
        ('{"content": ' + "[" * 100_000, 1),
        ('{"content": ' + "1" * 10_000 + "}", 1),
        ("\ud800".encode("utf-8", "surrogatepass"), 1),
        (bytes(range(256)), 1),
        ("content,content,summary\na,b,c\n", 1),
        ('[{"content": "a", "summary": "b"}, {"content": "a" "b"}, {"content": "c"}]', 1),
    ],
)
def test_what_is_no_data_is_named_with_its_line(
    data: Path, content: str | bytes, line: int
) -> None:
    error = refusal(data, content)

    assert (type(error), error.code, error.params["line"]) == (TrainError, "data-invalid", line)
    assert str(data) in error.text("en")
    assert str(data) in error.text("zh")


@pytest.mark.parametrize(
    ("content", "bad"),
    [
        ('{"content": "a", "summary": "b"}\n\n{"content": ', [3]),
        ('{"content": "a", "summary": "b"}\n[1]', [2]),
        ('{"content": "a", "summary": "b"}\n{"content": "a", "summary": 5}', [2]),
        ('[{"content": "a", "summary": "b"},\n{"content": "a",\n "summary" "b"}]', [3]),
        ('[{"content": "a", "summary": "b"}\n', [1]),
        ('[\n{"content": "a", "summary": "b"}] x', [2]),
        (b'\xe5\xb8\x82{\xff}\n{"content": "a", "summary": "b"}'.replace(b"{", b"", 1), [1]),
    ],
)
def test_one_bad_row_is_named_and_the_rest_is_read(
    data: Path, content: str | bytes, bad: list[int]
) -> None:
    pairs = read(data, content)

    assert [row.line for row in pairs.bad] == bad
    assert [pair.content for pair in pairs.rows] == ["a"]


def test_a_row_that_cannot_be_decoded_is_not_learnt(data: Path) -> None:
    lines = ['{"content": "市议会通过码头扩建", "summary": "码头"}'.encode()] * 5
    lines[2] = lines[2].replace("头扩".encode(), b"\xff\xfe")

    pairs = read(data, b"\n".join(lines))

    assert (pairs.encoding, len(pairs.rows), [row.line for row in pairs.bad]) == ("utf-8", 4, [3])


TRIALS = Path(__file__).parent / "data"
SUMMARIES = ["Westmere widens pier", "西港扩建码头"]
WESTMERE = "The council of Westmere agreed to widen the pier by 1,200 metres on Tuesday."


@pytest.mark.parametrize(
    ("name", "rows", "encoding"),
    [
        ("utf16.jsonl", 2, "utf-16-le"),
        ("bom.jsonl", 2, "utf-8"),
        ("messages.jsonl", 1, "utf-8"),
        ("conversations.jsonl", 1, "utf-8"),
        ("sharegpt.json", 1, "utf-8"),
        ("alpaca.json", 2, "utf-8"),
        ("history.jsonl", 3, "utf-8"),
        ("pretty.jsonl", 2, "utf-8"),
        ("trailing_comma.json", 2, "utf-8"),
        ("data.csv", 1, "utf-8"),
    ],
)
def test_the_files_that_people_have(name: str, rows: int, encoding: str) -> None:
    pairs = read_pairs(TRIALS / name, prompt_column="content", response_column="summary")

    assert (len(pairs.rows), pairs.encoding, pairs.certain) == (rows, encoding, True)
    assert pairs.rows[0].content.removeprefix("Summarise the article.\n") == WESTMERE
    assert [pair.summary for pair in pairs.rows[:2]] == SUMMARIES[:rows]
    assert (pairs.bad, pairs.empty, pairs.missing) == ((), (), ())


def test_a_file_in_gbk(data: Path) -> None:
    text = (TRIALS / "bom.jsonl").read_text("utf-8-sig")

    pairs = read(data, text.encode("gbk"))

    assert (pairs.encoding, pairs.certain) == ("gb18030", True)
    assert [pair.summary for pair in pairs.rows] == SUMMARIES


def test_earlier_turns_need_not_be_asked_for() -> None:
    pairs = read_pairs(TRIALS / "history.jsonl", prompt_column="content", response_column="summary")

    turns = (("Who agreed?", "The council."), ("When?", "On Tuesday."))
    assert [pair.history for pair in pairs.rows] == [turns, (), ()]


def test_schemas_may_be_mixed_and_are_counted(data: Path) -> None:
    files = ("messages.jsonl", "conversations.jsonl", "history.jsonl")
    text = "".join((TRIALS / name).read_text("utf-8") for name in files)

    pairs = read(data, text)

    assert dict(pairs.schemas) == {"content, summary": 3, "messages": 1, "conversations": 1}
    assert [pair.asks for pair in pairs.rows] == [True, True, False, False, False]


def test_turns_stand_in_front_as_messages(data: Path) -> None:
    pair = Pair(1, "c", "s", ("s",), (("q", "a"),), "Be brief.", True)

    assert [(turn.role, turn.content) for turn in pair.earlier()] == [
        ("system", "Be brief."),
        ("user", "q"),
        ("assistant", "a"),
    ]


def test_columns_that_were_named_count_alone(data: Path) -> None:
    rows = [{"messages": [], "content": "a", "summary": "b"}]

    error = refusal(data, as_lines(rows), prompt_column="text")

    assert error.code == "data-column"


def test_texts_that_nobody_can_see_are_empty(data: Path) -> None:
    rows = [ROWS[0], {"content": "\u2060\ufeff", "summary": "x"}]

    assert read(data, as_lines(rows)).empty == (2,)


@pytest.mark.parametrize(
    "text",
    [
        '{"content": "cut sh',
        "words {",
        "[" * 5000,
    ],
)
def test_no_first_row(text: str) -> None:
    assert first_row(text.encode()) == {}


def test_the_first_row() -> None:
    assert first_row('{"a": 1}\n{"b'.encode("utf-16")) == {"a": 1}
    assert first_row(bytes(range(256))) == {}


def test_hostile_files_end_as_our_errors(data: Path) -> None:
    for _, raw in raw_json():
        with pytest.raises(NewsAssistantError):
            read(data, raw)
    data.unlink()
    for _ in place_strange_files(data.parent, data.name):
        with pytest.raises(InputError):
            read_pairs(data, prompt_column="content", response_column="summary")


def test_hostile_values_end_as_our_errors(data: Path) -> None:
    valid = {"content": "a", "summary": "b", "references": ["c"], "history": [["d", "e"]]}
    turns = {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}
    count = 0
    for row in (valid, turns):
        for _, changed in mutations(row):
            count += 1
            with contextlib.suppress(TrainError):
                read(data, as_json(changed))
    assert count > 300


@pytest.mark.parametrize("content", ["", " \n\n", "[]", "\ufeff", '{"content": "", "summary": ""}'])
def test_nothing_to_use(data: Path, content: str) -> None:
    assert refusal(data, content).code == "data-empty"


@pytest.mark.parametrize("column", ["prompt_column", "response_column", "history_column"])
def test_a_column_that_no_row_has(data: Path, column: str) -> None:
    error = refusal(data, as_lines(ROWS), **{column: "text"})

    assert (error.code, error.params["column"]) == ("data-column", "text")
    assert error.params["columns"] == "content, summary, references"


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    names = {"prompt_column": "content", "response_column": "summary"}

    with pytest.raises(InputError, match="no file"):
        read_pairs(tmp_path / "none.json", **names)
    with pytest.raises(InputError) as caught:
        read_pairs(tmp_path, **names)
    assert caught.value.code in ("file-unreadable", "file-not-found")


def test_a_workbook_is_read_like_a_table(data: Path) -> None:
    pairs = read(data, workbook())

    assert [(pair.line, pair.content) for pair in pairs.rows] == [
        (2, ROWS[0]["content"]),
        (3, ROWS[1]["content"]),
    ]
    assert (pairs.encoding, pairs.certain) == (EXCEL, True)
    assert first_row_of_workbook(data) == {"content": "A long article.", "summary": "Short."}


def test_rows_of_a_workbook_that_cannot_be_used_are_named(data: Path) -> None:
    rows = [
        ("id", "文章", "摘要"),
        (1, "新闻。", "短"),
        (2, "", "空"),
        (),
        (4, "另一篇新闻。", "短"),
    ]
    pairs = read(data, workbook(rows))

    assert [pair.line for pair in pairs.rows] == [2, 5]
    assert pairs.empty == (3,)


@pytest.mark.parametrize(
    ("rows", "code", "said"),
    [
        ([("content", "summary")], "data-empty", "no row"),
        ([], "data-empty", "no row"),
        ([("one",), ("two",)], "data-invalid", "two columns"),
        ([("a", "b", "a"), (1, 2, 3)], "data-invalid", "there twice"),
        ([("long", "short"), (1, 2)], "data-column", "long, short"),
    ],
)
def test_workbooks_without_pairs(data: Path, rows: list[Any], code: str, said: str) -> None:
    error = refusal(data, workbook(rows))

    assert error.code == code
    assert said in error.what()


@pytest.mark.parametrize("raw", [b"PK\x03\x04 no zip", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"])
def test_what_is_no_workbook_says_what_to_save(data: Path, raw: bytes) -> None:
    error = refusal(data, raw)

    assert error.code == "data-workbook"
    assert "save it as .xlsx or CSV" in error.advice()
