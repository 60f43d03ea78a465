"""What `make TARGET` does, for every system: `python -m scripts.tasks TARGET` is the same.

Knows the order of the steps; how the environment is made is `setup_env`'s business.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence

from scripts import setup_env
from scripts.setup_env import ROOT, SetupError, prepare, venv_program

SAMPLE = "resources/samples/offshore-wind.txt"
WELL_COVERED = ("engine", "store", "text")
COVERAGE_FLOOR = 95
LOCK_OPTIONS = (
    "--universal",
    "--python-version=3.11",
    "--fork-strategy=fewest",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-annotate",
    "--no-header",
    "--quiet",
)
# dev.in names what we use; the others name everything, so that nothing else is installed.
LOCKED = (
    "runtime",
    "starter",
    "build",
    "lock",
    "genai",
    "bench-build",
    "bench",
    "dev",
    "train",
    "evaluate",
)
MADE = (".venv", "build", "dist", "htmlcov", "newsassistant.egg-info")
CACHES = (".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache", ".hypothesis")


# What torch says is then of no known type, which strict checking takes for carelessness.
TYPES_WITHOUT_TORCH = (
    "--no-warn-return-any",
    "--no-warn-unused-ignores",
    "--allow-subclassing-any",
    "--allow-untyped-decorators",
)


class StepError(Exception):
    """A step ended with the exit code `code`, and has said why itself."""

    def __init__(self, code: int) -> None:
        super().__init__(f"exit code {code}")
        self.code = code


def step(program: str, *arguments: str, patiently: bool = False) -> None:
    """Run a program of the environment from the root; StepError if it fails.

    `patiently`: after Ctrl-C, which it gets too, it may take its time to end.
    """
    print(f"$ {program} {' '.join(arguments)}", file=sys.stderr, flush=True)
    started = time.monotonic()
    command = [str(venv_program(program)), *arguments]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    run = _run_patiently if patiently else _run_at_once
    code = run(command, environment)
    print(f"  {time.monotonic() - started:.1f} s", file=sys.stderr, flush=True)
    if code:
        raise StepError(code)


def _run_at_once(command: Sequence[str], environment: Mapping[str, str]) -> int:
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


def _run_patiently(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """As long as the program lives: `subprocess.run` kills it a moment after Ctrl-C."""
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue


def lint_steps() -> None:
    """Style, format and types."""
    step("ruff", "check", ".")
    step("ruff", "format", "--check", ".")
    step("mypy", *([] if setup_env.torch_version() else TYPES_WITHOUT_TORCH))


def run(arguments: Sequence[str]) -> None:
    """Open the window."""
    prepare("run")
    step("newsassistant", "gui", *arguments)


def demo(arguments: Sequence[str]) -> None:
    """Summarise the sample article in the terminal."""
    prepare("demo")
    step("newsassistant", "summarize", *(arguments or [SAMPLE]))


def test(arguments: Sequence[str]) -> None:
    """Lint, types, the whole test suite, and the coverage that three layers must have."""
    prepare("test")
    lint_steps()
    step("pytest", "--cov", "--cov-report=term", *arguments)
    for layer in WELL_COVERED:
        floor = f"--fail-under={COVERAGE_FLOOR}"
        step("coverage", "report", f"--include=newsassistant/{layer}/*", floor)
    if not setup_env.torch_version():
        setup_env.say(setup_env.NO_TORCH)


def lint(arguments: Sequence[str]) -> None:
    """Style, format, types and the architecture."""
    prepare("test")
    lint_steps()
    step("pytest", "-q", "tests/unit/test_architecture.py", *arguments)


def attack(arguments: Sequence[str]) -> None:
    """Attack every reader of foreign files, ten times longer than the tests do."""
    prepare("test")
    os.environ.setdefault("ATTACK_ROUNDS", "10")
    step("pytest", "-q", "-s", "tests/attack", *arguments)


def bench(arguments: Sequence[str]) -> None:
    """Measure against the peers."""
    prepare("bench")
    step("python", "-m", "tests.bench", *arguments, patiently=True)


def train_setup(arguments: Sequence[str]) -> None:
    """Install what `newsassistant tune` and `newsassistant evaluate` need."""
    prepare("train")


def style(arguments: Sequence[str]) -> None:
    """Train and score the sample style; about an hour and a half."""
    prepare("train")
    step("python", "-m", "scripts.style", *arguments)


def lock(arguments: Sequence[str]) -> None:
    """Pin requirements/*.in again; `--upgrade` takes newer versions."""
    prepare("lock")
    for name in LOCKED:
        deps = [] if name == "dev" else ["--no-deps"]
        files = [f"requirements/{name}.in", "-o", f"requirements/{name}.txt"]
        step("uv", "pip", "compile", *LOCK_OPTIONS, *deps, *files, *arguments)


def clean(arguments: Sequence[str]) -> None:
    """Remove what the other targets made in the checkout; the user's own data stays."""
    for name in (*MADE, *CACHES):
        shutil.rmtree(ROOT / name, ignore_errors=True)
    for made in ROOT.glob(".coverage*"):
        made.unlink()


TASKS: dict[str, Callable[[Sequence[str]], None]] = {
    "run": run,
    "demo": demo,
    "test": test,
    "attack": attack,
    "bench": bench,
    "lint": lint,
    "train-setup": train_setup,
    "style": style,
    "lock": lock,
    "clean": clean,
}


def usage() -> str:
    """One line a target."""
    lines = [f"  {name:13}{(task.__doc__ or '').strip()}" for name, task in TASKS.items()]
    return "\n".join(["make TARGET, or python -m scripts.tasks TARGET", *lines])


def main(arguments: Sequence[str]) -> int:
    """Run one target; the exit code is that of the step that failed."""
    if not arguments or arguments[0] not in TASKS:
        print(usage())
        return 0 if list(arguments) in ([], ["help"]) else 2
    try:
        TASKS[arguments[0]](arguments[1:])
    except SetupError as error:
        setup_env.say(str(error))
        return 1
    except StepError as failed:
        return failed.code
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
