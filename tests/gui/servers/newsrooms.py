"""A home with a newsroom server in it, and what a test does with that in the window."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QLabel

from newsassistant.app.remote.book import ServerBook
from newsassistant.core.paths import Paths
from newsassistant.core.places import remote_id
from newsassistant.engine.remote.engine import Known
from newsassistant.engine.remote.offered import Offered, OfferedStyle
from newsassistant.engine.remote.server import Server
from tests.gui.pages import MainPage
from tests.recorded_server import RecordedServer

KEY = "na-canary-key"
EVENING = OfferedStyle("house-7b:evening", "Evening desk")
HOUSE = Offered("house-7b", "House 7B", 8192, (EVENING,))
PLAIN = Offered("qwen2.5:7b", "qwen2.5:7b")


def set_up(
    home: Path, server: RecordedServer, *, agreed: bool = True, models: Sequence[Offered] = (HOUSE,)
) -> str:
    """Keep a server in a home; the id of its first model."""
    known = Known(Server(server.address, KEY), tuple(models), agreed)
    ServerBook(Paths.under(home)).put(known)
    return remote_id(server.address, models[0].name)


def host(server: RecordedServer) -> str:
    return f"127.0.0.1:{server.port}"


def choose(page: MainPage, model_id: str) -> None:
    """Choose a model in the menu, and wait for it."""
    page.window.status.model_chosen.emit(model_id)
    page.wait_idle()


def banner(page: MainPage) -> str:
    """The line above the conversation, "" where there is none."""
    label = page.window.findChild(QLabel, "place_label")
    shown = label is not None and label.isVisible()
    return label.text() if label is not None and shown else ""


def promise(page: MainPage) -> str:
    """What the foot of the window says of connections."""
    return page.widget("offline_label").accessibleName()
