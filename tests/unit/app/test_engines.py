"""The engine runs as the settings file says, and by default without one."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsassistant.app.engines import openvino_engine, read_options
from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from newsassistant.engine.engine import OpenVinoEngine
from newsassistant.engine.runtime import RuntimeOptions


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSASSISTANT_HOME", str(tmp_path))


def test_without_a_file_the_defaults_count() -> None:
    assert read_options() == RuntimeOptions()


def test_the_settings_choose_device_and_cache_precision() -> None:
    paths = Paths.from_environment().ensure()
    Settings(device="GPU", kv_cache_precision="u8").save(paths.settings_file)

    assert read_options() == RuntimeOptions(device="GPU", kv_cache_precision="u8")


def test_a_changed_setting_counts_from_the_next_load(starter_model_dir: Path) -> None:
    paths = Paths.from_environment().ensure()
    engine = openvino_engine()
    assert isinstance(engine, OpenVinoEngine)
    precisions = []
    for precision in ("f32", "f16"):
        Settings(kv_cache_precision=precision).save(paths.settings_file)
        engine.load(starter_model_dir, lambda done, total: None)
        compiled = engine._need().runtime.compiled
        precisions.append(compiled.get_property("KV_CACHE_PRECISION").get_type_name())
    engine.close()

    assert precisions == ["f32", "f16"]
