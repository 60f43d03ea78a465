"""The command line's reference as Markdown, made from the parsers: `docs/cli.md` is its output.

Python's own help is not used, because its layout differs between versions.
`python -m scripts.cli_reference > docs/cli.md`
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from newsassistant.cli.main import build_parser

_HEAD = """# Command line

Made by `python -m scripts.cli_reference > docs/cli.md`; a test compares the two.
"""


def main() -> None:
    """Print the reference, in UTF-8 wherever it goes."""
    sys.stdout.buffer.write(markdown(build_parser()).encode())


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


if __name__ == "__main__":
    main()
