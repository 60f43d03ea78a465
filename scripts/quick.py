"""Chooses the tests of what changed: `make quick`.

The modules changed since the last commit (without any: since main, else in the last commit), their
tests, and the tests of the modules that import them. What a file of tests takes is known from
earlier runs (pytest's cache); those that would not end within a minute are left out and named.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts import house
from scripts.setup_env import ROOT, SetupError

LIMIT_S = 50.0  # a minute, less the start of the workers and the collecting
UNKNOWN_S = 3.0  # of a file that has not been timed
KEPT_SECONDS = ROOT / ".pytest_cache" / "v" / "newsassistant" / "seconds"


@dataclass(frozen=True, slots=True)
class Choice:
    """Files of tests, as paths from the root."""

    taken: list[str]
    left_out: list[str]


def changed_files() -> list[str]:
    """Paths from the root, new files among them; SetupError where git cannot say."""
    new = _git("ls-files", "--others", "--exclude-standard")
    now = [*_git("diff", "--name-only", "HEAD"), *new]
    return now or _git("diff", "--name-only", _base())


def _base() -> str:
    """Where the work began: the commit shared with main; on main itself, that before the last."""
    head = _git("rev-parse", "HEAD")[0]
    for main in ("origin/main", "main"):
        try:
            base = _git("merge-base", "HEAD", main)[0]
        except SetupError:
            continue
        if base != head:
            return base
    return "HEAD~1"


def _git(*arguments: str) -> list[str]:
    command = ["git", "-c", "core.quotePath=false", *arguments]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    except OSError as error:
        raise SetupError(f"git cannot be run: {error.strerror}") from error
    if done.returncode:
        raise SetupError(f"`git {' '.join(arguments)}` failed: {done.stderr.strip()}")
    return done.stdout.splitlines()


def its_tests(path: str) -> str:
    """Where the tests of a module are: in the same folders, the window's beside the unit tests."""
    folders, name = path.split("/")[:-1], path.split("/")[-1]
    if folders[:1] == ["newsassistant"]:
        folders = folders[1:]
    unit = [] if folders[:1] == ["gui"] else ["unit"]
    return "/".join(["tests", *unit, *folders, f"test_{name}"])


def wanted(changed: Iterable[str], edges: house.Edges, files: Mapping[str, Path]) -> list[str]:
    """Files of tests, the most telling first: changed ones, those of changed modules, the others.

    `edges` and `files` are what `house.imports` and `house.modules` give.
    """
    changed = sorted(changed)
    paths = {name: file.relative_to(ROOT).as_posix() for name, file in files.items()}
    modules = [name for name, path in paths.items() if path in changed]
    importers = [name for name, targets in edges.items() if targets & set(modules)]
    near = [path for path in changed if path.startswith("tests/") and _is_test(path)]
    near += [its_tests(path) for path in changed if path.startswith(("installer/", "scripts/"))]
    names = dict.fromkeys([*modules, *importers])
    return list(dict.fromkeys([*near, *(its_tests(paths[name]) for name in names)]))


def _is_test(path: str) -> bool:
    name = path.split("/")[-1]
    return name.startswith("test_") and name.endswith(".py")


def choose(tests: Sequence[str], seconds: Mapping[str, float], limit_s: float) -> Choice:
    """As many of `tests` as end within the limit, in their order; the first runs anyway."""
    choice, spent = Choice([], []), 0.0
    for test in tests:
        cost = seconds.get(test, UNKNOWN_S)
        if choice.taken and spent + cost > limit_s:
            choice.left_out.append(test)
        else:
            choice.taken.append(test)
            spent += cost
    return choice


def known_seconds() -> dict[str, float]:
    """File of tests -> what it took last; empty before the first run."""
    try:
        kept = json.loads(KEPT_SECONDS.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def chosen(workers: int) -> Choice:
    """The tests of what changed that so many workers run within a minute."""
    tests = wanted(changed_files(), house.imports(), house.modules())
    there = [test for test in tests if (ROOT / test).is_file()]
    return choose(there, known_seconds(), LIMIT_S * workers)
