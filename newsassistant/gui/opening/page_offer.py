"""The line below an article that is nothing but the address of a page: it can be fetched."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from newsassistant.core.addresses import host_of, lone_address
from newsassistant.gui.look.plain_text import one_line
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.offer_line import OfferLine

MARGINS = (16, 8)  # px, those of the foot bar below


class PageOffer(OfferLine):
    """`page_offer`: hidden for every other text. Nothing is sent until its button is pressed."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        self._address = ""
        self._is_taken = False
        super().__init__(theme, "muted", "page_offer", MARGINS, parent)  # words follow

    def set_text(self, text: str) -> None:
        """The article on the desk, "" for none."""
        self._address = lone_address(text)
        self._show_line()

    def address(self) -> str:
        """What can be fetched, "" where nothing is offered."""
        return self._address

    def set_taken(self, taken: bool) -> None:
        """Whether a page is being fetched: nothing is offered meanwhile."""
        self._is_taken = taken
        self._show_line()

    def retranslate(self) -> None:
        self._show_line()

    def _show_line(self) -> None:
        if not self._address or self._is_taken:
            self.show_offer("", "")
            return
        words = self.tr("Fetch this page? {0} will see this request; nothing else is sent.")
        if self._address.lower().startswith("http:"):
            words = self.tr(
                "Fetch this page? {0} and whoever is on the way will see this request; nothing "
                "else is sent."
            )
        host = one_line(host_of(self._address))
        tip = self.tr("One request, without cookies; scripts of the page are not run")
        self.show_offer(words.format(host), self.tr("Fetch this page"), tip, aloud=True)
