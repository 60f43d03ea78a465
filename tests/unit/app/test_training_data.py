"""Which columns a file of training data has, and which two are meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsassistant.app.training_data import Columns, read_columns


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
    with pytest.raises(OSError, match="none"):
        read_columns(tmp_path / "none")
