"""Attacks on every reader of things from outside: bounded in the suite, longer by `make attack`."""

from __future__ import annotations

import os

ROUNDS_VARIABLE = "ATTACK_ROUNDS"


def rounds(ordinary: int) -> int:
    """How many attacks of a kind to make: `ordinary`, times what `make attack` asks for."""
    return ordinary * int(os.environ.get(ROUNDS_VARIABLE, "1"))
