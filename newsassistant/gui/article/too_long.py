"""Asks which part of an article that is too long for it the model may read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from newsassistant.core.types import Measured
from newsassistant.gui.article.length_words import Length
from newsassistant.gui.article.offers import Offer
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.dialogs import Sheet


class TooLongSheet(Sheet):
    """`done` is called if the user takes the part that fits, `choose` to mark what counts.

    `offer` comes before both.
    """

    def __init__(
        self,
        theme: Theme,
        measured: Measured,
        length: Length,
        done: Callable[[], None],
        choose: Callable[[], None],
        *,
        parent: QWidget,
        offer: Offer | None = None,
    ) -> None:
        super().__init__(theme, self.tr("The article is too long"), parent=parent)
        self.setObjectName("too_long_dialog")
        self.add_text(
            self.tr("It has {0}; this model can read the first {1}.").format(
                length.amount_words(length.units), f"{length.room:,}"
            )
        )
        self.add_text(
            self.tr("In tokens, the pieces of words that it reads: {0}, room for {1}.").format(
                f"{measured.tokens:,}", f"{measured.room:,}"
            )
        )
        if offer is not None:
            for words in offer.texts:
                self.add_text(words)
        else:
            self.add_text(
                self.tr(
                    "The model can read the part that fits, from the beginning. "
                    "The rest is shown in grey in the article and plays no part in the answer."
                )
            )
        keys = QKeySequence("Ctrl+Shift+O").toString(QKeySequence.SequenceFormat.NativeText)
        self.add_text(
            self.tr(
                "Or mark the passages that count: select one in the article, press {0}, "
                "and go on with the next. The model then reads these alone."
            ).format(keys)
        )
        self.add_cancel()
        self.add_button(self.tr("Mark passages"), done=choose)
        if offer is None:
            self.add_button(self.tr("Use the part that fits"), primary=True, done=done)
            return
        self.add_button(self.tr("Only the beginning"), done=done)
        self.add_button(offer.verb, primary=True, done=offer.done)
