"""The OpenVINO engine as the settings want it: device and KV-cache precision.

Knows nothing of models. Called on the engine's thread: importing OpenVINO takes most of a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from newsassistant.engine.protocol import Engine

if TYPE_CHECKING:
    from newsassistant.engine.runtime import RuntimeOptions


def openvino_engine() -> Engine:
    """An engine with no model yet; it reads the settings whenever it loads one."""
    from newsassistant.engine.engine import OpenVinoEngine

    return OpenVinoEngine(read_options)


def read_options() -> RuntimeOptions:
    """What the settings file says; one that cannot be read counts as the defaults."""
    from newsassistant.engine.runtime import RuntimeOptions

    settings, _ = Settings.load(Paths.from_environment().settings_file)
    cache = settings.kv_cache_precision
    return RuntimeOptions(device=settings.device, kv_cache_precision=cache.replace("auto", "f16"))
