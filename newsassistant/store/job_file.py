"""Jobs as one JSON file: the user's own library, or some of it on its way to a colleague.

What is read may come from anybody: a row that cannot be used is told and left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from newsassistant.core.errors import InputError, StoreError
from newsassistant.core.files import read_bytes
from newsassistant.core.outside import Fields, MissingError, UnfitError, contained, decode_object
from newsassistant.core.plain import plain
from newsassistant.text.articles.hidden import visible
from newsassistant.text.prompts import library as rules
from newsassistant.text.prompts.library import Library
from newsassistant.text.prompts.presets import SHIPPED, Preset

FORMAT = "newsassistant-jobs"
VERSION = 1
MAX_BYTES = 2 << 20
LONGEST_STYLE = 200
_ID = rules.OWN + r"[0-9a-f]{8}"

_EXPECTED: Mapping[rules.Flaw, str] = {
    "name-missing": "name is missing",
    "name-long": f"name is longer than {rules.LONGEST_NAME} characters",
    "instruction-missing": "instruction is missing",
    "instruction-long": f"instruction is longer than {rules.LONGEST_INSTRUCTION} characters",
    "length-wanted": "the instruction names {length}, but length is 0",
    "length-range": f"length is not from 0 to {rules.LONGEST_ANSWER}",
    "stops-many": f"stop has more than {rules.MOST_STOPS} texts",
    "stop-long": f"a stop text is longer than {rules.LONGEST_STOP} characters",
    "stop-empty": "a stop text is empty",
}


@dataclass(frozen=True, slots=True)
class Found:
    """What is in a file: `rows` are jobs, or clauses that say why a row is none.

    `known` are the jobs that came with the program when it was written.
    """

    rows: tuple[Preset | str, ...]
    known: frozenset[str]

    def jobs(self) -> tuple[Preset, ...]:
        """The rows that are jobs."""
        return tuple(row for row in self.rows if isinstance(row, Preset))

    def bad(self) -> tuple[str, ...]:
        """Why the others are none."""
        return tuple(row for row in self.rows if isinstance(row, str))


@dataclass(frozen=True, slots=True)
class Line:
    """What became of a row that was imported; `name` as it is called in the library now.

    "renamed": another job has its name, which is in `detail`. "there": the library has it already.
    "bad": `detail` says why. "full": the library holds no more.
    """

    kind: Literal["added", "renamed", "there", "bad", "full"]
    name: str
    detail: str = ""
    style: str = ""


# --- writing -------------------------------------------------------------------------------------


def content_of(jobs: Iterable[Preset]) -> bytes:
    """The file's bytes; `found_in` gives the same jobs back."""
    values = {
        "format": FORMAT,
        "version": VERSION,
        "known": sorted(SHIPPED),
        "jobs": [_values(job) for job in jobs],
    }
    return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode()


def _values(job: Preset) -> dict[str, Any]:
    """One that is as it came has its id alone: a later program may word it better."""
    if job == SHIPPED.get(job.id):
        return {"id": job.id}
    values = {
        "id": job.id,
        "name": job.name,
        "instruction": job.english,
        "instruction_zh": job.chinese,
        "length": job.length,
        "style": job.style,
        "stop": list(job.stop),
    }
    return {name: value for name, value in values.items() if value or name == "instruction"}


# --- reading -------------------------------------------------------------------------------------


def read(path: Path) -> Found:
    """What is in a file that somebody has named; blocks on the disk, any thread.

    Raises InputError("file-not-found"), and StoreError as `found_in` does.
    """
    name = plain(path.name)
    try:
        content = read_bytes(path, MAX_BYTES)
    except MissingError as error:
        raise InputError("file-not-found", path=path) from error
    except UnfitError as error:
        detail = plain(error).removeprefix(name).lstrip(": ")
        raise StoreError("jobs-invalid", path=name, detail=detail) from error
    return found_in(content, name)


def found_in(content: bytes, name: str) -> Found:
    """What is in a file of that name; any thread.

    Raises StoreError: "jobs-invalid", and "jobs-too-new" for a file of a later version.
    """

    def invalid(detail: str) -> StoreError:
        return StoreError("jobs-invalid", path=name, detail=detail.removeprefix(f"{name}: "))

    with contained(invalid):
        fields = Fields(decode_object(content, where=name, any_size=True), where=name)
        if fields.text("format", default="") != FORMAT:
            raise UnfitError("it holds no jobs of News Assistant")
        version = fields.whole("version", 1)
        if version > VERSION:
            raise StoreError("jobs-too-new", path=name, actual=version, expected=VERSION)
        items = fields.items("jobs", most=rules.MOST_JOBS)
        known = fields.texts("known", most=rules.MOST_JOBS) if "known" in fields else ()
        return Found(tuple(_rows(items)), frozenset(known))


def _rows(items: Iterable[object]) -> Iterator[Preset | str]:
    seen = set()
    for number, item in enumerate(items, 1):
        try:
            job = _job(Fields(item, where=f"job {number}"))
        except UnfitError as error:
            yield plain(error)
            continue
        yield f"job {number}: its id is there twice" if job.id in seen else job
        seen.add(job.id)


def _job(fields: Fields) -> Preset:
    job_id = fields.text("id", default="")
    shipped = SHIPPED.get(job_id)
    if shipped is not None and "instruction" not in fields:
        return shipped
    job = rules.tidy(
        Preset(
            job_id if shipped else fields.text("id", pattern=_ID, default=rules.new_id()),
            fields.text("instruction", longest=MAX_BYTES),
            fields.text("instruction_zh", longest=MAX_BYTES, default=""),
            fields.whole("length", default=0),
            fields.text("name", default=""),
            visible(fields.text("style", longest=LONGEST_STYLE, default="")).strip(),
            fields.texts("stop") if "stop" in fields else (),
        )
    )
    for flaw in rules.flaws(job):
        raise UnfitError(f"{fields.where}: {_EXPECTED[flaw]}")
    return job


# --- taking in what others wrote -----------------------------------------------------------------


def take_in(library: Library, found: Found) -> tuple[Library, tuple[Line, ...]]:
    """The library with all rows of a file that can be used, and what became of each.

    Nothing in the library is changed: what is called like another job gets another name.
    """
    lines = []
    for row in found.rows:
        library, line = _take(library, row)
        lines.append(line)
    return library, tuple(lines)


def _take(library: Library, row: Preset | str) -> tuple[Library, Line]:
    if isinstance(row, str):
        return library, Line("bad", "", row)
    called = row.name or row.id
    if any(rules.alike(row, job) for job in library.jobs):
        return library, Line("there", called)
    if len(library.jobs) >= rules.MOST_JOBS:
        return library, Line("full", called)
    if row == SHIPPED.get(row.id) and library.get(row.id) is None:
        return library.put(row), Line("added", called, style=row.style)
    if row == SHIPPED.get(row.id):  # the library has it in other words
        row = replace(row, name=row.id)
        called = row.id
    name = library.free_name(called)
    is_taken = row.id in SHIPPED or library.get(row.id) is not None
    job = replace(row, id=rules.new_id() if is_taken else row.id, name=name)
    line = Line("added", name, style=job.style)
    if name != called:
        line = Line("renamed", name, called, job.style)
    return library.put(job), line
