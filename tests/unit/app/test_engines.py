"""The engine runs as the settings file says, and by default without one."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsassistant.app import engines as module
from newsassistant.app.engines import EXECUTION_VARIABLE, openvino_engine, read_wishes
from newsassistant.app.machine.memory import Spare
from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from newsassistant.engine.engine import OpenVinoEngine
from newsassistant.engine.execution import Wishes


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSASSISTANT_HOME", str(tmp_path))


@pytest.fixture
def settings_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """As for users: the tests' own choice of exact execution does not count."""
    monkeypatch.delenv(EXECUTION_VARIABLE)


@pytest.mark.usefixtures("settings_rule")
def test_without_a_file_the_defaults_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "read_spare", lambda: None)
    assert read_wishes() == Wishes()


@pytest.mark.usefixtures("settings_rule")
def test_the_settings_choose_mode_device_and_cache_precision() -> None:
    paths = Paths.from_environment().ensure()
    Settings(execution="fastest", device="GPU", kv_cache_precision="u8").save(paths.settings_file)

    wishes = read_wishes()
    assert (wishes.mode, wishes.device, wishes.kv_cache_precision) == ("fastest", "GPU", "u8")


@pytest.mark.parametrize(("named", "mode"), [("exact", "exact"), ("reckless", "fastest")])
def test_the_environment_goes_before_the_settings(
    monkeypatch: pytest.MonkeyPatch, named: str, mode: str
) -> None:
    Settings(execution="fastest").save(Paths.from_environment().ensure().settings_file)
    monkeypatch.setenv(EXECUTION_VARIABLE, named)
    assert read_wishes().mode == mode


@pytest.mark.parametrize(("spare", "second"), [(Spare(24, 80), 6), (Spare(80, 80), 10), (None, 0)])
def test_a_second_compilation_may_take_what_memory_there_is(
    monkeypatch: pytest.MonkeyPatch, spare: Spare | None, second: int
) -> None:
    monkeypatch.setattr(module, "read_spare", lambda: spare)
    assert read_wishes().second_bytes == second


@pytest.mark.parametrize(("spare", "ahead"), [(Spare(24, 80), 8), (None, 0)])
def test_weights_are_read_ahead_where_memory_has_room_for_them_twice(
    monkeypatch: pytest.MonkeyPatch, spare: Spare | None, ahead: int
) -> None:
    monkeypatch.setattr(module, "read_spare", lambda: spare)
    assert read_wishes().ahead_bytes == ahead


def test_a_changed_setting_counts_from_the_next_load(starter_model_dir: Path) -> None:
    paths = Paths.from_environment().ensure()
    engine = openvino_engine()
    assert isinstance(engine, OpenVinoEngine)
    precisions = []
    for precision in ("f32", "f16"):
        Settings(kv_cache_precision=precision).save(paths.settings_file)
        engine.load(starter_model_dir, lambda done, total: None)
        compiled = engine.need().runtime.compiled
        precisions.append(compiled.get_property("KV_CACHE_PRECISION").get_type_name())
    engine.close()

    assert precisions == ["f32", "f16"]


@pytest.mark.parametrize(("setting", "bound"), [(1000, 1_000_000_000), (0, 300_000_000)])
def test_what_was_read_may_take_what_the_settings_say(
    monkeypatch: pytest.MonkeyPatch, setting: int, bound: int
) -> None:
    monkeypatch.setattr(module, "read_spare", lambda: Spare(3_000_000_000, 8_000_000_000))
    Settings(kept_memory_mb=setting).save(Paths.from_environment().ensure().settings_file)
    assert read_wishes().kept_bytes == bound
