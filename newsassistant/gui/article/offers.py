"""What is offered for an article that is too long beside its beginning alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication

from newsassistant.app.long.estimate import Estimate
from newsassistant.core.types import Article, Measured
from newsassistant.gui.look.labels import size_words, span_words

Kind = Literal["parts", "passages"]


@dataclass(frozen=True, slots=True)
class Offer:
    """`done` is called where the user takes it, whose words are `verb`; `texts` say what it is.

    `lasts`: once taken for an article it is not asked again.
    """

    kind: Kind
    verb: str
    texts: tuple[str, ...]
    done: Callable[[], None]
    lasts: bool = False


OfferFor = Callable[[Article, Measured], Offer | None]
"""None where nothing else can be offered."""


def parts_offer(estimate: Estimate, done: Callable[[], None]) -> Offer:
    """To summarise in parts, with what that takes."""
    what = QCoreApplication.translate(
        "LongOffers",
        "It can be read whole in {0} parts: each is summarised, then the whole is written from "
        "that. You see each part as it is written, and can stop at any time.",
    ).format(estimate.parts)
    return Offer(
        "parts",
        QCoreApplication.translate("LongOffers", "Summarise in parts"),
        (what, *cost_words(estimate)),
        done,
    )


def passages_offer(done: Callable[[], None]) -> Offer:
    """To read what matters for a question."""
    what = QCoreApplication.translate(
        "LongOffers",
        "The passages that have most of your question's words can be found and read, wherever in "
        "the article they are. The answer says which it read.",
    )
    verb = QCoreApplication.translate("LongOffers", "Find the passages")
    return Offer("passages", verb, (what,), done, lasts=True)


def cost_words(estimate: Estimate) -> tuple[str, ...]:
    """How long it takes and how much memory, as far as that is known."""
    words = QCoreApplication.translate(
        "LongOffers", "How long it takes was not measured yet on this computer."
    )
    if estimate.seconds:
        words = QCoreApplication.translate(
            "LongOffers", "It takes {0} on this computer, as fast as its last answers were."
        ).format(span_words(estimate.seconds))
    if not estimate.memory:
        return (words,)
    memory = QCoreApplication.translate(
        "LongOffers", "One part at a time is in memory: {0} beside the model."
    )
    return (words, memory.format(size_words(estimate.memory)))
