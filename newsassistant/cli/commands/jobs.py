"""`newsassistant jobs`: what the window's jobs are, and exchanging them as files.

It may run beside a window, which shows what was imported when its dialog of jobs is opened.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from newsassistant.cli.shared.arguments import file_name
from newsassistant.cli.shared.tables import table
from newsassistant.cli.shared.words import say
from newsassistant.core.plain import plain
from newsassistant.text.prompts.presets import BASE

if TYPE_CHECKING:
    from newsassistant.cli.shared.command import Commands
    from newsassistant.cli.shared.console import Context
    from newsassistant.core.types import Language
    from newsassistant.store.job_book import JobBook
    from newsassistant.store.job_file import Line
    from newsassistant.text.prompts.library import Library
    from newsassistant.text.prompts.presets import Preset

_COLUMNS = ("ID", "NAME", "LENGTH", "STYLE", "INSTRUCTION")


def declare(commands: Commands) -> None:
    """Describe the command."""
    actions = commands.group(
        "jobs",
        help="list, import and export what Summarise can be asked for",
        description="Jobs are what `summarize --preset` and the window's Summarise ask for. They "
        "are edited in the window.",
    )
    listing = actions.add(
        "list",
        run_list,
        help="one line for each job",
        description="Print one line for each job in its order, with the ID or NAME that "
        "`summarize --preset` takes.",
    )
    listing.add_argument("--json", action="store_true", help="print a JSON list instead")
    taking = actions.add(
        "import",
        run_import,
        help="add the jobs in a file",
        description="Add the jobs that `jobs export` or the window has written. Nothing that is "
        "there is changed: a job whose name is taken gets another one. A row that cannot be used "
        "is told and left out.",
    )
    taking.add_argument("file", type=file_name, metavar="FILE", help="a file of jobs")
    giving = actions.add(
        "export",
        run_export,
        help="write all jobs into a file",
        description="Write all jobs into one JSON file; what is there is replaced.",
        users_files=True,
    )
    giving.add_argument("file", type=file_name, metavar="FILE", help="the new file")


def run_list(options: argparse.Namespace, context: Context) -> int:
    """Print the jobs; a table for people or JSON for programs."""
    jobs, console = _book(context).library.jobs, context.console
    if options.json:
        values = [_fields(job) for job in jobs]
        console.write(json.dumps(values, ensure_ascii=False, indent=2) + "\n")
    else:
        console.write(table([_COLUMNS, *(_row(job, console.language) for job in jobs)]))
    return 0


def run_import(options: argparse.Namespace, context: Context) -> int:
    """Add jobs and say what became of each; raises InputError, StoreError."""
    from newsassistant.store.job_file import read, take_in

    found, book = read(Path(options.file)), _book(context)
    lines: list[Line] = []

    def take(library: Library) -> Library:
        changed, told = take_in(library, found)
        lines[:] = told
        return changed

    book.change(take)
    _report(lines, context)
    return 0


def run_export(options: argparse.Namespace, context: Context) -> int:
    """Write all jobs; raises InputError("output-unwritable")."""
    from newsassistant.cli.shared.files import replacing
    from newsassistant.store.job_file import content_of

    path, jobs = Path(options.file), _book(context).library.jobs
    with replacing(path) as file:
        file.write(content_of(jobs))
    context.console.say("jobs-exported", count=len(jobs), path=path)
    return 0


def _book(context: Context) -> JobBook:
    """The user's jobs; a note says if their file is not as it should be."""
    from newsassistant.store.job_book import JobBook

    book = JobBook(context.paths.jobs_file)
    complaint = book.refresh()
    if complaint is not None:
        context.console.error(complaint)
    return book


def _report(lines: list[Line], context: Context) -> None:
    from newsassistant.app.installed.styles import StyleLibrary

    console = context.console
    styles = {style.id for style in StyleLibrary(context.paths.prefixes).list()}
    for line in lines:
        console.say(f"job-{line.kind}", name=plain(line.name), detail=plain(line.detail))
        if line.style not in ("", BASE, *styles):
            console.say("job-style-missing", name=plain(line.name), style=plain(line.style))
    added = sum(line.kind in ("added", "renamed") for line in lines)
    console.say("jobs-imported", added=added, count=len(lines))


def _fields(job: Preset) -> dict[str, object]:
    return {
        "id": job.id,
        "name": job.name,
        "instruction": job.english,
        "instruction_zh": job.chinese,
        "length": job.length,
        "style": job.style,
        "stop": list(job.stop),
    }


def _row(job: Preset, language: Language) -> tuple[str, ...]:
    styles = {"": say("job-default", language), BASE: say("job-base", language)}
    words = job.chinese if language == "zh" and job.chinese else job.english
    length = str(job.length) if job.length else ""
    style = styles.get(job.style, job.style)
    return job.id, job.name or job.id, length, style, plain(words, longest=60)
