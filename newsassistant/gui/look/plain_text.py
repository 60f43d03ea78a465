"""Text from outside as Qt may have it: never taken for HTML, bounded, nothing unseen in it.

Qt guesses of tool tips and labels whether they are HTML, and HTML opens the files and addresses
that it names. Every tool tip, every label and every title of a window goes through this module; a
test reads the source of the others for a way past it.
"""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from PySide6.QtCore import Qt as Core
from PySide6.QtGui import QAction
from PySide6.QtGui import Qt as Gui
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from newsassistant.text.articles.hidden import visible

LONGEST_LINE = 300  # characters of a title, a name or a file's name
LONGEST_TIP = 1000
LONGEST_LABEL = 20_000
FOLD = 160  # characters: Qt does not wrap a plain tool tip, it would be wider than the screen
MOST_LINES = 30
ELLIPSIS = "…"

_BREAK = "\u200b"  # takes no room, and no tag's name begins with it
_MARKUP = re.compile(r"[<&](?!\u200b)")
# Marks that turn the direction of writing would turn the words around them, too.
_TURNS = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))


class PlainLabel(QLabel):
    """A label that shows its text as it is, up to 20,000 characters of it; main thread."""

    def __init__(self, text: str | QWidget = "", parent: QWidget | None = None) -> None:
        """As Qt's label is made: from a text, a parent, both, or nothing."""
        words, owner = (text, parent) if isinstance(text, str) else ("", text)
        super().__init__(owner)
        self.setTextFormat(Core.TextFormat.PlainText)
        if words:
            self.setText(words)

    def setText(self, text: str) -> None:
        """Show `text`; a longer one ends in "…"."""
        super().setText(cut(text, LONGEST_LABEL))


def one_line(text: object, longest: int = LONGEST_LINE) -> str:
    """`text` as one line of up to `longest` characters that can be seen; any thread."""
    return cut(" ".join(_seen(text, longest).split()), longest)


def tip(text: object) -> str:
    """`text` as a tool tip that Qt takes for plain text; lines stay, long ones are folded."""
    lines = _seen(text, LONGEST_TIP).split("\n")[:MOST_LINES]
    folded = [part for line in lines for part in _folded(" ".join(line.split()))]
    whole = cut("\n".join(folded).strip("\n"), LONGEST_TIP)
    if not Gui.mightBeRichText(whole):
        return whole
    return _MARKUP.sub(lambda found: found.group() + _BREAK, whole)


def set_tip(part: QWidget | QAction, text: object) -> None:
    """Give a widget or an action a tool tip; main thread."""
    part.setToolTip(tip(text))


def set_item_tip(combo: QComboBox, row: int, text: object) -> None:
    """Give a row of a combo box a tool tip; main thread."""
    combo.setItemData(row, tip(text), Core.ItemDataRole.ToolTipRole)


def set_title(window: QWidget, text: object) -> None:
    """Name a window; main thread. Qt would replace "[*]" by its mark of changed documents."""
    window.setWindowTitle(one_line(text).replace("[*]", "[*][*]"))


def without_mnemonic(text: object) -> str:
    """`text` for a button, an action or a menu: "&" is shown, a tab begins no shortcut column."""
    return one_line(text).replace("&", "&&")


def breakable_path(path: Path) -> str:
    """A path that a label may wrap within its names too; a long one would widen the window."""
    return re.sub(r"([\\/_.-])", rf"{_BREAK}\1", str(path))


def cut(text: str, longest: int) -> str:
    """`text`, or as much of it as leaves room for "…" at its end."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + ELLIPSIS


def _seen(text: object, longest: int) -> str:
    return visible(str(text)[: 4 * longest]).translate(_TURNS)


def _folded(line: str) -> list[str]:
    return textwrap.wrap(line, FOLD) if len(line) > FOLD else [line]
