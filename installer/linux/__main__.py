"""`make installer-linux`: freezes the program, and makes the packages for Linux of it in dist/."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence

from installer import frozen
from installer.linux import deb, selfextract
from scripts.setup_env import ROOT, SetupError, exit_code, install_debian, say, succeeds

TARGET = ROOT / "dist"
TOOLS = {
    "dpkg-shlibdeps": "dpkg-dev",
    "lintian": "lintian",
    "makeself": "makeself",
    "xz": "xz-utils",
}


def ensure_tools() -> None:
    """Install what packages are made with, where that is possible; SetupError if it is missing."""
    missing = [package for program, package in TOOLS.items() if shutil.which(program) is None]
    if not selfextract.FONT.is_file():
        missing.append(selfextract.FONT_PACKAGE)
    # dpkg-shlibdeps asks which package brings each of the system's libraries.
    known = succeeds(["dpkg", "-s", *selfextract.LIBRARIES])
    if (missing or not known) and not install_debian([*missing, *selfextract.LIBRARIES]):
        raise SetupError(
            f"to make the packages, install {' '.join([*missing, *selfextract.LIBRARIES])}"
        )


def build(keeps: bool) -> None:
    """Make both packages, of the frozen folder that is there if it is to be kept; SetupError."""
    ensure_tools()
    is_there = keeps and frozen.PROGRAM.is_file()
    folder = frozen.FOLDER if is_there else frozen.freeze()
    made = [deb.build(folder, TARGET), selfextract.build(folder, TARGET)]
    for complaint in deb.check(made[0]):
        say(complaint)
    frozen.tell(made)


def main(arguments: Sequence[str]) -> int:
    """Build all; `--keep` takes the frozen folder that is there. The exit code."""
    return exit_code(lambda: build("--keep" in arguments))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
