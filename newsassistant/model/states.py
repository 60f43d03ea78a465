"""The names of a graph's states: `convert` gives them, `engine` finds keys and values by them.

They are those that OpenVINO GenAI uses.
"""

from __future__ import annotations

import re
from typing import Literal

StateKind = Literal["key", "value"]
KINDS: tuple[StateKind, ...] = ("key", "value")
_NAME = re.compile(r"past_key_values\.(\d+)\.(?:key|value)present\.\1\.(?:key|value)")


def state_name(layer: int, kind: StateKind) -> str:
    """The state that holds a layer's keys or values."""
    return f"past_key_values.{layer}.{kind}present.{layer}.{kind}"


def layer_of(state: str) -> int | None:
    """The layer whose rows a state of that name holds, None for another name."""
    found = _NAME.fullmatch(state)
    return int(found[1]) if found else None
