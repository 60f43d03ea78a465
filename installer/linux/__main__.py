"""`make installer-linux`: freezes the program, and makes the packages for Linux of it in dist/."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from installer import frozen
from installer.linux import deb, packages, selfextract
from installer.products import MAIN
from scripts.setup_env import exit_code


def build(folder: Path) -> list[Path]:
    """Both packages of a frozen folder; raises SetupError."""
    target = packages.TARGET
    return [deb.build(folder, target), selfextract.build(folder, target)]


def main(arguments: Sequence[str]) -> int:
    """Build all; `--keep` takes the frozen folder that is there. The exit code."""
    keeps = "--keep" in arguments
    return exit_code(lambda: packages.make(MAIN, frozen.freeze, build, keeps=keeps))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
