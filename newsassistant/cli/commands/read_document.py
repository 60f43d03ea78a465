"""`newsassistant read-document`, not listed: the child process in which documents are read.

Whoever starts it bounds its time and memory; see `app.reading`.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from newsassistant.cli.shared.command import Exit

if TYPE_CHECKING:
    from newsassistant.cli.shared.command import Commands
    from newsassistant.cli.shared.console import Context


def declare(commands: Commands) -> None:
    """Describe the command."""
    commands.add(
        "read-document",
        run,
        help=None,
        description="Read one document from standard input, for the program that has started this.",
    )


def run(options: argparse.Namespace, context: Context) -> int:
    """Answer one request with a line of JSON; nothing is logged and no file is touched."""
    from newsassistant.readers.child import serve

    if sys.stdin is None or sys.stdout is None:
        return Exit.FAILED
    return serve(sys.stdin.buffer, sys.stdout.buffer)
