"""The frozen program starts with the command line."""

from __future__ import annotations

import subprocess
import sys

from newsassistant import __version__
from scripts.setup_env import ROOT


def test_it_starts_with_the_command_line() -> None:
    command = [sys.executable, "-m", "installer.start", "--version"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert (done.returncode, done.stdout.strip()) == (0, f"newsassistant {__version__}")
