"""The command line: builds the parser, runs a command, and turns every error into one line.

Each command is a module of its own, which imports late what it needs.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import threading
from collections.abc import Iterator, Sequence

from newsassistant import __version__
from newsassistant.cli.commands import (
    article,
    batch,
    chat,
    check,
    convert,
    evaluate,
    facts,
    gui,
    history,
    jobs,
    logits,
    models,
    prefixes,
    read_document,
    self_test,
    serve,
    summarize,
    tokens,
    tune,
    versions,
)
from newsassistant.cli.shared.command import Commands, Exit
from newsassistant.cli.shared.console import Console, Context, silence_stdout, use_utf8
from newsassistant.cli.shared.words import language_of_locale
from newsassistant.core.errors import EngineError, InputError, NewsAssistantError
from newsassistant.core.logs import describe, set_up, write_crash_report
from newsassistant.core.paths import Paths
from newsassistant.core.umask import files_of_user, private_files

COMMANDS = (
    gui,
    article,
    summarize,
    batch,
    serve,
    chat,
    check,
    facts,
    versions,
    convert,
    models,
    prefixes,
    jobs,
    history,
    logits,
    tokens,
    tune,
    evaluate,
    self_test,
    read_document,
)


def build_parser() -> argparse.ArgumentParser:
    """All commands and their options; the docs are made from it."""
    parser = argparse.ArgumentParser(
        prog="newsassistant",
        description="Summarise news articles and ask about them, with a language model on your "
        "own machine. Without a command, the window opens.",
        epilog="Exit codes: 0 done, 1 an error that says what to do, 2 wrong usage, "
        "130 interrupted.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"newsassistant {__version__}")
    parser.set_defaults(run=gui.run, users_files=False, file=None, new_window=False)
    commands = Commands(parser, required=False)
    for command in COMMANDS:
        command.declare(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; the border of the command line."""
    use_utf8()
    console = Console(language_of_locale())
    try:
        with private_files():
            code = _guarded(arguments, console)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:  # `| head` has read enough
        silence_stdout()
        code = Exit.BROKEN_PIPE
    except KeyboardInterrupt:
        console.clear_progress()
        code = Exit.INTERRUPTED
    _leave_if_stuck(code)
    return code


def _guarded(arguments: Sequence[str] | None, console: Console) -> int:
    """The exit code of a command; only BrokenPipeError and KeyboardInterrupt get past."""
    try:
        options = build_parser().parse_args(arguments)
        context = Context(Paths.from_environment(), console)
        with contextlib.ExitStack() as stack:
            if options.run not in (gui.run, read_document.run):
                stack.enter_context(_logs(context.paths))
            if options.users_files:
                stack.enter_context(files_of_user())
            return int(options.run(options, context))
    except SystemExit as request:  # argparse has printed help, the version or what is wrong
        return request.code if isinstance(request.code, int) else Exit.FAILED
    except NewsAssistantError as error:
        console.error(error)
    except (BrokenPipeError, KeyboardInterrupt, GeneratorExit):
        raise
    except BaseException as error:  # a library written in Rust panics with one
        _report(error, console)
    return Exit.FAILED


@contextlib.contextmanager
def _logs(paths: Paths) -> Iterator[None]:
    """Log to the user's files; where that cannot be, the command runs without."""
    with contextlib.suppress(InputError):  # what the command needs it will ask for itself
        paths.ensure()
    session = set_up(paths)
    try:
        yield
    finally:
        session.close()


def _report(error: BaseException, console: Console) -> None:
    """One line for what nobody foresaw; the traceback goes into a file."""
    report = write_crash_report(Paths.from_environment(), describe(error))
    name = type(error).__name__
    if report is None:
        console.error(EngineError("unexpected", detail=name))
    else:
        console.error(EngineError("crashed", detail=name, path=report))


def _leave_if_stuck(code: int) -> None:
    """End the process although the engine is inside a native call that cannot be cut short."""
    if any(thread.name.startswith("engine") for thread in threading.enumerate()):
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, AttributeError):
                stream.flush()
        os._exit(code)
