"""What all shapes of an answer have in common: rows with a text each, which others may mark."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.text_view import TextView
from newsassistant.text.prompts.answer_lines import leaves_out

if TYPE_CHECKING:
    from newsassistant.evidence.reading.spans import Span

MOST_CHARS = 8000
"""Of an answer, that are read for rows; it is read anew with each word."""

Entry = tuple[str, Callable[[], object]]
"""A line of the card's menu: what it says and does."""


class Body(QWidget):
    """Stands on a card in place of the text; main thread.

    Its rows are read from the text, and none where the model wrote something else: the card then
    shows the text.
    """

    place_wanted = Signal(object)  # Span of the article, to be shown there
    title_wanted = Signal(str)  # for the conversation

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._read = ("", False)
        self._has_rows = False

    def show_text(self, text: str, *, ended: bool) -> bool:
        """Show the rows of a text so far; False where it has none."""
        if (text, ended) != self._read:
            self._read = (text, ended)
            self._has_rows = self._show(text[:MOST_CHARS], ended=ended)
            self._show_end(running=self._has_rows and not ended)
        return self._has_rows

    def _show_end(self, *, running: bool) -> None:
        """Let the last row show where the next word will come."""
        views = self.views()
        for view in views:
            view.set_running(running and view is views[-1])

    def is_settled(self) -> bool:
        """True once the rows are there as they stay."""
        return self._has_rows and self._read[1]

    def leaves_out(self, text: str) -> bool:
        """True if there is more in a text than the rows show."""
        return leaves_out(text, self._shown())

    @abstractmethod
    def _shown(self) -> list[str]:
        """What the rows show of the text."""

    def entries(self) -> Sequence[Entry]:
        """What the card's menu offers for the row that has the focus."""
        return ()

    @abstractmethod
    def views(self) -> list[TextView]:
        """The texts of the rows that say something, from top to bottom."""

    def shown_views(self) -> list[TextView]:
        """Those of them that can be seen."""
        return self.views()

    @abstractmethod
    def set_places(self, places: Sequence[Span | None]) -> None:
        """The clear source of each of `views` in the article, None for one that has none.

        Without any the rows are not compared, as before.
        """

    @abstractmethod
    def _show(self, text: str, *, ended: bool) -> bool:
        """Fill the rows from a text; False if there are none."""
