"""The environment that the program is frozen in: a Python of its own, with nothing but what ships.

Never the checkout's `.venv`: what is installed there for tests would end in the package.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from installer.products import MAIN, Product
from scripts.setup_env import (
    OLDEST_PYTHON,
    ROOT,
    TORCH_LIST,
    SetupError,
    digest,
    requirement_file,
    run,
    say,
    succeeds,
)

STAMP = "installer.stamp"
SYSTEM_PYTHON = Path("/usr/bin/python3")
# Prints Debian's names of what the Python that runs it lacks to be frozen with.
_LACKS = """
import ctypes, importlib.util, sys, sysconfig
name = "python%d.%d" % sys.version_info[:2]
if importlib.util.find_spec("ensurepip") is None:
    print(name + "-venv")
try:
    ctypes.CDLL(sysconfig.get_config_var("INSTSONAME"))
except (OSError, TypeError):
    print("lib" + name)
"""


def lists(product: Product) -> tuple[str, ...]:
    """The requirement files of what ships, and of what freezes it."""
    return ("build", *product.lists, "installer")


def program(product: Product = MAIN) -> Path:
    """The environment's Python."""
    return product.venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def base_python() -> str:
    """The Python that ships: the system's if it is new enough, else the one that runs this.

    One that was built on this machine names the machine's folders in its library.
    """
    wanted = f"import ensurepip, sys; sys.exit(sys.version_info < {OLDEST_PYTHON})"
    if succeeds([str(SYSTEM_PYTHON), "-c", wanted]):
        return str(SYSTEM_PYTHON)
    return sys.executable


def lacks_of_system_python() -> list[str]:
    """Debian's names of the packages without which the system's Python cannot be frozen.

    None for one that is too old, or is not there: then the one that runs this is taken.
    """
    old = f"import sys; sys.exit(sys.version_info < {OLDEST_PYTHON})"
    if not succeeds([str(SYSTEM_PYTHON), "-c", old]):
        return []
    said = subprocess.run([str(SYSTEM_PYTHON), "-c", _LACKS], capture_output=True, text=True)
    return said.stdout.split()


def mark(python: str, product: Product = MAIN) -> str:
    """Changes whenever the environment must be made anew."""
    files = [requirement_file(name) for name in lists(product)]
    return "\n".join([python, *map(digest, [*files, *([TORCH_LIST] if product.torch else [])])])


def ensure(product: Product = MAIN) -> Path:
    """Make the environment unless it is there as it must be; its Python. Raises SetupError."""
    python, made = base_python(), program(product)
    stamp, wanted = product.venv / STAMP, mark(python, product)
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return made
    shutil.rmtree(product.venv, ignore_errors=True)
    say(f"creating {product.venv.relative_to(ROOT).as_posix()} with {python}")
    run([python, "-m", "venv", str(product.venv)])
    pip = (str(made), "-m", "pip", "install", "--quiet", "--no-deps")
    for name in lists(product):
        say(f"installing requirements/{name}.txt")
        hashed = ("--require-hashes", "--no-build-isolation")
        run([*pip, *hashed, "-r", str(requirement_file(name))])
    if product.torch:
        say("installing torch")
        # Which build is right is the machine's business, so it has no hash: scripts/setup_env.py.
        run([*pip, "--only-binary", ":all:", "-r", str(TORCH_LIST)])
    stamp.write_text(wanted, encoding="utf-8")
    return made


def site_packages(product: Product = MAIN) -> Path:
    """Where the environment keeps its packages; raises SetupError if there are none."""
    for place in ("lib/python3*/site-packages", "Lib/site-packages"):
        for found in product.venv.glob(place):
            return found
    raise SetupError(f"{product.venv} holds no packages")
