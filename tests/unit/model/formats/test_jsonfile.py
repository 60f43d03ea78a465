"""JSON of strangers: whole, strict and bounded, or an error that names the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsassistant.core.errors import CheckpointError
from newsassistant.model.formats.jsonfile import decode_object, read_object


def test_an_object_is_read(tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    path.write_text('{"a": [1, 2.5, null, "文"]}', encoding="utf-8")

    assert read_object(path) == {"a": [1, 2.5, None, "文"]}


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"{",
        b"[]",
        b"3",
        b"null",
        b'{"a": 1, "a": 2}',
        b'{"a": {"b": 1, "b": 1}}',
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b"\xff\xfe{}",
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b'{"a": ' + b"9" * 10_000 + b"}",
    ],
)
def test_anything_else_is_an_error_that_names_the_file(bad: bytes) -> None:
    with pytest.raises(CheckpointError) as caught:
        decode_object(bad, where="some.json")

    assert "some.json" in str(caught.value)


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    path.write_bytes(b'{"a": "' + b"x" * 100 + b'"}')

    with pytest.raises(CheckpointError, match="larger than 50 bytes"):
        read_object(path, limit=50)


def test_a_missing_file_and_a_folder_are_errors(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError) as caught:
        read_object(tmp_path / "config.json")
    assert caught.value.code == "file-not-found"
    with pytest.raises(CheckpointError):
        read_object(tmp_path)
