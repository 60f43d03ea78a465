"""How this program came here, and what its advice on packages is for that reason.

The only place that tells a checkout, an installed package and a frozen program apart.
"""

from __future__ import annotations

import shlex
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

Extra = Literal["train", "evaluate"]
_CHECKOUT = Path(__file__).resolve().parents[2]


def can_install() -> bool:
    """True if the running Python can install packages by itself: it has pip. Any thread."""
    return not getattr(sys, "frozen", False) and find_spec("pip") is not None


def install_command(extra: Extra) -> str:
    """What to type in a terminal for the packages of an extra."""
    if (_CHECKOUT / "scripts" / "tasks.py").is_file():
        if sys.platform == "win32":
            return f'cd /d "{_CHECKOUT}" && python -m scripts.tasks train-setup'
        return f"make -C {shlex.quote(str(_CHECKOUT))} train-setup"
    python = "python3" if getattr(sys, "frozen", False) else shlex.quote(sys.executable)
    return f"{python} -m pip install 'newsassistant[{extra}]'"
