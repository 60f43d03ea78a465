"""Which jobs' answers have a shape of their own, and what makes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from newsassistant.gui.conversation.bodies.body import Body
from newsassistant.gui.conversation.bodies.limits import HeadlineLimits
from newsassistant.gui.look.theme import Theme
from newsassistant.text.prompts.presets import FIVE_HEADLINES, W5H1, id_in


class Bodies:
    """Makes them; main thread. One for all cards, so that `limits` hold for each of them."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.limits = HeadlineLimits()

    def make(self, key: str, parent: QWidget) -> Body | None:
        """For an answer to the job in `key`, as it is stored; None for a plain text."""
        kind = _KINDS.get(id_in(key))
        return kind(self, parent) if kind is not None else None

    def headlines(self, parent: QWidget) -> Body:
        """Rows with their lengths."""
        # No part of the window's start.
        from newsassistant.gui.conversation.bodies.headlines import HeadlinesBody

        return HeadlinesBody(self._theme, self.limits, parent)

    def who_what(self, parent: QWidget) -> Body:
        """A table of six rows."""
        from newsassistant.gui.conversation.bodies.who_what import WhoWhatBody

        return WhoWhatBody(self._theme, parent)


_KINDS: Mapping[str, Callable[[Bodies, QWidget], Body]] = {
    FIVE_HEADLINES: Bodies.headlines,
    W5H1: Bodies.who_what,
}
