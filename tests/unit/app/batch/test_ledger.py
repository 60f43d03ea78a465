"""The file of results: whole lines, one run at a time, failures that are made up for."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from newsassistant.app.batch.ledger import NAME, Ledger
from newsassistant.core.errors import InputError
from newsassistant.core.umask import private_files


def row(key: str, **values: Any) -> dict[str, Any]:
    return {"key": key, "id": key, "preset": "p", "style": "s", **values}


def failure(key: str, **values: Any) -> dict[str, Any]:
    return row(key, error={"code": "article-empty", "reason": "."}, **values)


def keys(folder: Path) -> list[str]:
    lines = (folder / NAME).read_text("utf-8").splitlines()
    return [json.loads(line)["key"] for line in lines]


def test_what_was_added_is_known_to_the_next_run(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    with Ledger(folder) as ledger:
        ledger.add(row("a", text="é中"))
        ledger.add(failure("b"))
        assert keys(folder) == ["a", "b"]  # before it is closed
    with Ledger(folder) as ledger:
        assert (ledger.is_made("a"), ledger.has_failed("a")) == (True, False)
        assert (ledger.is_made("b"), ledger.has_failed("b")) == (False, True)
        assert not ledger.is_made("c")
    assert os.listdir(folder) == [NAME]


@pytest.mark.parametrize("rest", [b'{"key": "c', b'{"key": "c"}', b"\xff\x00", b"{"])
def test_a_line_without_an_end_is_cut_off(tmp_path: Path, rest: bytes) -> None:
    with Ledger(tmp_path) as ledger:
        ledger.add(row("a"))
    with (tmp_path / NAME).open("ab") as stream:
        stream.write(rest)
    with Ledger(tmp_path) as ledger:
        assert not ledger.is_made("c")
        ledger.add(row("b"))
    assert keys(tmp_path) == ["a", "b"]


def test_a_line_that_somebody_has_spoilt_stays_and_is_not_counted(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b'[1]\n{"key": NaN}\n' + json.dumps(row("a")).encode() + b"\n")
    with Ledger(tmp_path) as ledger:
        assert ledger.is_made("a")
        ledger.add(row("b"))
    assert len((tmp_path / NAME).read_bytes().splitlines()) == 4


def test_two_runs_do_not_share_a_folder(tmp_path: Path) -> None:
    with Ledger(tmp_path):
        with pytest.raises(InputError) as caught, Ledger(tmp_path):
            pass
        assert caught.value.code == "output-busy"
    with Ledger(tmp_path):
        pass


def test_an_error_goes_once_the_story_was_tried_again(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        ledger.add(failure("a-unread", id="a"))
        ledger.add(failure("b"))
        ledger.add(row("c"))
        ledger.add(row("a-read", id="a"))
        ledger.add(failure("b"))
        assert not ledger.has_failed("a-unread")
    assert keys(tmp_path) == ["c", "a-read", "b"]


def test_the_same_after_a_kill_before_the_end(tmp_path: Path) -> None:
    lines = [failure("a"), row("b"), row("a")]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (tmp_path / NAME).write_text(text + '{"key": "half', "utf-8")
    with Ledger(tmp_path) as ledger:
        assert keys(tmp_path) == ["b", "a"]
        ledger.add(row("c"))
    assert keys(tmp_path) == ["b", "a", "c"]


def test_answers_about_other_texts_of_a_story_stay(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        ledger.add(row("a1", id="a"))
        ledger.add(row("a2", id="a"))
    assert keys(tmp_path) == ["a1", "a2"]


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(InputError) as caught, Ledger(tmp_path / "file"):
        pass
    assert caught.value.code == "output-unwritable"
    (tmp_path / "folder" / NAME).mkdir(parents=True)
    with pytest.raises(InputError) as caught, Ledger(tmp_path / "folder"):
        pass
    assert caught.value.code == "output-unwritable"
    (tmp_path / "folder" / NAME).rmdir()
    with Ledger(tmp_path / "folder"):  # the lock was let go of
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="modes of Unix")
def test_results_have_the_modes_of_the_users_files(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        with private_files(), Ledger(tmp_path / "out") as ledger:
            ledger.add(row("a"))
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o755
    assert stat.S_IMODE((tmp_path / "out" / NAME).stat().st_mode) == 0o644
