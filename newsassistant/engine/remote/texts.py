"""The text of an answer as a server sends it, made fit to be shown and stored.

Knows nothing of where it comes from. One instance serves one answer.
"""

from __future__ import annotations

import re

# What no text has, and what a terminal or a database would trip over; lone surrogates too.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")
_LONE = re.compile("[\ud800-\udfff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


class AnswerText:
    """Joins the halves of a character that came in two pieces; leaves out spaces in front."""

    def __init__(self) -> None:
        self._half = ""
        self._has_begun = False

    def push(self, text: str) -> str:
        """What may be shown now."""
        text, self._half = self._half + text, ""
        if text and "\ud800" <= text[-1] <= "\udbff":
            text, self._half = text[:-1], text[-1]
        return self._fit(text)

    def finish(self) -> str:
        """What is left at the end."""
        text, self._half = self._half, ""
        return self._fit(text)

    def _fit(self, text: str) -> str:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = _PAIR.sub(_joined, text)
        text = _LONE.sub("\ufffd", _UNFIT.sub("", text))
        if not self._has_begun:
            text = text.lstrip()
            self._has_begun = bool(text)
        return text


def _joined(pair: re.Match[str]) -> str:
    return pair.group().encode("utf-16", "surrogatepass").decode("utf-16")
