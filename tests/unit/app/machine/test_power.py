"""Mains or battery, as the system's sensors say it."""

from __future__ import annotations

from types import SimpleNamespace

import psutil
import pytest

from newsassistant.app.machine.power import on_battery


@pytest.mark.parametrize(("plugged", "said"), [(True, False), (False, True), (None, None)])
def test_a_battery(
    monkeypatch: pytest.MonkeyPatch, plugged: bool | None, said: bool | None
) -> None:
    battery = SimpleNamespace(percent=80, secsleft=3600, power_plugged=plugged)
    monkeypatch.setattr(psutil, "sensors_battery", lambda: battery, raising=False)

    assert on_battery() is said


def test_no_battery(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "sensors_battery", lambda: None, raising=False)

    assert on_battery() is None


@pytest.mark.parametrize(
    "error", [PermissionError(1, "no"), ValueError("empty"), RuntimeError("?")]
)
def test_sensors_that_fail_say_nothing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(psutil, "sensors_battery", fail, raising=False)

    assert on_battery() is None


def test_a_system_without_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(psutil, "sensors_battery", raising=False)

    assert on_battery() is None


def test_this_computer_is_asked() -> None:
    assert on_battery() in (True, False, None)
