"""The user's jobs in their file: nothing is lost, whoever else writes it and however it looks."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from newsassistant.core.errors import StoreError
from newsassistant.store.job_book import MOST_ASIDE, JobBook
from newsassistant.store.job_file import content_of
from newsassistant.text.prompts.library import Library
from newsassistant.text.prompts.presets import SHIPPED, Preset

BRIEF = Preset("own-00000001", "Write a brief.", name="Brief")
NOTE = Preset("own-00000002", "Write a note.", name="Note")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "jobs.json"


def put(path: Path, content: bytes) -> None:
    """Another window's writing, at another time."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 10**9))


def aside(path: Path) -> list[str]:
    return sorted(each.name for each in path.parent.iterdir() if each != path)


def test_without_a_file_there_is_what_came_with_the_program(path: Path) -> None:
    book = JobBook(path)
    assert book.refresh() is None
    assert book.library == Library()
    assert not path.exists()


def test_a_change_is_written_and_read_again(path: Path) -> None:
    book = JobBook(path)
    book.change(lambda library: library.put(BRIEF).without("headline").moved("outline", -9))

    again = JobBook(path)
    assert again.refresh() is None
    assert again.library == book.library
    assert again.get(BRIEF.id) == BRIEF
    assert again.get("headline") is None
    assert again.library.jobs[0].id == "outline"
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o077 == 0


def test_no_change_writes_nothing(path: Path) -> None:
    JobBook(path).change(lambda library: library)
    assert not path.exists()


def test_what_another_window_has_changed_is_not_overwritten(path: Path) -> None:
    here, there = JobBook(path), JobBook(path)
    here.change(lambda library: library.put(BRIEF))
    there.change(lambda library: library.put(NOTE))
    assert here.refresh() is None
    assert {BRIEF.id, NOTE.id} <= {job.id for job in here.library.jobs}


def test_a_later_programs_own_jobs_are_offered_once(path: Path) -> None:
    old = {**json.loads(content_of([BRIEF])), "known": ["headline"]}
    put(path, json.dumps(old).encode())
    book = JobBook(path)
    book.refresh()
    assert [job.id for job in book.library.jobs] == [
        BRIEF.id,
        *(name for name in SHIPPED if name != "headline"),
    ]
    book.change(lambda library: library.without("email"))
    again = JobBook(path)
    again.refresh()
    assert again.get("email") is None


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff", b'{"format": "other"}'])
def test_a_damaged_file_is_kept_aside_with_a_sentence(path: Path, content: bytes) -> None:
    put(path, content)
    book = JobBook(path)

    complaint = book.refresh()

    assert complaint is not None
    assert complaint.code == "jobs-damaged"
    assert "jobs.json.bad" in str(complaint)
    assert book.library == Library()
    assert book.refresh() is None  # told once
    book.change(lambda library: library.put(BRIEF))
    assert (path.parent / "jobs.json.bad").read_bytes() == content
    assert JobBook(path).refresh() is None


def test_an_earlier_copy_is_not_overwritten(path: Path) -> None:
    for number in range(3):
        put(path, b"%d" % number)
        JobBook(path).refresh()
        JobBook(path).refresh()  # the same content is kept once
    assert aside(path) == ["jobs.json.bad", "jobs.json.bad-1", "jobs.json.bad-2"]
    assert MOST_ASIDE > 3


def test_rows_that_cannot_be_used_are_kept_aside_and_the_others_are_here(path: Path) -> None:
    values = json.loads(content_of([BRIEF, NOTE]))
    values["jobs"][1]["length"] = -1
    put(path, json.dumps(values).encode())
    book = JobBook(path)

    complaint = book.refresh()

    assert complaint is not None
    assert complaint.code == "jobs-partly"
    assert "job 2: length" in str(complaint)
    assert book.library.jobs == (BRIEF,)
    book.change(lambda library: library.put(replace(BRIEF, length=5)))
    kept = json.loads((path.parent / "jobs.json.bad").read_text())
    assert kept["jobs"][1]["instruction"] == NOTE.english


def test_a_file_of_a_later_version_is_never_written(path: Path) -> None:
    content = json.dumps({"format": "newsassistant-jobs", "version": 2, "jobs": []}).encode()
    put(path, content)
    book = JobBook(path)
    complaint = book.refresh()
    assert complaint is not None
    assert complaint.code == "jobs-too-new"
    with pytest.raises(StoreError, match="version 2"):
        book.change(lambda library: library.put(BRIEF))
    assert path.read_bytes() == content
    assert book.library == Library()


def test_what_cannot_be_read_stays_as_it_is(path: Path) -> None:
    path.mkdir(parents=True)  # no file at all
    book = JobBook(path)
    complaint = book.refresh()
    assert complaint is not None
    assert complaint.code == "jobs-unreadable"
    with pytest.raises(StoreError):
        book.change(lambda library: library.put(BRIEF))
    assert path.is_dir()


def test_what_cannot_be_written_changes_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = JobBook(path)
    book.change(lambda library: library.put(BRIEF))
    before = path.read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("newsassistant.core.files.os.fsync", fail)
    with pytest.raises(StoreError, match="No space left"):
        book.change(lambda library: library.put(NOTE))
    assert book.get(NOTE.id) is None
    assert path.read_bytes() == before
    assert aside(path) == []


def test_without_room_for_a_copy_a_damaged_file_stays(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(path, b"{")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("newsassistant.core.files.os.fsync", fail)
    book = JobBook(path)
    complaint = book.refresh()
    assert complaint is not None
    assert complaint.code == "jobs-unreadable"
    monkeypatch.undo()
    with pytest.raises(StoreError):
        book.change(lambda library: library.put(BRIEF))
    assert path.read_bytes() == b"{"
