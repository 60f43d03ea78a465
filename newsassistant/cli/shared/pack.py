"""Hands a command over to the training pack, in a frozen program that has one."""

from __future__ import annotations

import os
import subprocess
import sys

from newsassistant.app.training.pack import trainer
from newsassistant.core.edition import needs_pack


def hand_over() -> int | None:
    """Let the training pack carry out this program's command line; its exit code.

    None: this program does it itself. Where the system can, the pack takes the place of this
    process, and the call does not return. Raises TrainError where the pack is missing or another's.
    """
    if not needs_pack():
        return None
    words = [*trainer(), *sys.argv[1:]]
    sys.stdout.flush()
    sys.stderr.flush()
    if sys.platform == "win32":  # there a new process would not be waited for
        return subprocess.run(words).returncode
    os.execv(words[0], words)
