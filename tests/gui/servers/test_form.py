"""The form of a server: only what has answered can be saved, and only as it was tried."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget

from newsassistant.core.errors import RemoteError
from newsassistant.engine.remote.engine import Known
from newsassistant.engine.remote.offered import Offered
from newsassistant.engine.remote.server import Server
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.servers.form import ServerForm

MODELS = [Offered("m", "M")]
KNOWN = Known(
    Server("https://desk.example/v1", "na-key", "/ca.pem", "http://p:3128", context=9),
    tuple(MODELS),
    agreed=True,
)


class Heard:
    """What the form has asked for."""

    def __init__(self, form: ServerForm) -> None:
        self.tried: list[Server] = []
        self.saved: list[Known] = []
        form.try_requested.connect(self.tried.append)
        form.saved.connect(self.saved.append)


@pytest.fixture
def form(theme: Theme, parent: QWidget) -> ServerForm:
    made = ServerForm(theme, None, parent=parent)
    made.show()
    return made


def test_it_is_saved_once_it_has_answered(form: ServerForm) -> None:
    heard = Heard(form)
    assert not form.try_button.isEnabled()
    form.address.setText("desk.example")
    form.key.setText(" na-key ")
    assert not form.save_button.isEnabled()
    form.try_button.click()
    assert heard.tried == [Server("https://desk.example/v1", "na-key")]
    form.set_trying(True)
    assert not form.try_button.isEnabled()
    form.set_trying(False)
    form.set_offered(heard.tried[0], MODELS)
    assert "1 model" in form.answer.text()
    form.save_button.click()

    assert heard.saved == [Known(heard.tried[0], tuple(MODELS))]


def test_what_is_changed_after_that_must_be_tried_again(form: ServerForm) -> None:
    form.address.setText("desk.example")
    form.set_offered(Server("https://desk.example/v1"), MODELS)
    assert form.save_button.isEnabled()
    form.address.setText("desk.example.org")

    assert not form.save_button.isEnabled()
    assert form.answer.text() == ""


def test_what_cannot_be_an_address_is_told_at_once(form: ServerForm) -> None:
    heard = Heard(form)
    form.address.setText("http://desk.example")
    form.try_button.click()

    assert "plain http" in form.error.text()
    assert heard.tried == []
    form.http.setChecked(True)
    form.try_button.click()
    assert heard.tried == [Server("http://desk.example/v1", allows_http=True)]


def test_a_server_without_models_is_not_saved(form: ServerForm) -> None:
    form.address.setText("desk.example")
    form.set_offered(Server("https://desk.example/v1"), [])

    assert "no model" in form.answer.text()
    assert not form.save_button.isEnabled()


def test_a_failure_is_shown(form: ServerForm) -> None:
    form.set_error(RemoteError("remote-key", host="desk.example", status=401))

    assert "does not accept the key" in form.error.text()


@pytest.mark.parametrize(
    ("address", "http"), [("https://other.example", False), ("http://desk.example", True)]
)
def test_one_that_is_known_keeps_what_was_agreed_unless_the_way_is_another(
    theme: Theme, parent: QWidget, address: str, http: bool
) -> None:
    form = ServerForm(theme, KNOWN, parent=parent)
    heard = Heard(form)
    form.try_button.click()
    assert heard.tried == [KNOWN.server]
    form.set_offered(KNOWN.server, MODELS)
    form.save_button.click()
    assert heard.saved == [KNOWN]

    other = ServerForm(theme, KNOWN, parent=parent)
    heard = Heard(other)
    other.address.setText(address)
    other.http.setChecked(http)
    other.try_button.click()
    other.set_offered(heard.tried[0], MODELS)
    other.save_button.click()
    assert not heard.saved[0].agreed


def test_the_key_is_not_shown(form: ServerForm) -> None:
    assert form.key.echoMode() is QLineEdit.EchoMode.Password


def test_every_field_has_a_name_and_a_tip(form: ServerForm) -> None:
    for field in (form.address, form.key, form.ca_file, form.proxy):
        assert field.accessibleName()
        assert field.toolTip()
        assert field.objectName()
