"""What the window offers who is new to it: a sample article, the clipboard, a better model."""

from __future__ import annotations

from PySide6.QtCore import QObject

from newsassistant.core.resources import sample_article
from newsassistant.core.types import ModelInfo
from newsassistant.gui.article.desk import ArticleDesk
from newsassistant.gui.look.labels import interface_language
from newsassistant.gui.models.choice import ModelChoice
from newsassistant.gui.shell.main_window import MainWindow
from newsassistant.gui.shell.pages import Pages
from newsassistant.model.languages import STARTER, reads


class FirstSteps(QObject):
    """Joins the offers of the window's parts with the pages that they lead to."""

    def __init__(
        self, window: MainWindow, desk: ArticleDesk, pages: Pages, choice: ModelChoice
    ) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._pages = pages
        self._choice = choice
        self._model: ModelInfo | None = None
        empty = window.chat.empty_state()
        empty.sample_requested.connect(self.open_sample)
        empty.paste_requested.connect(self.paste)
        offers = (
            window.history.models_requested,
            window.status.model_combo.models_requested,
            window.article.offer.taken,
            window.chat.models_requested,
            empty.models_requested,
        )
        for offer in offers:
            offer.connect(pages.show_models)
        window.article.edit.picture_came.connect(self._tell_picture)
        desk.changed.connect(lambda: empty.set_has_article(desk.article is not None))
        pages.models_reported.connect(window.status.set_job)
        pages.model_ready.connect(self._offer_use)
        pages.model_failed.connect(self._offer_look)

    def set_model(self, model: ModelInfo) -> None:
        """The model that is loaded now."""
        self._model = model
        self._window.chat.empty_state().set_starter(model.family == STARTER)
        self._window.article.offer.set_model(model)

    def open_sample(self) -> None:
        """Summarise a sample, in the window's language if the model reads it."""
        language = interface_language()
        family = self._model.family if self._model is not None else STARTER
        sample = sample_article(language if reads(family, language) else "en")
        self._desk.open_file(sample, "sample")
        self._window.article.summarize.setFocus()
        self._window.article.summarize.click()

    def paste(self) -> None:
        """Put the clipboard's article on the desk; says so where there is none."""
        edit = self._window.article.edit
        edit.setFocus()
        if edit.canPaste():
            edit.paste()
        else:
            words = self.tr("The clipboard holds no text. Copy the article first, then come back.")
            self._window.notice.show_notice(words)

    def _tell_picture(self) -> None:
        words = self.tr("That is a picture. Copy the text of the article instead.")
        self._window.notice.show_notice(words)

    def _offer_use(self, words: str, model_id: str) -> None:
        def use() -> None:
            self._choice.use(model_id)

        self._window.notice.show_notice(words, use, verb=self.tr("Use it"))

    def _offer_look(self, words: str) -> None:
        self._window.notice.show_notice(words, self._pages.show_models, verb=self.tr("Models…"))
