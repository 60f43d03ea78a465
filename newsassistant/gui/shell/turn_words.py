"""The words for a request that waits: what is answered before it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from newsassistant.app.listener import ChatState
from newsassistant.gui.look.plain_text import one_line

TITLE_CHARS = 32


def turn_words(state: ChatState, answering: str, ahead: int) -> str:
    """What a request waits for: a conversation with the title `answering`, and `ahead` others."""
    if state is ChatState.UNAVAILABLE:
        return QCoreApplication.translate("Turns", "No model is loaded; this waits for one.")
    if state is ChatState.LOADING:
        if ahead == 0:
            return QCoreApplication.translate("Turns", "The model is loading; yours is next.")
        words = QCoreApplication.translate("Turns", "The model is loading; before yours: {0}.")
        return words.format(ahead)
    title = one_line(answering, TITLE_CHARS)
    if ahead == 0:
        return QCoreApplication.translate("Turns", "Answering “{0}”; yours is next.").format(title)
    words = QCoreApplication.translate("Turns", "Answering “{0}”; waiting before yours: {1}.")
    return words.format(title, ahead)


def unanswered_words() -> str:
    """What is said under a request that was left alone."""
    return QCoreApplication.translate("Turns", "This request was not answered.")
