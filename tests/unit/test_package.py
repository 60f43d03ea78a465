"""What importing the package does to the process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_openvino_cannot_send_usage_figures() -> None:
    code = (
        "import newsassistant, openvino, sys;"
        "print([name for name, module in sys.modules.items()"
        " if name.startswith('openvino_telemetry') and module is not None])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)

    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr
