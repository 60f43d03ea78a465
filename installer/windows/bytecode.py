"""Compiles the modules that ship for the Python that ships, which then needs no source of them.

Bytecode belongs to one Python: another of the same series makes it, or the very one that ships,
under Wine. Nothing is written into the program's folder when it runs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

from installer import products
from installer.windows.embeddable import STANDARD_LIBRARY
from scripts.setup_env import SetupError, say

PREFIX = products.BUILD / "windows" / "wine"
"""A Wine of the build's own, not that of whoever runs it."""
_MAGIC = "import importlib.util, sys; sys.stdout.write(importlib.util.MAGIC_NUMBER.hex())"
_OPTIONS = ("-b", "-q", "-f", "-s", ".", "--invalidation-mode", "unchecked-hash")


def magic(python: Path) -> str:
    """What the bytecode of an unpacked Python begins with, in hex; from its own library."""
    with zipfile.ZipFile(python / STANDARD_LIBRARY) as library:
        name = next(name for name in library.namelist() if name.endswith(".pyc"))
        return library.read(name)[:4].hex()


def compiler(python: Path) -> list[str]:
    """The command of a Python that makes bytecode for the one in `python`; raises SetupError."""
    wanted = magic(python)
    own = str(python / "python.exe")
    for command in ([sys.executable], ["python3.13"], [own], ["wine", own]):
        try:
            said = _run([*command, "-I", "-c", _MAGIC], python)
        except OSError:
            continue
        if said.stdout.strip() == wanted:
            return command
    raise SetupError("to compile for Windows' Python, install Python 3.13, or Wine (wine64, wine)")


def _run(command: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "WINEPREFIX": str(PREFIX), "WINEDEBUG": "-all"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )


def compile_folder(folder: Path, python: Path) -> None:
    """Put bytecode in the place of each .py below `folder`; raises SetupError.

    It names its source by the path inside `folder`, so no path of this machine.
    """
    command = compiler(python)
    say(f"compiling with {' '.join(command)}")
    done = _run([*command, "-I", "-m", "compileall", *_OPTIONS, "."], folder)
    if done.returncode:
        raise SetupError(f"some modules do not compile:\n{done.stdout}{done.stderr}")
    for source in folder.rglob("*.py"):
        if not source.with_suffix(".pyc").is_file():
            raise SetupError(f"{source} was not compiled")
        source.unlink()
