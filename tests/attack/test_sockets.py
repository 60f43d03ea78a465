"""Nothing leaves the machine: the system's own record of a session with the real model."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from newsassistant.core.paths import Paths
from newsassistant.store.history import History

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "samples" / "offshore-wind.txt"
LIMIT_S = 120

# Opens a file, has it summarised by the real engine, and closes when the answer is saved.
SESSION = """
import sys
from PySide6.QtCore import QTimer
from newsassistant.cli.main import main
from newsassistant.gui.program import Application

def start(self, *values, begin=Application.start):
    begin(self, *values)
    asked = []
    def go_on():
        if not asked and self.window.actions_by_name["summarize"].isEnabled():
            asked.append(self.window.actions_by_name["summarize"].trigger())
        elif asked and any(
            message.status in ("done", "length")
            for talk in self.history.conversations()
            for message in self.history.messages(talk.id)
        ):
            timer.stop()
            self.shutdown.begin()
    timer = QTimer(self)
    timer.timeout.connect(go_on)
    timer.start(100)

Application.start = start
sys.exit(main())
"""

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace, which records calls"),
]


def test_a_session_opens_no_socket_to_a_network(tmp_path: Path, starter_model_dir: Path) -> None:
    paths = Paths.under(tmp_path / "home").ensure()
    (paths.models / "starter").symlink_to(starter_model_dir, target_is_directory=True)
    record = tmp_path / "calls"
    # The time limit inside: ending strace from outside would leave the window open.
    limited = ["timeout", "--kill-after=5", str(LIMIT_S)]
    traced = ["strace", "-f", "--seccomp-bpf", "-e", "trace=%network", "-o", str(record)]
    done = subprocess.run(
        [*traced, *limited, sys.executable, "-c", SESSION, "gui", str(SAMPLE)],
        cwd=ROOT,
        env={**os.environ, "NEWSASSISTANT_HOME": str(tmp_path / "home")},
        capture_output=True,
    )

    calls = record.read_text(errors="replace").splitlines()
    if not any("+++ exited" in line for line in calls):
        pytest.skip(f"strace may not trace here: {done.stderr[-200:]!r}")
    assert done.returncode == 0, done.stderr[-2000:]
    assert answered(paths)
    reaching = [line for line in calls if re.search(r"AF_(?!UNIX|LOCAL|UNSPEC)[A-Z0-9]+", line)]
    assert not reaching, reaching[:5]


def answered(paths: Paths) -> bool:
    """True if the history holds an answer with words."""
    history = History(paths.history, backups=paths.backups, recover=False)
    try:
        messages = [m for talk in history.conversations() for m in history.messages(talk.id)]
    finally:
        history.close()
    return any(message.role == "assistant" and message.content for message in messages)
