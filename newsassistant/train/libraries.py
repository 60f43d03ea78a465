"""Torch and its companions, imported only when asked for, kept off the network, good neighbours.

Knows nothing of models or data. Everything in `train` that needs torch goes through `require`.
They are in the environment, or in a folder of the user's where the window has installed them.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import sys
import warnings
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path

from newsassistant.core.edition import install_command
from newsassistant.core.errors import TrainError
from newsassistant.core.files import read_bytes, read_json, write_whole
from newsassistant.core.outside import UnfitError
from newsassistant.core.resources import requirements_path

NEEDED = ("torch", "transformers", "peft", "accelerate", "safetensors", "matplotlib")
TORCH_LIST, OTHERS_LIST = _LISTS = ("torch.in", "train.txt")
"""In `requirements/`: the versions that this program was tested with."""
_MARK = "newsassistant.json"
_LONGEST_LIST = 4 << 20
OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "TOKENIZERS_PARALLELISM": "false",
}
# Torch's threads meet at the end of every product, and the one that waits spins up to 300,000
# rounds (3 ms). When something else is at work on one of its cores, it spins while the thread that
# it waits for does not run. Starter in f32 on two cores with one busy neighbour: 22 to 111
# tokens/s, and 115 to 125 with 10,000 rounds; alone as fast with both (docs/lab.md).
_SPINS = "10000"
_SPIN_KEYS = ("GOMP_SPINCOUNT", "OMP_WAIT_POLICY")


def require(folder: Path | None = None) -> None:
    """Set the environment that libraries read once, when loaded: call before any import.

    It keeps them quiet and offline, and lets waiting threads give way. What is set already stays.
    What the environment lacks is taken from `folder`.

    Raises TrainError("train-missing") naming the first package that is not installed.
    """
    if name := missing(folder):
        raise TrainError("train-missing", package=name, command=install_command("train"))
    if folder is not None and missing():
        sys.path.append(str(folder))
    for key, value in OFFLINE.items():
        os.environ.setdefault(key, value)
    if not any(key in os.environ for key in _SPIN_KEYS):
        os.environ[_SPIN_KEYS[0]] = _SPINS
    # PEFT 0.21 asks transformers 5 under an older name; nobody here can act on that.
    warnings.filterwarnings("ignore", ".*is_gradient_checkpointing", FutureWarning)


def missing(folder: Path | None = None) -> str:
    """The first package that is neither in the environment nor in `folder`, "" if all are there.

    A folder that another version of this program or of Python has filled counts as empty. Cheap;
    any thread.
    """
    absent = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if not absent or folder is None or not _is_of_now(folder):
        return absent[0] if absent else ""
    here = [str(folder)]
    return next((name for name in absent if PathFinder.find_spec(name, here) is None), "")


def mark_whole(folder: Path) -> None:
    """Write down in a folder of packages which lists and which Python it belongs to; OSError."""
    write_whole(folder / _MARK, json.dumps({"made_for": _now()}).encode(), private=False)


def _is_of_now(folder: Path) -> bool:
    try:
        return read_json(folder / _MARK).get("made_for") == _now()
    except UnfitError:
        return False


@cache
def _now() -> str:
    """The lists and the Python, as one word."""
    lists = (read_bytes(requirements_path(name), _LONGEST_LIST) for name in _LISTS)
    digest = hashlib.sha256(b"\0".join(lists)).hexdigest()
    return f"{sys.platform}-{sys.implementation.cache_tag}-{digest}"
