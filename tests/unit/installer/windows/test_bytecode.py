"""Modules ship as bytecode of the right Python, without paths of the machine."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from installer.windows import bytecode
from installer.windows.embeddable import STANDARD_LIBRARY
from scripts.setup_env import SetupError


def unpacked(folder: Path, magic: bytes) -> Path:
    """A Python whose standard library has bytecode that begins so."""
    folder.mkdir()
    with zipfile.ZipFile(folder / STANDARD_LIBRARY, "w") as library:
        library.writestr("os.pyc", magic + bytes(12))
    return folder


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """One that takes the bytecode of the Python that runs the tests."""
    return unpacked(tmp_path / "python", importlib.util.MAGIC_NUMBER)


def test_modules_become_bytecode_that_runs(tmp_path: Path, python: Path) -> None:
    package = tmp_path / "pkgs" / "p"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "m.py").write_text(
        "def f() -> None: ...\nprint(f.__code__.co_filename)\n", encoding="utf-8"
    )
    bytecode.compile_folder(tmp_path / "pkgs", python)

    assert {path.name for path in package.iterdir()} == {"__init__.pyc", "m.pyc"}
    command = [sys.executable, "-c", "import p.m"]
    done = subprocess.run(command, cwd=tmp_path / "pkgs", capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert str(tmp_path).encode() not in (package / "m.pyc").read_bytes()


def test_a_module_that_does_not_compile_ends_the_build(tmp_path: Path, python: Path) -> None:
    (tmp_path / "pkgs").mkdir()
    (tmp_path / "pkgs" / "bad.py").write_text("def", encoding="utf-8")

    with pytest.raises(SetupError, match=r"bad\.py"):
        bytecode.compile_folder(tmp_path / "pkgs", python)


def test_bytecode_of_another_python_is_never_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
        asked.append(command[0])
        return subprocess.CompletedProcess(command, 0, "01020305", "")

    monkeypatch.setattr(bytecode, "_run", run)
    with pytest.raises(SetupError, match=r"Python 3\.13"):
        bytecode.compiler(unpacked(tmp_path / "python", b"\1\2\3\4"))
    assert asked[-1] == "wine"
    assert sys.executable in asked
