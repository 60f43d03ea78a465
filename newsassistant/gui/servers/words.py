"""The words for newsroom servers: what one offers, what goes there, where a conversation is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QCoreApplication

from newsassistant.engine.remote.offered import Offered

Where = Literal["", "leaves", "left", "stays", "private"]
"""Of a conversation: "" here with a model here; it leaves this computer; it left it, and another
model is chosen; it was begun here, and a server's model is chosen; it is private, and so."""


def offered_words(models: Sequence[Offered]) -> str:
    """How many models and styles a server has."""
    count = QCoreApplication.translate("Servers", "{0} models")
    if len(models) == 1:
        count = QCoreApplication.translate("Servers", "1 model")
    styles = sum(len(model.styles) for model in models)
    if not styles:
        none = QCoreApplication.translate(
            "Servers", "house styles are not available on this server"
        )
        return f"{count.format(len(models))} · {none}"
    told = QCoreApplication.translate("Servers", "{0} styles")
    if styles == 1:
        told = QCoreApplication.translate("Servers", "1 style")
    return f"{count.format(len(models))} · {told.format(styles)}"


def model_lines(models: Sequence[Offered], most: int = 30) -> str:
    """A line for each model, its styles behind it."""
    lines = []
    for model in models[:most]:
        styles = ", ".join(style.title for style in model.styles)
        lines.append(f"{model.title} ({styles})" if styles else model.title)
    if len(models) > most:
        more = QCoreApplication.translate("Servers", "{0} more")
        lines.append(more.format(len(models) - most))
    return "\n".join(lines)


def sent_words(host: str) -> str:
    """What goes to a server and when, before anybody agrees to it."""
    words = QCoreApplication.translate(
        "Servers",
        "When you press Summarise or Send, the article as far as it is read, your question, the "
        "earlier questions and answers of that conversation and the name of the style are sent to "
        "{0}. Those who run that server can read them.\n\nNothing is sent before: not while you "
        "paste, open, read or type. Conversations that were begun on this computer stay on it, and "
        "so does everything private. Answers are checked against the article on this computer.",
    )
    return words.format(host)


def banner_words(where: Where, host: str) -> str:
    """What stands above a conversation; "" for nothing."""
    words = {
        "leaves": QCoreApplication.translate(
            "Servers", "This conversation leaves this computer: {0}"
        ),
        "left": QCoreApplication.translate(
            "Servers", "This conversation left this computer: {0}. It goes on with a model there."
        ),
        "stays": QCoreApplication.translate(
            "Servers", "This conversation stays on this computer. {0} answers new ones only."
        ),
        "private": QCoreApplication.translate(
            "Servers", "Private conversations stay on this computer, and {0} is chosen."
        ),
    }
    return words[where].format(host) if where else ""
