"""`newsassistant batch`: many stories, many at once, each result a line of one file.

What was made is kept: the same command goes on.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from newsassistant.cli.shared.arguments import (
    ALL_LINES,
    add_generation_options,
    encoding_name,
    file_name,
    generation_params,
    job_name,
    job_with,
    whole,
)
from newsassistant.cli.shared.command import Exit
from newsassistant.text.prompts.presets import DEFAULT_PRESET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsassistant.app.batch.ledger import Ledger
    from newsassistant.app.batch.run import Count, Run
    from newsassistant.app.batch.stories import Stories, Story
    from newsassistant.app.batch.tasks import Task
    from newsassistant.cli.shared.command import Commands
    from newsassistant.cli.shared.console import Context
    from newsassistant.cli.shared.session import Session
    from newsassistant.core.errors import NewsAssistantError
    from newsassistant.core.types import CancelToken

ROWS = 8
_FORMS = ("txt", "md", "docx")
_SHOWN_S = 0.2


def declare(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add(
        "batch",
        run,
        help="write about many stories, many at once",
        description="Write about every story of files, folders and JSON lines, in each --prefix "
        "and for each --preset. Each result is a line of DIR/stories.jsonl as soon as it is made: "
        "the text, what of it is not in the article, what it cost. Whatever ends the run, the same "
        "command goes on and makes nothing twice. A story that cannot be read or is too long is a "
        "line with an error. More rows write faster; reading takes as long as without.",
    )
    add = parser.add_argument
    add(
        "stories",
        nargs="+",
        type=file_name,
        metavar="FOLDER|FILE",
        help="what `article` reads, folders of such files, or .jsonl with a story a line: "
        '{"id": ..., "title": ..., "content": ...}',
    )
    _add_places(parser)
    add("--model", metavar="ID", help="model to use; default: the one chosen in the window")
    add(
        "--prefix",
        action="append",
        default=[],
        metavar="ID",
        help="house style to write in, by id or path; may be given several times; default: the "
        "job's own",
    )
    add("--base", action="store_true", help="also, or only, without a style")
    add(
        "--preset",
        action="append",
        type=job_name,
        metavar="NAME",
        help="what to write: a job as in `jobs list`, by id or name; may be given several times; "
        f"default: {DEFAULT_PRESET}",
    )
    add_generation_options(parser)
    add("--all-lines", action="store_true", help=ALL_LINES)
    add("--no-checks", action="store_true", help="do not compare the answers with the articles")
    add("--rows", type=whole(1, 64), default=ROWS, metavar="N", help=f"at once; default: {ROWS}")
    add(
        "--memory",
        type=whole(1, 1_000_000),
        default=0,
        metavar="MB",
        help="for the caches of all rows, whatever --rows says; default: a third of what is free",
    )
    add("--retry-failed", action="store_true", help="try again what has failed before")
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--format", choices=_FORMS, default="", help="also a file for each result")
    forms.add_argument(
        "--text", action="store_const", const="txt", dest="format", help="the same as --format txt"
    )
    parser.set_defaults(complain=parser.error)


def _add_places(parser: argparse.ArgumentParser) -> None:
    """Where stories are, and where results go."""
    add = parser.add_argument
    add("--output", type=file_name, required=True, metavar="DIR", help="folder for the results")
    add("--recursive", action="store_true", help="also the folders inside a folder")
    add("--watch", action="store_true", help="go on with what arrives in the folders, until Ctrl-C")
    add("--encoding", type=encoding_name, metavar="NAME", help="of plain texts; default: found out")


def run(options: argparse.Namespace, context: Context) -> int:
    """Answer; the exit code is 130 if Ctrl-C ended it. Raises NewsAssistantError."""
    from newsassistant.app.batch.ledger import Ledger
    from newsassistant.app.batch.stories import Stories
    from newsassistant.cli.shared.interrupt import Interrupt
    from newsassistant.cli.shared.session import open_session
    from newsassistant.core.types import CancelToken

    folder, places = Path(options.output), [Path(place) for place in options.stories]
    if any(place.resolve() == folder.resolve() for place in places):
        options.complain("--output cannot be a folder of stories")
    cancel = CancelToken()
    stories = Stories(
        places,
        recursive=options.recursive,
        encoding=options.encoding or "",
        apart=folder,
        watch=options.watch,
        cancel=cancel,
    )
    with Ledger(folder) as ledger, open_session(context, options.model) as session:
        work = _run_of(options, session, context, stories=stories, ledger=ledger, cancel=cancel)
        with Interrupt() as interrupt:
            work.wants_stop = lambda: interrupt.pressed
            whole_run = work.go()
        context.console.clear_progress()
    count = work.count
    if not whole_run:
        context.console.say("evaluate-stopped", path=ledger.path)
    told = {"made": count.made, "kept": count.kept, "failed": count.failed}
    context.console.say("batch-done", path=ledger.path, **told)
    return 0 if whole_run else Exit.INTERRUPTED


def _run_of(
    options: argparse.Namespace,
    session: Session,
    context: Context,
    *,
    stories: Stories,
    ledger: Ledger,
    cancel: CancelToken,
) -> Run:
    from newsassistant.app.batch.results import Results
    from newsassistant.app.batch.run import Run, Wishes
    from newsassistant.app.machine.memory import read_spare, rows_bound
    from newsassistant.cli.shared.session import open_rows

    wishes = Wishes(
        tasks=tuple(_tasks(options, session, context)),
        rows=options.rows,
        cache_bytes=rows_bound(options.memory, read_spare()),
        all_lines=options.all_lines,
        retry_failed=options.retry_failed,
    )
    language = context.console.language
    checks = not options.no_checks
    results = Results(ledger.folder, session.model, language, checks, options.format)
    shown = _Shown(context, watching=options.watch)
    return Run(
        session.engine,
        session.model,
        stories,
        ledger,
        results,
        wishes,
        open_rows,
        cancel,
        on_count=shown.show,
        on_failed=shown.show_failed,
    )


def _tasks(options: argparse.Namespace, session: Session, context: Context) -> Iterator[Task]:
    """Every job in every style, each style read and checked before anything is written."""
    from newsassistant.app.batch.styles import identity_of, unused_name
    from newsassistant.app.batch.tasks import BASE, Task
    from newsassistant.app.turns import Wanted, params_for
    from newsassistant.cli.shared.session import find_prefix
    from newsassistant.cli.shared.styles import style_of_job

    given = [find_prefix(context, each) for each in dict.fromkeys(options.prefix)]
    styles: list[Path | None] = [*given, *([None] if options.base else [])]
    wanted = Wanted.of(context.settings())
    names: dict[Path, str] = {}
    for preset in dict.fromkeys(options.preset or [DEFAULT_PRESET]):
        job = job_with(preset)
        params = generation_params(options, params_for(session.model, job, wanted))
        for style in styles or [style_of_job(job, session, context)]:
            if style is None:
                yield Task(job.name or job.id, job, params, BASE)
                continue
            path = style.absolute()
            if path not in names:
                names[path] = unused_name(path, list(names.values()))
            yield Task(
                job.name or job.id, job, params, names[path], path, identity_of(path, session.model)
            )


class _Shown:
    """The progress line, as often as eyes follow, and what has failed."""

    def __init__(self, context: Context, *, watching: bool) -> None:
        self._console = context.console
        self._watching = watching
        self._last = 0.0

    def show(self, count: Count) -> None:
        """Replace it."""
        if time.monotonic() - self._last < _SHOWN_S:
            return
        self._last = time.monotonic()
        key = "batch-watching" if self._watching else "batch-progress"
        minutes = round(count.left_s / 60)
        self._console.progress(
            key, done=count.done, total=count.total, failed=count.failed, minutes=minutes
        )

    def show_failed(self, story: Story, error: NewsAssistantError) -> None:
        """A line of its own."""
        from newsassistant.app.batch.results import told

        reason = told(error).text(self._console.language)
        self._console.say("batch-failed", source=story.id, reason=reason)
