"""`make frozen`: the program's folder alone, checked and tried; no package is made of it."""

from __future__ import annotations

import sys

from installer import frozen
from scripts.setup_env import SetupError, say


def main() -> int:
    """Freeze it; the exit code."""
    try:
        say(f"{frozen.freeze()} is whole")
    except SetupError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
