"""The line above Summarise that says that the model does not read the article's language."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from newsassistant.core.types import Article, ModelInfo
from newsassistant.gui.look.labels import language_label, short_name
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.offer_line import OfferLine
from newsassistant.model.languages import STARTER, languages_of, reads

MARGINS = (16, 8)  # px, those of the foot bar below


class LanguageOffer(OfferLine):
    """Hidden as long as the model reads the article, or nobody knows whether it does."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        self._article: Article | None = None
        self._model: ModelInfo | None = None
        super().__init__(theme, "warning", "language_offer", MARGINS, parent)  # words follow

    def set_article(self, article: Article | None) -> None:
        """The article on the desk."""
        self._article = article
        self._show_line()

    def set_model(self, model: ModelInfo) -> None:
        """The model that would answer now."""
        self._model = model
        self._show_line()

    def retranslate(self) -> None:
        self._show_line()

    def _show_line(self) -> None:
        article, model = self._article, self._model
        if article is None or model is None or reads(model.family, article.language):
            self.show_offer("", "")
            return
        known = language_label(languages_of(model.family)[0])
        wanted = language_label(article.language)
        verb = self.tr("Get a better model…")
        tip = self.tr("Shows the models, what they read and what they need")
        if model.family == STARTER:
            words = self.tr("The starter model reads {0} only, and this article is in {1}.")
            self.show_offer(words.format(known, wanted), verb, tip, aloud=True)
        else:
            words = self.tr("{0} reads {1} only, and this article is in {2}.")
            said = words.format(short_name(model.name), known, wanted)
            self.show_offer(said, self.tr("Models…"), tip, aloud=True)
