"""The environment that the program is frozen in: a Python of its own, with nothing but what ships.

Never the checkout's `.venv`: what is installed there for tests would end in the package.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from scripts.setup_env import (
    OLDEST_PYTHON,
    ROOT,
    SetupError,
    digest,
    requirement_file,
    run,
    say,
    succeeds,
)

BUILD = ROOT / "build" / "installer"
VENV = BUILD / "venv"
STAMP = VENV / "installer.stamp"
LISTS = ("build", "runtime", "starter", "installer")
SYSTEM_PYTHON = Path("/usr/bin/python3")


def program() -> Path:
    """The environment's Python."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def base_python() -> str:
    """The Python that ships: the system's if it is new enough, else the one that runs this.

    One that was built on this machine names the machine's folders in its library.
    """
    wanted = f"import ensurepip, sys; sys.exit(sys.version_info < {OLDEST_PYTHON})"
    if succeeds([str(SYSTEM_PYTHON), "-c", wanted]):
        return str(SYSTEM_PYTHON)
    return sys.executable


def mark(python: str) -> str:
    """Changes whenever the environment must be made anew."""
    return "\n".join([python, *(digest(requirement_file(name)) for name in LISTS)])


def ensure() -> Path:
    """Make the environment unless it is there as it must be; its Python. Raises SetupError."""
    python = base_python()
    wanted = mark(python)
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == wanted:
        return program()
    shutil.rmtree(VENV, ignore_errors=True)
    say(f"creating {VENV.relative_to(ROOT).as_posix()} with {python}")
    run([python, "-m", "venv", str(VENV)])
    for name in LISTS:
        say(f"installing requirements/{name}.txt")
        words = ("--quiet", "--no-deps", "--require-hashes", "--no-build-isolation")
        run([str(program()), "-m", "pip", "install", *words, "-r", str(requirement_file(name))])
    STAMP.write_text(wanted, encoding="utf-8")
    return program()


def site_packages() -> Path:
    """Where the environment keeps its packages; raises SetupError if there are none."""
    for place in (*VENV.glob("lib/python3*/site-packages"), VENV / "Lib" / "site-packages"):
        if place.is_dir():
            return place
    raise SetupError(f"{VENV} holds no packages")
