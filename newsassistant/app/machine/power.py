"""Whether the computer runs on its battery. Any thread."""

from __future__ import annotations


def on_battery() -> bool | None:
    """True on the battery, False on the mains, None where the system does not say.

    A computer without a battery does not say. A few milliseconds at most.
    """
    import psutil  # some 10 ms, which the window's start does not wait for

    try:
        battery = psutil.sensors_battery()
    except (AttributeError, OSError, ValueError, RuntimeError):  # some systems have no such call
        return None
    if battery is None or battery.power_plugged is None:
        return None
    return not battery.power_plugged
