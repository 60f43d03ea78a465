"""A command that ends with its parent: stopped like Ctrl-C, with the time to save its work."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

WORK = """
import time
from newsassistant.cli.shared.parent import stop_with_parent
stop_with_parent()
try:
    print("ready", flush=True)  # inside, for the signal may come at once
    time.sleep(600)
except KeyboardInterrupt:
    print("nobody reads this", flush=True)
    open({path!r}, "w").write("saved")
    raise SystemExit(130)
"""


def start(path: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", WORK.format(path=str(path))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def test_the_end_of_stdin_interrupts(tmp_path: Path) -> None:
    with start(tmp_path / "saved") as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stdout.readline().strip() == b"ready"
        child.stdin.close()
        assert child.stdout.read() == b""
        assert child.wait() == 130

    assert (tmp_path / "saved").read_text() == "saved"


def test_a_broken_stdout_does_not_keep_it_from_saving(tmp_path: Path) -> None:
    with start(tmp_path / "saved") as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdout.readline()
        child.stdout.close()
        child.stdin.close()
        assert child.wait() == 130

    assert (tmp_path / "saved").read_text() == "saved"


def test_what_the_parent_writes_does_not_matter(tmp_path: Path) -> None:
    with start(tmp_path / "saved") as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdout.readline()
        child.stdin.write(b"still here\n")
        child.stdin.flush()
        assert child.poll() is None
        child.stdin.close()
        assert child.wait() == 130
