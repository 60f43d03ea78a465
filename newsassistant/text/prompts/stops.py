"""Ends a stream of text before a stop text, for answers that shall be one line.

Knows nothing of tokens; one instance serves one answer on one thread.
"""

from __future__ import annotations

from collections.abc import Sequence


class StopTexts:
    """Cuts a stream before the first stop text that follows visible text; linear time.

    What may be the beginning of a stop text is held back until it is known.
    """

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = [stop for stop in stops if stop]
        self._held = ""
        self._visible = False
        self.found = False

    def push(self, text: str) -> str:
        """What may be shown now; "" once a stop text was `found`."""
        text, self._held = self._held + text, ""
        lead = 0 if self._visible else len(text) - len(text.lstrip())
        self._visible = self._visible or lead < len(text)
        # The one that is complete first: so the split of the stream makes no difference.
        ends = [(at + len(s), at) for s in self._stops if (at := text.find(s, lead)) >= 0]
        if self.found or ends:
            shown, self.found = text[: min(ends)[1]] if not self.found else "", True
            return shown
        keep = len(text) - self._beginning(text[lead:])
        self._held = text[keep:]
        return text[:keep]

    def _beginning(self, text: str) -> int:
        """How many of the last characters could begin a stop text."""
        longest = max(map(len, self._stops), default=1) - 1
        for length in range(min(longest, len(text)), 0, -1):
            if any(stop.startswith(text[-length:]) for stop in self._stops):
                return length
        return 0

    def finish(self, rest: str) -> str:
        """The end of the stream: `rest` behind what was held back, unless it has stopped."""
        shown = self.push(rest)
        return shown if self.found else shown + self._held
