"""The OpenVINO engine as the settings want it, on this machine.

Called on the engine's thread: importing OpenVINO takes most of a second.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, get_args

from newsassistant.app.machine.memory import Spare, kept_bound, read_spare
from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from newsassistant.core.types import Mode
from newsassistant.engine.protocol import Engine

if TYPE_CHECKING:
    from newsassistant.engine.execution import Wishes

EXECUTION_VARIABLE = "NEWSASSISTANT_EXECUTION"
"""For scripts that must not depend on the user's settings: a mode, which counts before theirs."""
SECOND_OF_TOTAL, SECOND_OF_FREE = 8, 4
"""A second compilation may take an eighth of the memory, and a quarter of what is free."""
AHEAD_OF_FREE = 3
"""Weights that are read ahead stand in the system's cache beside their repacked copy, with room."""


def openvino_engine() -> Engine:
    """An engine with no model yet; it reads the settings whenever it loads one."""
    from newsassistant.engine.engine import OpenVinoEngine
    from newsassistant.engine.kept import KeptGraphs
    from newsassistant.engine.plans import Plans, machine

    paths = Paths.from_environment()
    kept = KeptGraphs(paths.graphs, machine)
    return OpenVinoEngine(read_wishes, Plans(paths.measurements_file), kept)


def read_wishes() -> Wishes:
    """What the settings file says; one that cannot be read counts as the defaults."""
    from newsassistant.engine.execution import Wishes

    settings, _ = Settings.load(Paths.from_environment().settings_file)
    spare = read_spare()
    named = os.environ.get(EXECUTION_VARIABLE, "")
    modes: dict[str, Mode] = {mode: mode for mode in get_args(Mode)}
    return Wishes(
        mode=modes.get(named) or modes[settings.execution],
        device=settings.device,
        kv_cache_precision=settings.kv_cache_precision,
        second_bytes=_second_bytes(spare),
        kept_bytes=kept_bound(settings.kept_memory_mb, spare),
        ahead_bytes=spare.free // AHEAD_OF_FREE if spare else 0,
    )


def _second_bytes(spare: Spare | None) -> int:
    return min(spare.total // SECOND_OF_TOTAL, spare.free // SECOND_OF_FREE) if spare else 0
