"""The OpenVINO engine as the settings want it: device and KV-cache precision.

Knows nothing of models. Called on the engine's thread: importing OpenVINO takes most of a second.
"""

from __future__ import annotations

from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from newsassistant.engine.protocol import Engine


def openvino_engine() -> Engine:
    """An engine with no model yet; settings that cannot be read count as the defaults."""
    from newsassistant.engine.engine import OpenVinoEngine
    from newsassistant.engine.runtime import RuntimeOptions

    settings, _ = Settings.load(Paths.from_environment().settings_file)
    return OpenVinoEngine(
        RuntimeOptions(device=settings.device, kv_cache_precision=settings.kv_cache_precision)
    )
