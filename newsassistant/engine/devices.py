"""Which devices OpenVINO finds, under names that people know, and what to use instead of one.

Knows nothing of models. Engine thread, or any thread before it starts: the first call loads the
plugins.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import logging
from dataclasses import dataclass

import openvino as ov

log = logging.getLogger(__name__)

CPU, AUTO = "CPU", "AUTO"


@functools.cache
def shared_core() -> ov.Core:
    """The one Core of the process, made on the engine's thread and never freed.

    The CPU plugin (2026.4.1) gives that thread a signal stack; of several Cores, the one that goes
    last puts back the stack of one that has gone.
    """
    return ov.Core()


@dataclass(frozen=True, slots=True)
class Device:
    """OpenVINO's id ("CPU", "GPU.0", "NPU", "AUTO") and the name that the maker gives it."""

    id: str
    name: str


def available() -> list[Device]:
    """The devices of this machine, CPU first, then AUTO if there is a choice."""
    core = shared_core()
    found = [Device(name, _full_name(core, name)) for name in core.available_devices]
    found.sort(key=lambda device: device.id != CPU)
    return [*found, Device(AUTO, AUTO)] if len(found) > 1 else found


def usable(wanted: str) -> str:
    """`wanted` if it is there, else the CPU, which always is; the log says so.

    A driver that has gone must not keep anybody from reading their chats.
    """
    names = [device.id for device in available()]
    if wanted in names or wanted == AUTO or any(n.startswith(f"{wanted}.") for n in names):
        return wanted
    log.warning("device %s is not there, using %s; found: %s", wanted, CPU, ", ".join(names))
    return CPU


def _full_name(core: ov.Core, device: str) -> str:
    try:
        return str(core.get_property(device, "FULL_DEVICE_NAME")).strip() or device
    except RuntimeError:
        return device


def give_back() -> None:
    """Hand what is free in this process's heap back to the system, where the C library can."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
