"""Compiles the two programs that a user starts, with icon, version and manifest (mingw-w64)."""

from __future__ import annotations

import shutil
from pathlib import Path

from installer.windows import icon
from newsassistant import __version__
from scripts.setup_env import ROOT, run

FILES = ROOT / "installer" / "windows" / "files"
WINDOW = "NewsAssistant.exe"
CONSOLE = "newsassistant-cli.exe"
"""Windows takes NewsAssistant.exe and newsassistant.exe for the same file."""
COMPILER = "x86_64-w64-mingw32-gcc"
RESOURCES = "x86_64-w64-mingw32-windres"
# Without a time of the build, so that the same source makes the same file; as hard to attack as
# Windows allows.
_OPTIONS = (
    *("-std=c11", "-municode", "-O2", "-s", "-static", "-Wall", "-Wextra", "-Werror"),
    "-Wl,--no-insert-timestamp,--dynamicbase,--high-entropy-va,--nxcompat",
)


def commas() -> str:
    """The version as Windows' resources write it: four numbers."""
    numbers = __version__.split(".")
    return ",".join([*numbers, *["0"] * (4 - len(numbers))])


def _stamp(file: str, target: Path, name: str) -> None:
    text = (FILES / file).read_text(encoding="utf-8")
    for key, value in (("@VERSION@", __version__), ("@COMMAS@", commas()), ("@NAME@", name)):
        text = text.replace(key, value)
    target.write_text(text, encoding="utf-8", newline="\n")


def compile_all(folder: Path, work: Path) -> Path:
    """Make both programs in `folder`; the icon, which the setup needs too. Raises SetupError."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    picture = work / "newsassistant.ico"
    icon.write(picture, work / "icons")
    for name, options in ((WINDOW, ("-mwindows", "-DWINDOWED")), (CONSOLE, ("-mconsole",))):
        _stamp("launcher.manifest", work / "launcher.manifest", name)
        _stamp("launcher.rc", work / "launcher.rc", name)
        made = work / f"{name}.o"
        run([RESOURCES, f"--include-dir={work}", str(work / "launcher.rc"), str(made)])
        source = str(FILES / "launcher.c")
        run([COMPILER, *_OPTIONS, *options, source, str(made), "-o", str(folder / name)])
    return picture
