"""Which columns a file of training data has, and which two are meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsassistant.app.training.data import Columns, read_columns
from newsassistant.core.errors import InputError, TrainError
from tests.hostile import place_strange_files
from tests.unit.text.datasets.workbooks import workbook


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "a.jsonl",
            '{"content": "x", "summary": "y"}\n',
            Columns(("content", "summary"), "content", "summary"),
        ),
        (
            "a.json",
            '\ufeff [\n {"Highlights": "x", "Article": "y", "id": 1}, {"z": 1}]',
            Columns(("Highlights", "Article", "id"), "Article", "Highlights"),
        ),
        ("a.json", '{"text": "one column"}', Columns(("text",), "text", "")),
        ("a.jsonl", '{"正文": "x", "摘要": "y"}', Columns(("正文", "摘要"), "正文", "摘要")),
        ("a.jsonl", '{"messages": []}', Columns()),
        ("a.jsonl", '{"instruction": "x", "input": "y", "output": "z"}', Columns()),
        ("a.jsonl", "plain words", Columns()),
        ("a.jsonl", "words {", Columns()),
        ("a.jsonl", '{"content": "cut sh', Columns()),
        ("a.jsonl", "[" * 5000 + '{"a": ' * 5000, Columns()),
    ],
)
def test_columns(tmp_path: Path, name: str, text: str, expected: Columns) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")

    assert read_columns(path) == expected


def test_bytes_that_are_no_text_have_no_columns(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(bytes(range(256)))
    assert read_columns(tmp_path / "a.jsonl") == Columns()


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="none"):
        read_columns(tmp_path / "none")


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    for kind in place_strange_files(tmp_path, "rows.jsonl"):
        if kind == "huge":
            assert read_columns(tmp_path / "rows.jsonl") == Columns()
        else:
            with pytest.raises(InputError):
                read_columns(tmp_path / "rows.jsonl")


def test_encodings_and_tables_show_their_columns(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes("文章,摘要\n西港市议会周二通过决定,扩建码头\n".encode("gb18030"))
    assert read_columns(path) == Columns(("文章", "摘要"), "文章", "摘要")
    path.write_bytes('{"content": "x", "summary": "市"}'.encode("utf-16"))
    assert read_columns(path) == Columns(("content", "summary"), "content", "summary")


def test_a_workbook_shows_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "rows.xlsx"
    path.write_bytes(workbook([("编号", "正文", "摘要"), (1, "新闻。", "短")]))
    assert read_columns(path) == Columns(("编号", "正文", "摘要"), "正文", "摘要")
    path.write_bytes(workbook()[:900])
    with pytest.raises(TrainError, match="damaged"):
        read_columns(path)
