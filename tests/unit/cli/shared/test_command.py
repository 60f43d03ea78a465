"""What every command gets by being declared."""

from __future__ import annotations

import argparse

import pytest

from newsassistant.cli.shared.command import Commands, Exit
from newsassistant.cli.shared.console import Context


def run(options: argparse.Namespace, context: Context) -> int:
    return 0


@pytest.fixture
def parser() -> argparse.ArgumentParser:
    """One command, and a group of one."""
    made = argparse.ArgumentParser(prog="p", allow_abbrev=False)
    commands = Commands(made)
    plain = commands.add("plain", run, help="it", description="Does it.", users_files=True)
    plain.add_argument("--size")
    group = commands.group("group", help="them", description="Does them.")
    group.add("inner", run, help="one", description="Does one.")
    return made


def test_a_command_names_what_runs_it(parser: argparse.ArgumentParser) -> None:
    options = parser.parse_args(["plain", "--size", "2"])

    assert (options.run, options.users_files, options.size) == (run, True, "2")


def test_a_command_of_a_group_is_a_command(parser: argparse.ArgumentParser) -> None:
    options = parser.parse_args(["group", "inner"])

    assert (options.run, options.users_files) == (run, False)


@pytest.mark.parametrize("wrong", [["plain", "--siz", "2"], ["group"], []])
def test_nothing_is_abbreviated_or_left_out(
    parser: argparse.ArgumentParser, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        parser.parse_args(wrong)

    assert caught.value.code == 2
    assert "usage: p" in capsys.readouterr().err


def test_codes_are_those_of_a_shell() -> None:
    assert [int(code) for code in Exit] == [1, 130, 141]


def test_a_command_without_help_runs_and_is_not_listed() -> None:
    made = argparse.ArgumentParser(prog="p")
    Commands(made).add("inner", run, help=None, description="For the program itself.")

    assert made.parse_args(["inner"]).run is run
    assert "inner" not in made.format_help()
