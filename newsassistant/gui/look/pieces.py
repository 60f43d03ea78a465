"""Cuts Markdown that is still being written into pieces that nothing written later can change.

A piece ends where a new block begins at the left edge: after an empty line, after a heading, at
the next item of a list. Where that is not certain a piece goes on; it knows nothing of Qt.
"""

from __future__ import annotations

import re

_ITEM = re.compile(r"(?:[-*+]|\d{1,9}([.)]))[ \t]+(.*)")
_HEADING = re.compile(r"#{1,6}(?:[ \t]|$)")
_FENCE = re.compile(r"(`{3,}|~{3,})([^`]*)$")
_INNER_FENCE = re.compile(r"[\s>*+\-\d.)]+(?:```|~~~)")
_MARKS = " \t-*+_=:|"  # lines of these alone are rules, underlines or rows of a table
_HELD = _MARKS + "#`~>"
_NUMBER = re.compile(r"\d{1,9}[.)]?")
_BOLD = re.compile(r"\*\*(?=\S)")


class Pieces:
    """Takes text as it comes; `open` is the part that may still change."""

    def __init__(self) -> None:
        self.open = ""
        self._line = 0  # where the line begins that is not complete
        self._forget()

    def add(self, text: str) -> list[str]:
        """The pieces that are complete now; each complete line is looked at once."""
        self.open += text
        done: list[str] = []
        start = 0  # of the open piece
        line = self._line
        while True:
            end = self.open.find("\n", line)
            words = self.open[line:] if end < 0 else self.open[line:end]
            if line > start and self._begins_piece(words):
                done.append(self.open[start:line])
                start = line
                self._forget()
            if end < 0:
                break
            self._read(words, first=line == start)
            line = end + 1
        self.open = self.open[start:]
        self._line = line - start
        return done

    def in_fence(self) -> bool:
        """True inside a block of code, where all is shown as it is."""
        return bool(self._fence)

    def _forget(self) -> None:
        self._fence = ""
        self._kind = ""  # of the first line: an item's mark, "text", or "other"
        self._ended = False  # the line before ends a block for certain
        self._unsure = False

    def _begins_piece(self, line: str) -> bool:
        if self._fence or self._unsure or not line or line[0].isspace():
            return False
        if self._ended:
            return True
        mark = _mark(line)
        # A number other than 1 would go on with the paragraph.
        return bool(mark) and (
            mark == self._kind
            or (self._kind == "text" and (line[0] == mark or line.startswith("1" + mark)))
        )

    def _read(self, line: str, *, first: bool) -> None:
        if self._fence:
            closed = line.strip()
            if closed.startswith(self._fence) and not closed.strip(self._fence[0]):
                self._fence, self._ended = "", True
            return
        fence = _FENCE.match(line)
        if fence is not None:
            self._fence = fence[1]
        self._unsure = self._unsure or _INNER_FENCE.match(line) is not None
        if first:
            plain = fence is None and line[:1] not in ("", ">", " ", "\t")
            self._kind = _mark(line) or ("text" if plain else "other")
        if self._kind == "text" and (fence is not None or "|" in line):
            self._kind = "other"
        heading = self._kind != "other" and _HEADING.match(line) is not None
        self._ended = heading or not line.strip()


def draft(text: str) -> str:
    """An open piece as it is shown meanwhile.

    A last line that may become anything waits, and what is bold is so before its end is written.
    """
    before, _, last = text.rpartition("\n")
    core = last.strip(_HELD)
    if not core or _NUMBER.fullmatch(core):
        return before
    shown = text.rstrip(" \t*_`")
    last = shown.rpartition("\n")[2]
    if last.count("`") % 2:
        return shown + "`"
    marks = last.count("**")
    return shown + "**" if marks % 2 and len(_BOLD.findall(last)) > marks // 2 else shown


def _mark(line: str) -> str:
    """The bullet, or what follows the number, of a line that is an item whatever follows."""
    found = _ITEM.match(line)
    if found is None or not found[2].strip(_MARKS):
        return ""
    return found[1] or line[0]
