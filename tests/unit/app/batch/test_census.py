"""What a folder holds: files by kind, and what no run would look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsassistant.app.batch.census import census
from newsassistant.core.errors import CancelledError, InputError
from newsassistant.core.types import CancelToken


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.txt", "b.DOCX", "c.jsonl", "d.xyz", ".hidden", "~$b.docx", "sub/e.txt"):
        path = tmp_path / "stories" / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text("The port opens.")
    return tmp_path / "stories"


def test_files_are_counted_by_kind(folder: Path) -> None:
    found = census(folder, recursive=False, apart=None, cancel=CancelToken())

    assert found.kinds["text"] == 1
    assert found.kinds["word"] == 1
    assert found.kinds["lines"] == 1
    assert (found.hidden, found.folders) == (2, 1)
    assert "a.txt" in found.ids
    assert not any(id_.endswith(".jsonl") for id_ in found.ids)


def test_folders_inside_are_looked_into_where_that_is_wanted(folder: Path) -> None:
    found = census(folder, recursive=True, apart=None, cancel=CancelToken())

    assert (found.kinds["text"], found.folders) == (2, 0)


def test_chosen_files_are_all_there_is(folder: Path) -> None:
    found = census(
        folder, files=[folder / "a.txt"], recursive=False, apart=None, cancel=CancelToken()
    )

    assert found.kinds == {"text": 1}
    assert (found.hidden, found.folders) == (0, 0)


def test_a_missing_folder_is_named_and_a_look_can_be_cancelled(
    folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(InputError):
        census(tmp_path / "none", recursive=False, apart=None, cancel=CancelToken())
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(CancelledError):
        census(folder, recursive=False, apart=None, cancel=cancel)
