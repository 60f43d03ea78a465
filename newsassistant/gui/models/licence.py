"""Shows a model's licence and the size of the download before anything is fetched."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from newsassistant.download.catalog import CatalogModel
from newsassistant.gui.look.labels import interface_language, size_words
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.dialogs import Sheet

WIDTH = 620


class LicenceSheet(Sheet):
    """`text` is the licence as its source shows it, "" where it shows none; `done`: accepted.

    `needs` says what the model needs, and whether that is more than is free.
    """

    def __init__(
        self,
        theme: Theme,
        model: CatalogModel,
        text: str,
        done: Callable[[], None],
        *,
        source: str,
        left_bytes: int,
        needs: tuple[str, bool],
        parent: QWidget,
    ) -> None:
        super().__init__(theme, self.tr("Download {0}?").format(model.name), parent=parent)
        self.setObjectName("licence_dialog")
        self.setMinimumWidth(theme.px(WIDTH))
        self.add_text(
            self.tr("{0} will be fetched from {1}.").format(size_words(left_bytes), source)
        )
        words, warns = needs
        self.add_text(words).setProperty("role", "warning" if warns else "muted")
        self.add_text(f"{model.licence}: {model.terms[interface_language()]}")
        self.add_report(text or self.tr("The source shows no licence text."), self.tr("Licence"))
        self.add_cancel()
        self.add_button(self.tr("Accept and download"), primary=True, done=done)
