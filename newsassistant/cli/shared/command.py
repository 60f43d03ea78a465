"""How commands are declared, and with which codes they end."""

from __future__ import annotations

import argparse
import enum
from collections.abc import Callable
from typing import TYPE_CHECKING

from newsassistant.core import wire

if TYPE_CHECKING:
    from newsassistant.cli.shared.console import Context

Run = Callable[[argparse.Namespace, "Context"], int]
"""Carries out a command and returns its exit code; raises NewsAssistantError."""


class Exit(enum.IntEnum):
    """The exit codes besides 0 and argparse's own 2; the last two are those of a shell."""

    FAILED = 1
    INTERRUPTED = wire.INTERRUPTED
    BROKEN_PIPE = 141


class Commands:
    """The commands of the program, or those of one of its commands."""

    def __init__(self, parser: argparse.ArgumentParser, *, required: bool = True) -> None:
        self._parsers = parser.add_subparsers(
            title="commands", metavar="COMMAND", required=required
        )

    def add(
        self,
        name: str,
        run: Run,
        *,
        help: str | None,
        description: str,
        users_files: bool = False,
    ) -> argparse.ArgumentParser:
        """Declare a command; the parser takes its options. One without `help` is not listed.

        `users_files`: it makes folders that the user has named, which others may read as usual;
        the other commands write what belongs to the program and is private.
        """
        parser = self._add(name, help, description)
        parser.set_defaults(run=run, users_files=users_files)
        return parser

    def group(self, name: str, *, help: str, description: str) -> Commands:
        """Declare a command that consists of commands."""
        return Commands(self._add(name, help, description))

    def _add(self, name: str, help: str | None, description: str) -> argparse.ArgumentParser:
        if help is None:
            return self._parsers.add_parser(name, description=description, allow_abbrev=False)
        return self._parsers.add_parser(
            name, help=help, description=description, allow_abbrev=False
        )
