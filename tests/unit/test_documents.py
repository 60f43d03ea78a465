"""What README and docs/ tell a reader to type exists: commands, options, targets, modules, files.

A whole command in a block of code is read by the program's own parser; of one within a sentence
the command and the options must exist. docs/cli.md is made by the program and has a test of its
own; the changelog and the laboratory tell of the past.
"""

from __future__ import annotations

import argparse
import ast
import importlib.util
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsassistant.cli.main import build_parser
from scripts import tasks

ROOT = Path(__file__).resolve().parents[2]
PAST = ("docs/CHANGELOG.md", "docs/lab.md")
PAGES = [
    *("README.md", "CONTRIBUTING.md", "SECURITY.md"),
    *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md")),
]
BLOCK = re.compile(r"^```(?:sh)?\n(.*?)^```$", re.M | re.S)
INLINE = re.compile(r"`([^`\n]+)`")
PROGRAM = re.compile(r"(?:^|[\s/\\])newsassistant(?:\.exe)?(?: (?P<rest>.*))?$")
MODULE = re.compile(r"(?:^|\s)-m (?P<module>(?:scripts|tests)[\w.]*)(?: (?P<rest>.*))?$")
MAKE = re.compile(r"^make(?: [A-Z]+=\S+)* (?P<target>[a-z-]+)(?: ARGS=(?P<rest>.*))?$")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
# Of numactl, torchrun, PyTorch's launcher, pip, git, pytest and apt.
OPTIONS_OF_OTHERS = {
    *("--cpunodebind", "--preferred", "--enable-tcmalloc", "--enable-jemalloc", "--ninstances"),
    *("--no-python", "--node-id", "--core-list", "--ncores-per-instance", "--use-logical-core"),
    *("--disable-iomp", "--nnodes", "--nproc-per-node", "--rdzv-backend", "--rdzv-endpoint"),
    *("--rdzv-id", "--config_file", "--no-deps", "--require-hashes", "--no-verify", "--durations"),
    *("--dist", "--upgrade", "--off", "--config", "--accept", "--try"),
    *("--randomly-seed", "--fail-under"),
}


def text_of(page: str) -> str:
    """The page, with lines that a backslash continues made one."""
    return (ROOT / page).read_text(encoding="utf-8").replace("\\\n", "")


def typed(page: str) -> Iterator[tuple[str, bool]]:
    """(command, whether it is a whole one): lines of blocks of code, and what a sentence quotes."""
    text = text_of(page)
    for block in BLOCK.findall(text):
        yield from ((line.strip(), True) for line in block.splitlines())
    for quoted in INLINE.findall(BLOCK.sub("", text)):
        yield quoted.strip(), False


def words_of(rest: str | None) -> list[str]:
    """The arguments, up to where the shell sends the output."""
    words = shlex.split(rest or "", comments=True)
    ends = [index for index, word in enumerate(words) if word in (">", "|", "&&", "2>")]
    return words[: ends[0]] if ends else words


def descend(words: list[str]) -> tuple[argparse.ArgumentParser, list[str]]:
    """The parser of the command that `words` name, and what follows the name."""
    parser = build_parser()
    while words:
        groups = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
        if not groups or words[0] not in groups[0].choices:
            break
        parser, words = groups[0].choices[words[0]], words[1:]
    return parser, words


def problem(words: list[str], whole: bool) -> str:
    """What is wrong with arguments of the program, "" if nothing is."""
    parser, rest = descend(words)
    has_commands = any(isinstance(a, argparse._SubParsersAction) for a in parser._actions)
    if has_commands and rest and not rest[0].startswith("-") and rest[0] not in ("COMMAND", "..."):
        return f"no command {rest[0]!r}"
    known = parser._option_string_actions
    missing = [w for w in rest if w.startswith("--") and w.strip("[]").split("=")[0] not in known]
    if missing:
        return f"no options {missing}"
    if whole:
        try:
            build_parser().parse_args(words)
        except SystemExit as request:
            return "" if request.code == 0 else "it is refused"
    return ""


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("newsassistant models fetch glm", "no command 'fetch'"),
        (".venv/bin/newsassistant tune --epochs 3", "no options ['--epochs']"),
        ("python -m newsassistant summarize --top-k many", "it is refused"),
        ("newsassistant self-test", ""),
        ("torchrun -m newsassistant tune --model starter --data a --output b > log", ""),
    ],
)
def test_what_does_not_exist_is_found(command: str, said: str) -> None:
    found = PROGRAM.search(command)

    assert found is not None
    assert problem(words_of(found["rest"]), whole=True) == said


