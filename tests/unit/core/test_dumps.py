"""A process that has forbidden core files leaves none, whatever kills it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import os, resource
from newsassistant.core.dumps import forbid_core_dumps
resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
print(forbid_core_dumps(), resource.getrlimit(resource.RLIMIT_CORE)[0], flush=True)
os.abort()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no core files")
def test_a_process_that_aborts_leaves_no_core_file(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert ended.stdout.split() == ["True", "0"]
    assert ended.returncode == -6
    assert list(tmp_path.iterdir()) == []
