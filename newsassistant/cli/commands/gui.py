"""`newsassistant gui`, and `newsassistant` alone: opens the window.

The one door from the command line to it.
"""

from __future__ import annotations

import argparse
import gc
from pathlib import Path
from typing import TYPE_CHECKING

from newsassistant.cli.shared.arguments import file_name
from newsassistant.core.errors import EngineError

if TYPE_CHECKING:
    from newsassistant.cli.shared.command import Commands
    from newsassistant.cli.shared.console import Context


def declare(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add(
        "gui",
        run,
        help="open the window; the same as no command",
        description="Open the window, with a file's text as the article if one is named, or with "
        "the conversation that was saved in it. Where it is open already, it comes to the front "
        "and gets the file.",
    )
    parser.add_argument(
        "file",
        nargs="?",
        type=file_name,
        metavar="FILE",
        help="a text, a document, a saved page or mail, or a saved conversation",
    )
    parser.add_argument(
        "--new-window",
        action="store_true",
        help="open another window: the same conversations, an article of its own",
    )


def run(options: argparse.Namespace, context: Context) -> int:
    """Open the window and wait until it is closed.

    Raises NewsAssistantError, "window-unavailable" when Qt or a library of the system is missing.
    """
    collects = gc.isenabled()
    gc.disable()  # nothing of what is imported goes; the loop takes the collector over
    try:
        return _run(options, context)
    finally:
        if collects:
            gc.enable()


def _run(options: argparse.Namespace, context: Context) -> int:
    try:
        from newsassistant.gui import application
    except ImportError as error:
        raise EngineError("window-unavailable", detail=error.msg) from error
    context.console.clear_progress()
    return application.run(
        Path(options.file) if options.file else None,
        new_window=options.new_window,
        on_raised=lambda: context.console.say("window-raised"),
    )
