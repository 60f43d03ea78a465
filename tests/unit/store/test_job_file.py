"""Jobs as a file: there and back, what others wrote, and what becomes of each row."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newsassistant.core.errors import InputError, StoreError
from newsassistant.store.job_file import MAX_BYTES, Line, content_of, found_in, read, take_in
from newsassistant.text.prompts.library import MOST_JOBS, Library
from newsassistant.text.prompts.presets import BASE, SHIPPED, Preset
from tests.hostile import VALUES, as_json, raw_json

BRIEF = Preset(
    "own-00000001",
    "Write a brief of {length} words in {language}.",
    "写简讯。",
    length=80,
    name="Brief",
    style="house",
    stop=("\n", "END"),
)
NOTE = Preset("own-00000002", "Write a note.", name="Note")


def rows(*jobs: object, **others: object) -> bytes:
    values = {"format": "newsassistant-jobs", "version": 1, "jobs": list(jobs), **others}
    return json.dumps(values).encode()


def row(**values: Any) -> dict[str, Any]:
    return {"id": BRIEF.id, "name": "Brief", "instruction": "Write.", **values}


def kinds(lines: tuple[Line, ...]) -> list[str]:
    return [line.kind for line in lines]


# --- there and back -------------------------------------------------------------------------------


def test_what_was_written_is_read_as_it_was() -> None:
    jobs = (BRIEF, SHIPPED["headline"], NOTE, replace(SHIPPED["outline"], length=10))

    found = found_in(content_of(jobs), "jobs.json")

    assert found.jobs() == jobs
    assert found.bad() == ()
    assert found.known == set(SHIPPED)


def test_what_came_with_the_program_is_named_alone() -> None:
    values = json.loads(content_of(SHIPPED.values()))
    assert values["jobs"] == [{"id": name} for name in SHIPPED]


def test_a_row_that_cannot_be_used_is_told_and_the_others_are_read() -> None:
    content = rows(
        row(),
        row(id="own-00000003", instruction=""),
        row(id="own-00000004", length=9**9),
        {"id": "own-00000005"},
        "text",
        row(id="../../x"),
        row(),
        row(id="own-00000006", instruction="{length}"),
        {"id": "headline"},
    )

    found = found_in(content, "jobs.json")

    assert [job.id for job in found.jobs()] == [BRIEF.id, "headline"]
    bad = found.bad()
    assert len(bad) == 7
    for clause, words in zip(
        bad,
        ("instruction is missing", "length", "instruction is missing", "expected an object", "id"),
        strict=False,
    ):
        assert words in clause
    assert bad[0].startswith("job 2: ")
    assert bad[5] == "job 7: its id is there twice"
    assert "length is 0" in bad[6]


def test_texts_of_others_are_cleaned() -> None:
    found = found_in(rows(row(name="A\u202e\n B", instruction="x\0y", style="\x1b[2J")), "a")
    (job,) = found.jobs()
    assert (job.name, job.english, job.style) == ("A B", "xy", "[2J")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "jobs.json"),
        (b"[]", "holds no object"),
        (b"{}", "it holds no jobs"),
        (b"\xff\xfe", "no UTF-8"),
        (rows(jobs=None), "jobs"),
        (rows(*[{"id": "headline"}] * (MOST_JOBS + 1)), "jobs"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_file_of_jobs_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(StoreError) as raised:
        found_in(content, "jobs.json")
    assert raised.value.code == "jobs-invalid"
    assert words in str(raised.value)


def test_a_file_of_a_later_version_is_not_looked_at() -> None:
    with pytest.raises(StoreError) as raised:
        found_in(rows(version=2), "jobs.json")
    assert raised.value.code == "jobs-too-new"


@pytest.mark.parametrize("name", ["id", "name", "instruction", "length", "style", "stop"])
def test_any_value_in_any_field_is_a_job_or_a_clause(name: str) -> None:
    for value in VALUES:
        content = as_json(
            {"format": "newsassistant-jobs", "version": 1, "jobs": [{**row(), name: value}]}
        )
        if isinstance(value, float) and not math.isfinite(value):
            with pytest.raises(StoreError, match="is no number"):  # no JSON at all
                found_in(content, "a")
            continue
        found = found_in(content, "a")
        assert len(found.jobs()) + len(found.bad()) == 1
        assert all(len(clause) <= 200 for clause in found.bad())


def test_raw_json_of_any_kind_is_refused_with_our_own_error() -> None:
    for _, content in raw_json():
        try:
            found_in(content, "a")
        except StoreError:
            continue


def test_reading_a_file_that_somebody_named(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content_of([BRIEF]))
    assert read(path).jobs() == (BRIEF,)
    with pytest.raises(InputError):
        read(tmp_path / "none.json")
    with pytest.raises(StoreError, match="no regular file"):
        read(tmp_path)
    path.write_bytes(b" " * (MAX_BYTES + 1))
    with pytest.raises(StoreError, match="larger than"):
        read(path)


# --- taking in ------------------------------------------------------------------------------------


def take(library: Library, *jobs: Preset) -> tuple[Library, tuple[Line, ...]]:
    return take_in(library, found_in(content_of(jobs), "a"))


def test_new_jobs_are_added_and_known_ones_are_there() -> None:
    library, lines = take(Library(), BRIEF, SHIPPED["headline"])
    assert kinds(lines) == ["added", "there"]
    assert library.jobs == (*SHIPPED.values(), BRIEF)
    assert lines[0].style == "house"

    again, lines = take(library, replace(BRIEF, id="own-0000000f"))
    assert (again, kinds(lines)) == (library, ["there"])


def test_a_name_that_is_taken_loses_neither_job() -> None:
    other = replace(BRIEF, english="Write otherwise.")
    library, lines = take(Library((BRIEF,)), other)
    assert kinds(lines) == ["renamed"]
    assert (lines[0].name, lines[0].detail) == ("Brief (2)", "Brief")
    first, second = library.jobs
    assert first == BRIEF
    assert second == replace(other, id=second.id, name="Brief (2)")
    assert second.id != BRIEF.id


def test_an_id_that_is_taken_gets_another_one() -> None:
    library, lines = take(Library((BRIEF,)), replace(NOTE, id=BRIEF.id))
    assert kinds(lines) == ["added"]
    assert [job.name for job in library.jobs] == ["Brief", "Note"]
    assert len({job.id for job in library.jobs}) == 2


def test_a_job_of_the_program_in_other_words_becomes_an_own_one() -> None:
    changed = replace(SHIPPED["headline"], english="Shout.")
    library, lines = take(Library(), changed)
    assert kinds(lines) == ["renamed"]
    assert library.get("headline") == SHIPPED["headline"]
    assert library.jobs[-1].english == "Shout."
    assert library.jobs[-1].id.startswith("own-")

    mine = Library().put(changed)
    library, lines = take(mine, SHIPPED["headline"])
    assert kinds(lines) == ["renamed"]
    assert library.get("headline") == changed
    assert library.jobs[-1].english == SHIPPED["headline"].english


def test_a_job_of_the_program_that_was_deleted_comes_back() -> None:
    library, lines = take(Library().without("email"), SHIPPED["email"])
    assert kinds(lines) == ["added"]
    assert library.get("email") == SHIPPED["email"]
    assert lines[0].style == BASE


def test_a_full_library_takes_no_more() -> None:
    full = Library(tuple(Preset(f"own-{n:08x}", "x", name=f"n{n}") for n in range(MOST_JOBS)))
    library, lines = take(full, replace(BRIEF, id="own-ffffffff"))
    assert (library, kinds(lines)) == (full, ["full"])


def test_bad_rows_are_lines_of_the_report() -> None:
    library, lines = take_in(Library(), found_in(rows({"id": "x"}, row()), "a"))
    assert kinds(lines) == ["bad", "added"]
    assert "id" in lines[0].detail
    assert library.jobs[-1].id == BRIEF.id
