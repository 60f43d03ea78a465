"""What `make TARGET` does, for every system: `python -m scripts.tasks TARGET` is the same.

Knows the order of the steps; how the environment is made is `setup_env`'s business.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence

from scripts import quick as quick_tests
from scripts import setup_env
from scripts.setup_env import ROOT, SetupError, prepare, venv_program

SAMPLE = "resources/samples/offshore-wind.txt"
WELL_COVERED = ("engine", "store", "text")
COVERAGE_FLOOR = 95
# A worker holds a torch, an OpenVINO and a Qt of its own: up to 2 GB.
MOST_WORKERS = 4
WORKER_BYTES = 3 << 30
SLOWEST = 20
HOOKS = "scripts/hooks"
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
    "server",
    "cluster",
    "installer",
    "windows-test",
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
    run = _run_patiently if patiently else _run_at_once
    code = run([str(venv_program(program)), *arguments], _environment())
    print(f"  {time.monotonic() - started:.1f} s", file=sys.stderr, flush=True)
    if code:
        raise StepError(code)


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONUTF8": "1"}


@contextlib.contextmanager
def beside(program: str, *arguments: str) -> Iterator[None]:
    """Run a program while the body runs, and print what it said at the end.

    Raises StepError if it fails; a StepError of the body comes first, after that output.
    """
    command = [str(venv_program(program)), *arguments]
    print(f"$ {program} {' '.join(arguments)} &", file=sys.stderr, flush=True)
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said,
        subprocess.Popen(
            command, cwd=ROOT, env=_environment(), stdout=said, stderr=subprocess.STDOUT
        ) as process,
    ):
        try:
            yield
        finally:
            code = process.wait()
            said.seek(0)
            print(f"$ {program} said:\n{said.read()}", file=sys.stderr, end="", flush=True)
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


def style_steps() -> None:
    """Style, format and dead code: seconds."""
    step("ruff", "check", ".")
    step("ruff", "format", "--check", ".")
    step("vulture")


def types() -> tuple[str, ...]:
    """The command that checks the types."""
    return ("mypy", *(() if setup_env.torch_version() else TYPES_WITHOUT_TORCH))


def workers() -> int:
    """How many processes share the tests: one a core, as many as the memory holds, at most 4."""
    room = MOST_WORKERS
    with contextlib.suppress(AttributeError, ValueError, OSError):  # as on Windows
        room = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // WORKER_BYTES
    return max(1, min(os.cpu_count() or 1, MOST_WORKERS, room))


def spread() -> tuple[str, ...]:
    """Options of pytest: each worker begins with whole files of its own, whose fixtures are dear,
    and takes of the others' when it has none left."""
    return ("-n", str(workers()), "--dist", "worksteal")


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
    style_steps()
    with beside(*types()):
        slowest = f"--durations={SLOWEST}"
        # Of these alone: measuring slows a line of ours down two and a half times.
        measured = (f"--cov=newsassistant/{layer}" for layer in WELL_COVERED)
        step("pytest", *spread(), slowest, *measured, "--cov-report=term", *arguments)
    for layer in WELL_COVERED:
        floor = f"--fail-under={COVERAGE_FLOOR}"
        step("coverage", "report", f"--include=newsassistant/{layer}/*", floor)
    if not setup_env.torch_version():
        setup_env.say(setup_env.NO_TORCH)


def lint(arguments: Sequence[str]) -> None:
    """Style, format, dead code, types and the architecture."""
    prepare("test")
    style_steps()
    with beside(*types()):
        step("pytest", "-q", "tests/unit/test_architecture.py", *arguments)


def quick(arguments: Sequence[str]) -> None:
    """The tests of what changed since the last commit, within a minute."""
    prepare("test")
    choice = quick_tests.chosen(workers())
    for test in choice.left_out:
        setup_env.say(f"left out, it would take too long: {test}")
    if not choice.taken:
        setup_env.say("nothing that changed has tests")
        return
    step("pytest", "-q", *spread(), *choice.taken, *arguments)


