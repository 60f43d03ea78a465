"""The line below the article that says what of it the model does not read."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from newsassistant.core.types import Article, Reads
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.offer_line import OfferLine
from newsassistant.text.articles.passages import lines_left_out
from newsassistant.text.articles.spans import chars_of

MARGINS = (16, 6)  # px, those at the sides as in the foot bar below


class UnreadLine(OfferLine):
    """Hidden while all is read. `looked`: show the next one; `taken`: have everything read."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        self._article: Article | None = None
        self._reads: Reads = None
        super().__init__(theme, "muted", "unread_line", MARGINS, parent)  # words follow

    def set_reads(self, article: Article | None, reads: Reads) -> None:
        """The article on the desk and what is read of it."""
        self._article, self._reads = article, reads
        self._show_line()

    def retranslate(self) -> None:
        self._show_line()

    def _show_line(self) -> None:
        article, reads = self._article, self._reads
        if article is None or reads is None:
            self.show_offer("", "")
            return
        self.show_offer(
            self._words(article, reads),
            self.tr("Read everything"),
            self.tr("Have the model read the whole article"),
        )
        self.show_look(self.tr("Show"), self.tr("Show the next passage that is not read"))

    def _words(self, article: Article, reads: Reads) -> str:
        """Of what little is left out the lines are counted, else the passages that are read."""
        length = len(article.text)
        read = chars_of(reads, length)
        if reads is not None and 2 * read < length:
            if len(reads) == 1:
                words = self.tr("The model reads 1 passage, {0} of {1} characters.")
                return words.format(f"{read:,}", f"{length:,}")
            words = self.tr("The model reads {0} passages, {1} of {2} characters.")
            return words.format(f"{len(reads):,}", f"{read:,}", f"{length:,}")
        lines = lines_left_out(article.text, reads)
        if lines == 1:
            return self.tr("The model does not read 1 line.")
        return self.tr("The model does not read {0} lines.").format(f"{lines:,}")