def test_the_pages_hold_commands() -> None:
    """Else the tests below would hold for pages that nobody could read."""
    whole = [c for page in PAGES for c, is_whole in typed(page) if is_whole and PROGRAM.search(c)]
    parts = [c for page in PAGES for c, is_whole in typed(page) if not is_whole]

    assert len(whole) >= 10
    assert len([c for c in parts if PROGRAM.search(c)]) >= 40
    assert len([c for c in parts if MAKE.search(c)]) >= 20


@pytest.mark.parametrize("page", [page for page in PAGES if page not in PAST])
def test_commands_of_the_program_exist(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = [
        f"{command}: {said}"
        for command, whole in typed(page)
        if (found := PROGRAM.search(command))
        and (said := problem(words_of(found["rest"]), whole and page != "docs/cli.md"))
    ]

    assert wrong == [], capsys.readouterr().err


@pytest.mark.parametrize("page", PAGES)
def test_targets_of_make_exist(page: str) -> None:
    targets = {found["target"] for command, _ in typed(page) if (found := MAKE.search(command))}
    started = (found for command, _ in typed(page) if (found := MODULE.search(command)))
    rests = [found["rest"] for found in started if found["module"] == "scripts.tasks"]
    told = {words_of(rest)[0] for rest in rests if rest}

    assert (targets | told) - {*tasks.TASKS, "help", "TARGET"} == set()


@pytest.mark.parametrize("page", PAGES)
def test_modules_that_are_started_exist(page: str) -> None:
    modules = {found["module"] for command, _ in typed(page) if (found := MODULE.search(command))}

    assert [name for name in sorted(modules) if importlib.util.find_spec(name) is None] == []


def all_options(parser: argparse.ArgumentParser) -> set[str]:
    """Those of the parser and of its commands."""
    found = set(parser._option_string_actions)
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                found |= all_options(command)
    return found


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "docs/training.md"])
def test_every_option_that_is_named_exists(page: str) -> None:
    code = "\n".join(command for command, _ in typed(page))

    assert set(OPTION.findall(code)) - all_options(build_parser()) - OPTIONS_OF_OTHERS == set()


def test_the_table_of_commands_in_the_readme_names_all_of_them() -> None:
    table = text_of("README.md").partition("## Command line")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| ")]
    named = {quoted.split()[0] for row in rows for quoted in INLINE.findall(row)}
    commands = next(
        {choice.dest: action.choices[choice.dest] for choice in action._choices_actions}
        for action in build_parser()._actions
        if isinstance(action, argparse._SubParsersAction)
    )

    assert set(commands) <= named
    every = set(commands).union(*(set(sub_commands(command)) for command in commands.values()))
    assert named <= every


def sub_commands(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_to_files(page: str) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text_of(page))
    here = [link for link in links if not re.match(r"[a-z]+:", link)]

    assert [link for link in here if not (ROOT / page).parent.joinpath(link).exists()] == []


def test_recipes_that_are_named_exist() -> None:
    named = set(re.findall(r"docs/recipes/[\w.]+", text_of("docs/training.md")))

    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []


def functions_of(path: str) -> set[str]:
    """The names of a file's functions; none if there is no such file."""
    if not (ROOT / path).is_file():
        return set()
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("page", PAGES)
def test_tests_that_are_named_exist(page: str) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text_of(page))
    missing = [f"{path}::{name}" for path, name in named if name not in functions_of(path)]

    assert missing == []
    assert page != "docs/must-stay.md" or len(named) > 50


# --- docs/decisions.md ----------------------------------------------------------------------------


def anchor(heading: str) -> str:
    """What GitHub makes of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_the_decisions_have_a_table_of_contents() -> None:
    text = text_of("docs/decisions.md")
    headings = re.findall(r"^## (.+)$", text, re.M)
    contents = text.partition("\n## ")[0]
    listed = re.findall(r"^- \[(.+)\]\(#(.+)\)$", contents, re.M)

    assert sorted(title for title, _ in listed) == sorted(headings)
    assert [link for title, link in listed if link != anchor(title)] == []