def commit_check(arguments: Sequence[str]) -> None:
    """What the hook of a commit checks: style, format, dead code, and `quick`."""
    style_steps()
    quick(arguments)


def hook(arguments: Sequence[str]) -> None:
    """Let git check every commit of this checkout first (`commit-check`); `--off` ends it."""
    off = list(arguments) == ["--off"]
    setting = ("--unset", "core.hooksPath") if off else ("core.hooksPath", HOOKS)
    setup_env.run(["git", "config", *setting])
    setup_env.say("commits are not checked any more" if off else f"{HOOKS} checks every commit")


def attack(arguments: Sequence[str]) -> None:
    """Attack every reader of foreign files, ten times longer than the tests do."""
    prepare("test")
    os.environ.setdefault("ATTACK_ROUNDS", "10")
    step("pytest", "-q", "-s", "tests/attack", *arguments)


def pictures(arguments: Sequence[str]) -> None:
    """Compare pictures of the window with the accepted ones; `--accept` renews those."""
    prepare("test")
    step("python", "-m", "tests.pictures", *arguments)


def bench(arguments: Sequence[str]) -> None:
    """Measure against the peers."""
    prepare("bench")
    step("python", "-m", "tests.bench", *arguments, patiently=True)


def train_setup(arguments: Sequence[str]) -> None:
    """Install what `newsassistant tune` and `newsassistant evaluate` need."""
    prepare("train")


def style(arguments: Sequence[str]) -> None:
    """Train and score the starter's built-in styles; an hour and a half or more."""
    prepare("train")
    step("python", "-m", "scripts.style", *arguments)


def lock(arguments: Sequence[str]) -> None:
    """Pin requirements/*.in again; `--upgrade` takes newer versions."""
    prepare("lock")
    for name in LOCKED:
        deps = [] if name == "dev" else ["--no-deps"]
        files = [f"requirements/{name}.in", "-o", f"requirements/{name}.txt"]
        step("uv", "pip", "compile", *LOCK_OPTIONS, *deps, *files, *arguments)


def frozen(arguments: Sequence[str]) -> None:
    """Freeze the program into build/installer, check the folder and run its self-test."""
    setup_env.run([setup_env.find_python(), "-m", "installer", *arguments])


def installer_linux(arguments: Sequence[str]) -> None:
    """Freeze the program and make the .deb and the .run for Linux, in dist/."""
    setup_env.run([setup_env.find_python(), "-m", "installer.linux", *arguments])


def installer_training(arguments: Sequence[str]) -> None:
    """Freeze the training pack and make its .deb and .run for Linux, in dist/."""
    setup_env.run([setup_env.find_python(), "-m", "installer.linux.training", *arguments])


def installer_macos(arguments: Sequence[str]) -> None:
    """Freeze the program and make the .dmg for macOS, in dist/; it has never been tried."""
    setup_env.run([setup_env.find_python(), "-m", "installer.macos", *arguments])


def release(arguments: Sequence[str]) -> None:
    """Put bills of materials beside the packages in dist/, and write their checksums."""
    setup_env.run([setup_env.find_python(), "-m", "installer.release", *arguments])


def installer_windows(arguments: Sequence[str]) -> None:
    """Make the setup for Windows in dist/, on Linux; `--try` tries it under Wine."""
    setup_env.run([setup_env.find_python(), "-m", "installer.windows", *arguments])


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
    "pictures": pictures,
    "attack": attack,
    "bench": bench,
    "lint": lint,
    "quick": quick,
    "hook": hook,
    "commit-check": commit_check,
    "train-setup": train_setup,
    "style": style,
    "lock": lock,
    "frozen": frozen,
    "installer-linux": installer_linux,
    "installer-training": installer_training,
    "installer-macos": installer_macos,
    "release": release,
    "installer-windows": installer_windows,
    "clean": clean,
}


def usage() -> str:
    """One line a target."""
    lines = [f"  {name:20}{(task.__doc__ or '').strip()}" for name, task in TASKS.items()]
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
