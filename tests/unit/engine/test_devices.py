"""The CPU is always there; a device that is not leads back to it, with a word in the log."""

from __future__ import annotations

import logging

import pytest

from newsassistant.engine import devices
from newsassistant.engine.devices import Device


def test_the_cpu_is_found_first_and_has_a_name() -> None:
    found = devices.available()
    assert found[0].id == "CPU"
    assert found[0].name


@pytest.mark.parametrize("wanted", ["CPU", "AUTO"])
def test_what_is_there_is_used(wanted: str) -> None:
    assert devices.usable(wanted) == wanted


def test_a_missing_device_gives_way_to_the_cpu(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert devices.usable("GPU.7") == "CPU"
    assert "GPU.7 is not there" in caplog.text


def test_a_family_of_devices_counts_as_there(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [Device("CPU", "c"), Device("GPU.0", "g"), Device("GPU.1", "h")]
    monkeypatch.setattr(devices, "available", lambda: both)
    assert devices.usable("GPU") == "GPU"
    assert devices.usable("GPU.1") == "GPU.1"
    assert devices.usable("NPU") == "CPU"
