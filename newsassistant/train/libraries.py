"""Torch and its companions, imported only when asked for and kept off the network.

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


def require() -> None:
    """Set the environment that keeps the libraries quiet and offline; call before any import.

    Raises TrainError("train-missing") naming the first package that is not installed.
    """
    for name in NEEDED:
        if importlib.util.find_spec(name) is None:
            raise TrainError("train-missing", package=name)
    for key, value in _OFFLINE.items():
        os.environ.setdefault(key, value)
    # PEFT 0.21 asks transformers 5 under an older name; nobody here can act on that.
    warnings.filterwarnings("ignore", ".*is_gradient_checkpointing", FutureWarning)
