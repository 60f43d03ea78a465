"""The command line's reference as Markdown, made from the parsers: `docs/cli.md` is its output.

Knows nothing of the commands but their parsers. Python's own help is not used, because its layout
differs between versions.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsassistant.cli.shared.context import Context

_HEAD = """# Command line

Made by `newsassistant help-markdown > docs/cli.md`; a test compares the two.
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command; without `help` it stays out of the list of commands."""
    parser = commands.add_parser(
        "help-markdown",
        description="Print this reference as Markdown.",
        allow_abbrev=False,
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, context: Context) -> int:
    """Print the reference."""
    from newsassistant.cli.main import build_parser

    context.console.write(markdown(build_parser()))
    return 0


def markdown(parser: argparse.ArgumentParser) -> str:
    """The whole reference of `parser` and its commands."""
    sections = [_HEAD, *(_section(command) for command in _commands(parser))]
    epilog = f"\n{parser.epilog}\n" if parser.epilog else ""
    return "\n".join(sections) + epilog


def _commands(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """`parser` and the commands that its help lists, and theirs."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            listed = {choice.dest for choice in action._choices_actions}
            for name, command in action.choices.items():
                if name in listed:
                    yield from _commands(command)


def _section(parser: argparse.ArgumentParser) -> str:
    rows = [_row(action) for action in parser._actions if action.help != argparse.SUPPRESS]
    rows += [
        f"| `{choice.dest}` | {choice.help} |"
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
        for choice in action._choices_actions
    ]
    lines = [f"## `{_synopsis(parser)}`", "", parser.description or "", ""]
    return "\n".join([*lines, "| argument | meaning |", "|---|---|", *filter(None, rows), ""])


def _synopsis(parser: argparse.ArgumentParser) -> str:
    words = [parser.prog]
    for action in parser._actions:
        if not action.option_strings:
            name = _name(action)
            words.append(f"[{name}]" if action.nargs == "?" else name)
    return " ".join(words)


def _row(action: argparse.Action) -> str:
    if isinstance(action, argparse._SubParsersAction):
        return ""
    forms = ", ".join(action.option_strings) or _name(action)
    value = f" {_name(action)}" if action.option_strings and action.nargs != 0 else ""
    default = action.default
    shown = f"; default: `{default}`" if isinstance(default, str) and _is_value(default) else ""
    return f"| `{forms}{value}` | {action.help}{shown} |"


def _is_value(default: str) -> bool:
    return default not in ("", "-", argparse.SUPPRESS)


def _name(action: argparse.Action) -> str:
    if isinstance(action, argparse._SubParsersAction):
        return "COMMAND"
    if action.choices is not None:
        return " or ".join(str(choice) for choice in action.choices)
    return str(action.metavar or action.dest.upper())
