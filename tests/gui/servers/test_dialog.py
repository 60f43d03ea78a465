"""The list of servers."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from newsassistant.engine.remote.engine import Known
from newsassistant.engine.remote.offered import Offered
from newsassistant.engine.remote.server import Server
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.servers.dialog import ServersDialog

ADDRESS = "https://desk.example:8443/v1"
KNOWN = Known(Server(ADDRESS, "na-key"), (Offered("m", "M"),))


@pytest.fixture
def dialog(theme: Theme, parent: QWidget) -> ServersDialog:
    made = ServersDialog(theme, parent)
    made.show()
    return made


def words(dialog: ServersDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if not label.isHidden())


def button(dialog: ServersDialog, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, f"{name}_{ADDRESS}")
    assert isinstance(found, QPushButton)
    return found


def test_without_any_it_says_so(dialog: ServersDialog) -> None:
    assert "No server is set up." in words(dialog)


def test_a_server_says_what_it_offers_and_whether_texts_go_there(dialog: ServersDialog) -> None:
    dialog.set_servers([KNOWN], "")
    assert "desk.example:8443" in words(dialog)
    assert "house styles are not available on this server" in words(dialog)
    assert "asked before the first text" in words(dialog)
    assert "na-key" not in words(dialog)
    dialog.set_servers([Known(KNOWN.server, KNOWN.models, agreed=True)], "")
    assert "Texts leave this computer." in words(dialog)


def test_one_in_use_stays(dialog: ServersDialog) -> None:
    dialog.set_servers([KNOWN], "desk.example:8443")
    assert not button(dialog, "remove").isEnabled()
    dialog.set_servers([KNOWN], "other.example")
    assert button(dialog, "remove").isEnabled()


def test_presses_are_told_by_address(dialog: ServersDialog) -> None:
    heard: list[tuple[str, str]] = []
    dialog.acted.connect(lambda action, address: heard.append((action, address)))
    dialog.set_servers([KNOWN], "")
    for name in ("try", "change", "remove"):
        button(dialog, name).click()

    assert heard == [(name, ADDRESS) for name in ("try", "change", "remove")]
