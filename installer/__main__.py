"""`make frozen`: the program's folder alone, checked and tried; no package is made of it."""

from __future__ import annotations

import sys

from installer import frozen
from scripts.setup_env import exit_code, say


def main() -> int:
    """Freeze it; the exit code."""
    return exit_code(lambda: say(f"{frozen.freeze()} is whole"))


if __name__ == "__main__":
    sys.exit(main())
