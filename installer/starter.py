"""Converts the starter model that ships: `python -m installer.starter FOLDER`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from newsassistant.convert.starter import ensure_starter
from newsassistant.core.types import CancelToken


def main(arguments: Sequence[str]) -> int:
    """Make FOLDER/starter unless it is whole and current; raises ModelError."""
    (folder,) = map(Path, arguments)
    print(ensure_starter(folder, lambda done, total: None, CancelToken()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
