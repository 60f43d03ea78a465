"""The offer below an address: who sees the request, in words that no address can change."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from newsassistant.gui.look.theme import Theme
from newsassistant.gui.opening.page_offer import PageOffer


@pytest.fixture
def offer(theme: Theme, parent: QWidget) -> PageOffer:
    return PageOffer(theme, parent)


def test_who_sees_the_request_is_said(offer: PageOffer) -> None:
    offer.set_text("https://news.example:8443/2026/a?b=c")
    assert offer.text() == (
        "Fetch this page? news.example:8443 will see this request; nothing else is sent."
    )
    assert offer.address() == "https://news.example:8443/2026/a?b=c"
    assert offer.button.accessibleDescription() == offer.text()


def test_without_encryption_others_see_it_too(offer: PageOffer) -> None:
    offer.set_text("http://news.example")
    assert "news.example and whoever is on the way will see" in offer.text()


@pytest.mark.parametrize("text", ["", "A story", "https://a.example and more", "ftp://a.example"])
def test_nothing_is_offered_for_other_texts(offer: PageOffer, text: str) -> None:
    offer.set_text("https://news.example/a")
    offer.set_text(text)
    assert offer.text() == offer.address() == ""


def test_nothing_is_offered_while_a_page_is_fetched(offer: PageOffer) -> None:
    offer.set_text("https://news.example/a")
    offer.set_taken(True)
    assert offer.text() == ""
    offer.set_taken(False)
    assert offer.text()


def test_the_button_is_pressed_by_a_key(offer: PageOffer, parent: QWidget, qtbot: QtBot) -> None:
    offer.set_text("https://news.example/a")
    offer.button.setFocus()
    with qtbot.waitSignal(offer.taken):
        QTest.keyClick(offer.button, Qt.Key.Key_Space)
