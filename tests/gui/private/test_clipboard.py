"""Only what was copied here and then is taken out of the clipboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QClipboard, QGuiApplication

from newsassistant.gui.private.clipboard import NOT_KEPT, PrivateClipboard


@pytest.fixture
def owner(qapp: object) -> Iterator[QObject]:
    QGuiApplication.clipboard().clear()
    owner = QObject()
    yield owner
    owner.deleteLater()
    QGuiApplication.clipboard().clear()


@pytest.fixture
def clipboard() -> QClipboard:
    return QGuiApplication.clipboard()


def test_what_was_copied_since_goes(owner: QObject, clipboard: QClipboard) -> None:
    watch = PrivateClipboard(owner)
    watch.begin()
    clipboard.setText("secret")
    clipboard.setText("another secret")
    watch.end()
    assert clipboard.text() == ""


def test_what_was_copied_before_or_after_stays(owner: QObject, clipboard: QClipboard) -> None:
    watch = PrivateClipboard(owner)
    clipboard.setText("before")
    watch.begin()
    watch.end()
    assert clipboard.text() == "before"
    watch.begin()
    clipboard.setText("secret")
    watch.end()
    clipboard.setText("after")
    watch.end()
    assert clipboard.text() == "after"


def test_what_others_have_copied_stays(
    owner: QObject, clipboard: QClipboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = PrivateClipboard(owner)
    watch.begin()
    clipboard.setText("secret")
    monkeypatch.setattr(watch, "_owns", lambda mode: False)
    clipboard.setText("of another program")
    watch.end()
    assert clipboard.text() == "of another program"


def test_those_that_keep_what_was_copied_are_asked_not_to(
    owner: QObject, clipboard: QClipboard
) -> None:
    watch = PrivateClipboard(owner)
    watch.begin()
    data = QMimeData()
    data.setText("secret")
    data.setHtml("<b>secret</b>")
    clipboard.setMimeData(data)
    shown = clipboard.mimeData()
    assert (shown.text(), shown.html()) == ("secret", "<b>secret</b>")
    assert {form: bytes(shown.data(form).data()) for form in NOT_KEPT} == NOT_KEPT
    watch.end()
    clipboard.setText("kept")
    assert not any(clipboard.mimeData().hasFormat(form) for form in NOT_KEPT)


def test_two_windows_do_not_wait_for_each_other(owner: QObject, clipboard: QClipboard) -> None:
    watches = [PrivateClipboard(owner) for _ in range(2)]
    for watch in watches:
        watch.begin()
    clipboard.setText("secret")
    assert clipboard.text() == "secret"
    watches[0].end()
    assert clipboard.text() == ""
    watches[1].end()
