"""The words for servers, and for where a conversation is."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from newsassistant.engine.remote.offered import Offered, OfferedStyle
from newsassistant.gui.servers.words import (
    Where,
    banner_words,
    model_lines,
    offered_words,
    sent_words,
)

STYLE = OfferedStyle("a:x", "Evening")


def test_what_a_server_offers(qapp: QApplication) -> None:
    assert offered_words([Offered("a", "A", styles=(STYLE,))]) == "1 model · 1 style"
    two = [Offered("a", "A", styles=(STYLE, STYLE)), Offered("b", "B")]
    assert offered_words(two) == "2 models · 2 styles"
    assert model_lines(two) == "A (Evening, Evening)\nB"
    assert model_lines(two, 1).endswith("1 more")


def test_a_server_without_styles_says_so(qapp: QApplication) -> None:
    words = offered_words([Offered("a", "A")])

    assert words == "1 model · house styles are not available on this server"


@pytest.mark.parametrize("where", ["leaves", "left", "stays", "private"])
def test_every_place_names_the_host(qapp: QApplication, where: Where) -> None:
    assert "desk.example" in banner_words(where, "desk.example")
    assert banner_words("", "desk.example") == ""


def test_what_is_sent_names_the_host(qapp: QApplication) -> None:
    assert "{" not in sent_words("desk.example")
    assert "desk.example" in sent_words("desk.example")
