"""Torch and its companions, imported only when asked for, kept off the network, good neighbours.

Knows nothing of models or data. Everything in `train` that needs torch goes through `require`.
"""

from __future__ import annotations

import importlib.util
import os
import warnings

from newsassistant.core.errors import TrainError

NEEDED = ("torch", "transformers", "peft", "accelerate", "safetensors", "matplotlib")
_OFFLINE = {
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


def require() -> None:
    """Set the environment that libraries read once, when loaded: call before any import.

    It keeps them quiet and offline, and lets waiting threads give way. What is set already stays.

    Raises TrainError("train-missing") naming the first package that is not installed.
    """
    for name in NEEDED:
        if importlib.util.find_spec(name) is None:
            raise TrainError("train-missing", package=name)
    for key, value in _OFFLINE.items():
        os.environ.setdefault(key, value)
    if not any(key in os.environ for key in _SPIN_KEYS):
        os.environ[_SPIN_KEYS[0]] = _SPINS
    # PEFT 0.21 asks transformers 5 under an older name; nobody here can act on that.
    warnings.filterwarnings("ignore", ".*is_gradient_checkpointing", FutureWarning)
