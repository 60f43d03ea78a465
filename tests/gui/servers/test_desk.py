"""Servers are added, tried, changed and removed; what goes wrong is said where it was asked."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from newsassistant.app.remote.book import ServerBook
from newsassistant.core.paths import Paths
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.servers.desk import ServersDesk
from newsassistant.gui.servers.form import ServerForm
from tests.gui.pages import RecordedDialogs
from tests.gui.servers.newsrooms import HOUSE, set_up
from tests.recorded_server import RecordedServer, as_json, listed, newsroom, serving


class OpenForms(RecordedDialogs):
    """Leaves the form open, as a user does who fills it in."""

    def open(self, dialog: QDialog) -> None:
        if isinstance(dialog, ServerForm):
            self.asked.append(("form", None))
            dialog.show()
        else:
            super().open(dialog)


@pytest.fixture
def server() -> Iterator[RecordedServer]:
    with serving(newsroom("a")) as running:
        yield running


@pytest.fixture
def dialogs(theme: Theme) -> OpenForms:
    return OpenForms(theme)


@pytest.fixture
def desk(
    parent: QWidget, dialogs: OpenForms, tmp_path: Path, qtbot: QtBot
) -> Iterator[ServersDesk]:
    with ThreadPoolExecutor(2) as executor:
        book = ServerBook(Paths.under(tmp_path))
        made = ServersDesk(parent, dialogs, book, executor, lambda: "")
        yield made
        made.stop()
        qtbot.waitUntil(lambda: not made.is_busy())
        made.dialog.close()


def form_of(desk: ServersDesk) -> ServerForm:
    assert desk.form is not None
    return desk.form


def test_the_first_server(
    desk: ServersDesk, server: RecordedServer, tmp_path: Path, qtbot: QtBot
) -> None:
    desk.show()
    form = form_of(desk)
    form.address.setText(f"127.0.0.1:{server.port}")
    form.key.setText("na-key")
    form.try_button.click()
    qtbot.waitUntil(form.save_button.isEnabled)
    assert "1 model · 1 style" in form.answer.text()
    with qtbot.waitSignal(desk.changed):
        form.save_button.click()

    (known,) = ServerBook(Paths.under(tmp_path)).all()
    assert known.server.address == server.address
    assert known.server.key == "na-key"
    assert [model.name for model in known.models] == ["house-7b"]
    assert not known.agreed
    assert "is set up" in desk.dialog.note.text()


def test_what_the_server_refuses_is_said_in_the_form(desk: ServersDesk, qtbot: QtBot) -> None:
    with serving(as_json({}, "401 No")) as server:
        desk.show()
        form = form_of(desk)
        form.address.setText(server.address)
        form.try_button.click()
        qtbot.waitUntil(lambda: "does not accept the key" in form.error.text())

    assert not form.save_button.isEnabled()
    assert form.try_button.isEnabled()


def test_a_form_that_is_closed_asks_no_more(
    desk: ServersDesk, server: RecordedServer, qtbot: QtBot
) -> None:
    desk.show()
    form = form_of(desk)
    form.address.setText(server.address)
    form.try_button.click()
    form.reject()

    assert desk.form is None
    qtbot.waitUntil(lambda: not desk.is_busy())


def test_trying_again_renews_what_a_server_offers(
    desk: ServersDesk, server: RecordedServer, tmp_path: Path, qtbot: QtBot
) -> None:
    set_up(tmp_path, server, models=(HOUSE,))
    desk.show()
    server.answers = lambda received: listed("new-model", "other")
    with qtbot.waitSignal(desk.changed):
        desk.dialog.acted.emit("try", server.address)

    (known,) = ServerBook(Paths.under(tmp_path)).all()
    assert [model.name for model in known.models] == ["new-model", "other"]
    assert known.agreed
    assert "2 models" in desk.dialog.note.text()


def test_trying_one_that_is_away_says_so(desk: ServersDesk, tmp_path: Path, qtbot: QtBot) -> None:
    with serving([]) as server:
        set_up(tmp_path, server)
    desk.show()
    desk.dialog.acted.emit("try", server.address)
    qtbot.waitUntil(lambda: "cannot be reached" in desk.dialog.error.text())

    assert len(ServerBook(Paths.under(tmp_path)).all()) == 1


def test_one_is_changed_in_its_place(
    desk: ServersDesk, server: RecordedServer, tmp_path: Path, qtbot: QtBot
) -> None:
    set_up(tmp_path, server)
    desk.show()
    desk.dialog.acted.emit("change", server.address)
    form = form_of(desk)
    form.address.setText(f"http://localhost:{server.port}/v3")
    form.try_button.click()
    qtbot.waitUntil(form.save_button.isEnabled)
    form.save_button.click()

    (known,) = ServerBook(Paths.under(tmp_path)).all()
    assert known.server.address == f"http://localhost:{server.port}/v3"
    assert server.received[-1].path == "/v3/models"
    assert not known.agreed  # another host


def test_removing_asks_first(
    desk: ServersDesk, dialogs: OpenForms, server: RecordedServer, tmp_path: Path
) -> None:
    set_up(tmp_path, server)
    desk.show()
    desk.dialog.acted.emit("remove", server.address)
    assert dialogs.names()[-1] == "ask"
    assert len(ServerBook(Paths.under(tmp_path)).all()) == 1
    dialogs.agree = True
    desk.dialog.acted.emit("remove", server.address)
    assert ServerBook(Paths.under(tmp_path)).all() == ()


def test_a_certificate_is_chosen(desk: ServersDesk, dialogs: OpenForms, tmp_path: Path) -> None:
    dialogs.file = tmp_path / "desk.pem"
    desk.show()
    form_of(desk).file_button.click()

    assert form_of(desk).ca_file.text() == str(tmp_path / "desk.pem")
