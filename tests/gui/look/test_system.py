"""What the system wants: asked of a desktop's portal on a bus of its own, and put into effect."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from newsassistant.gui.look import system
from newsassistant.gui.look.system import STILL, Motion
from tests.end2end import accessibility
from tests.end2end.dbus import Bus, Message

PORTAL = "org.freedesktop.portal.Desktop"
ASK = """
from PySide6.QtCore import QCoreApplication
from newsassistant.gui.look.system import system_is_still
app = QCoreApplication([])
print(system_is_still())
"""
LIMIT_S = 30.0


@pytest.fixture
def bus() -> Iterator[dict[str, str]]:
    """The environment of a desktop session without anything."""
    if accessibility.missing():
        pytest.skip(accessibility.missing())
    with accessibility.session_bus("") as environment:
        yield environment


def is_still(environment: dict[str, str]) -> str:
    """What a program in that session finds."""
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        env=environment,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=True,
    )
    return done.stdout.strip()


def with_portal(environment: dict[str, str], wishes: dict[tuple[str, str], Any]) -> str:
    """The same where a portal knows these wishes."""

    def answer(call: Message) -> tuple[str, Any] | None:
        wish = wishes.get((call.body[0], call.body[1])) if call.member == "Read" else None
        return None if wish is None else ("v", ("v", wish))

    portal = Bus(environment["DBUS_SESSION_BUS_ADDRESS"])
    portal.own(PORTAL)
    thread = threading.Thread(target=portal.serve, args=(answer,))
    thread.start()
    try:
        return is_still(environment)
    finally:
        portal.close()
        thread.join(LIMIT_S)


def test_without_a_portal_things_move(bus: dict[str, str]) -> None:
    assert is_still(bus) == "False"


def test_without_a_session_nobody_is_asked() -> None:
    environment = {**os.environ}
    environment.pop("DBUS_SESSION_BUS_ADDRESS", None)

    assert is_still(environment) == "False"


@pytest.mark.parametrize(("animations", "still"), [(True, "False"), (False, "True")])
def test_gnome_says_whether_things_move(bus: dict[str, str], animations: bool, still: str) -> None:
    wishes = {("org.gnome.desktop.interface", "enable-animations"): ("b", animations)}

    assert with_portal(bus, wishes) == still


def test_a_desktop_says_that_motion_is_reduced(bus: dict[str, str]) -> None:
    wishes = {("org.freedesktop.appearance", "reduced-motion"): ("u", 1)}

    assert with_portal(bus, wishes) == "True"


def test_stillness_is_put_into_effect_and_taken_back(qapp: QApplication) -> None:
    usual = Motion.of(qapp)
    STILL.apply(qapp)
    still = (qapp.isEffectEnabled(Qt.UIEffect.UI_AnimateCombo), qapp.cursorFlashTime())
    usual.apply(qapp)

    assert still == (False, 0)
    assert Motion.of(qapp) == usual


def test_a_qt_that_knows_no_contrast_asks_for_none() -> None:
    assert not system.system_has_contrast(object())  # type: ignore[arg-type]
