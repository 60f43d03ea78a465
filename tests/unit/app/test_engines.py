"""The engine runs as the settings file says, and by default without one."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsassistant.app.engines import openvino_engine
from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from newsassistant.engine.engine import OpenVinoEngine
from newsassistant.engine.runtime import RuntimeOptions


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSASSISTANT_HOME", str(tmp_path))


def options() -> RuntimeOptions:
    engine = openvino_engine()
    assert isinstance(engine, OpenVinoEngine)
    return engine._options


def test_without_a_file_the_defaults_count() -> None:
    assert options() == RuntimeOptions()


def test_the_settings_choose_device_and_cache_precision() -> None:
    paths = Paths.from_environment().ensure()
    Settings(device="GPU", kv_cache_precision="u8").save(paths.settings_file)

    assert options() == RuntimeOptions(device="GPU", kv_cache_precision="u8")
