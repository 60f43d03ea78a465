"""What must hold of a frozen folder before it becomes a package, and the smoke test of every one.

Run in the build environment (`python -m installer.checks FOLDER WORD...`) it also looks into the
compressed archive of modules; elsewhere into the files.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

PASSED = "The self-test passed."
SELF_TEST_S = 300.0
_RUNPATH = re.compile(r"\((?:RPATH|RUNPATH)\).*\[(.*)\]")


def dangling(folder: Path) -> list[str]:
    """Links that lead nowhere, or out of the folder."""
    root = folder.resolve()
    links = (path for path in folder.rglob("*") if path.is_symlink())
    return [
        str(link.relative_to(folder))
        for link in links
        if not link.exists() or not link.resolve().is_relative_to(root)
    ]


def leaks(folder: Path, words: Sequence[str]) -> list[str]:
    """Files that hold one of `words`, such as the folder of the checkout: "file: word"."""
    wanted = [(word, word.encode()) for word in words]
    return sorted(
        {
            f"{name}: {word}"
            for path in folder.rglob("*")
            if path.is_file() and not path.is_symlink()
            for name, data in _contents(path, str(path.relative_to(folder)))
            for word, sought in wanted
            if sought in data
        }
    )


def _contents(path: Path, name: str) -> Iterator[tuple[str, bytes]]:
    yield name, path.read_bytes()
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            for member in archive.namelist():
                yield f"{name}/{member}", archive.read(member)


def module_leaks(program: Path, words: Sequence[str]) -> list[str]:
    """The same of the modules inside the program; needs PyInstaller."""
    from PyInstaller.archive.readers import CArchiveReader

    archive = CArchiveReader(str(program)).open_embedded_archive("PYZ.pyz")
    return sorted(
        f"{name}: {word}"
        for name in archive.toc
        for word in words
        if word.encode() in (archive.extract(name, raw=True) or b"")
    )


def is_elf(path: Path) -> bool:
    """True for a program or library of Linux."""
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def runpaths(folder: Path) -> list[str]:
    """Libraries that are told to look outside their own folder: "file: path". Linux only."""
    found = []
    for path in folder.rglob("*"):
        if path.is_symlink() or not path.is_file() or not is_elf(path):
            continue
        said = subprocess.run(["readelf", "-d", str(path)], capture_output=True, text=True)
        for paths in _RUNPATH.findall(said.stdout):
            outside = [part for part in paths.split(":") if not part.startswith("$ORIGIN")]
            found += [f"{path.relative_to(folder)}: {part}" for part in outside]
    return found


def problems(folder: Path, words: Sequence[str]) -> list[str]:
    """Everything that is wrong with a frozen folder on this system, in words."""
    found = [f"leads nowhere: {name}" for name in dangling(folder)]
    found += [f"names the build machine: {name}" for name in leaks(folder, words)]
    if sys.platform.startswith("linux"):
        found += [f"looks outside its folder: {name}" for name in runpaths(folder)]
    return found


def new_user(home: str) -> dict[str, str]:
    """The environment of a user with an empty home folder, and nothing of this session."""
    return {
        "PATH": os.defpath,
        "HOME": home,
        "NEWSASSISTANT_HOME": home,
        # Nothing is measured: that is for a user's machine and takes a while on a busy one.
        "NEWSASSISTANT_EXECUTION": "exact",
        **{name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ},
    }


def self_test(program: Path) -> str:
    """Run the program's self-test as a new user without anything of this session; what it said.

    Raises RuntimeError if it failed, or if the first start had to make a model.
    """
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            [str(program), "self-test"],
            env=new_user(home),
            cwd=home,
            capture_output=True,
            encoding="utf-8",
            timeout=SELF_TEST_S,
        )
        made = [path.name for path in Path(home, "data", "models").iterdir()]
    if done.returncode or not done.stdout.rstrip().endswith(PASSED):
        raise RuntimeError(f"the self-test failed:\n{done.stdout}\n{done.stderr}")
    if made:
        raise RuntimeError(f"the first start prepared {', '.join(made)}")
    return done.stdout


def main(arguments: Sequence[str]) -> int:
    """Print what is wrong with a frozen folder; 1 if anything is."""
    folder, words = Path(arguments[0]), arguments[1:]
    program = folder / (f"{folder.name}.exe" if os.name == "nt" else folder.name)
    found = problems(folder, words)
    found += [f"names the build machine: {name}" for name in module_leaks(program, words)]
    print("\n".join(found), end="\n" if found else "", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
