"""A finished answer's Markdown as a calm, inert document: no pictures, no links, no HTML.

What would take Qt seconds to lay out stays plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFragment,
)

from newsassistant.gui.look.plain_text import one_line

# Beyond these Qt takes a second and more: lists and tables grow with their square.
MOST_CHARS = 100_000
MOST_LINES = 2000
MOST_BARS = 2000  # a table's cells
MOST_BARS_OF_LINE = 60
LONGEST_ADDRESS = 200

_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
_FEATURES = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub
    | QTextDocument.MarkdownFeature.MarkdownNoHTML
)
# Qt takes lines between "---" at the start for facts about the document, and definitions of links
# and notes for its own: neither would be shown.
_FRONT = re.compile(r"\A\s*---")
_DEFINITION = re.compile(r"^(\s*(?:>\s*)*)\[([^\]\n]+)\]:", re.MULTILINE)


def is_light(text: str) -> bool:
    """True if `text` can be rendered without keeping the window waiting."""
    if len(text) > MOST_CHARS or text.count("\n") > MOST_LINES or text.count("|") > MOST_BARS:
        return False
    return all(line.count("|") <= MOST_BARS_OF_LINE for line in text.split("\n"))


def render(document: QTextDocument, text: str, line_percent: float, gap: float) -> bool:
    """Put rendered `text` into an empty document without undo; main thread.

    `line_percent` is the height of lines, `gap` the px between blocks. False, and a document that
    is not to be used, where nothing would be seen of a text that says something.
    """
    document.setMarkdown(_shown(text), _FEATURES)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()  # else every change is followed by a look at the whole text
    try:
        _tame(document, line_percent, gap)
    finally:
        cursor.endEditBlock()
    return bool(document.toPlainText().strip()) or not text.strip()


def _shown(text: str) -> str:
    escaped = _DEFINITION.sub(r"\1\\[\2]:", text)
    return "\n" + escaped if _FRONT.match(escaped) else escaped


def _tame(document: QTextDocument, line_percent: float, gap: float) -> None:
    fragments = list(_fragments(document))
    addresses = [_address(*pair) for pair in zip(fragments, [*fragments[1:], None], strict=False)]
    for fragment, address in reversed(list(zip(fragments, addresses, strict=True))):
        _make_inert(document, fragment, address)
    block = document.begin()
    while block.isValid():
        _space_block(block, line_percent, gap)
        block = block.next()


def _fragments(document: QTextDocument) -> Iterator[QTextFragment]:
    block = document.begin()
    while block.isValid():
        part = block.begin()
        while not part.atEnd():
            yield part.fragment()
            part += 1
        block = block.next()


def _make_inert(document: QTextDocument, fragment: QTextFragment, address: str) -> None:
    form = fragment.charFormat()
    cursor = QTextCursor(document)
    cursor.setPosition(fragment.position())
    cursor.setPosition(fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
    if form.isImageFormat():
        words = form.property(QTextFormat.Property.ImageAltText.value)
        cursor.insertText(str(words or ""), QTextCharFormat())
        return
    if form.isAnchor():
        form.setAnchor(False)
        form.setAnchorHref("")
        form.clearForeground()
        form.setFontUnderline(False)
    form.clearProperty(QTextFormat.Property.FontSizeAdjustment.value)
    cursor.setCharFormat(form)
    if address:
        cursor.setPosition(cursor.selectionEnd())
        cursor.insertText(f" ({address})", QTextCharFormat())


def _address(fragment: QTextFragment, after: QTextFragment | None) -> str:
    """Where a link leads, behind its last piece; "" if its words say the same, or it is none."""
    if not fragment.charFormat().isAnchor():
        return ""
    address = fragment.charFormat().anchorHref()
    touches = after is not None and after.position() == fragment.position() + fragment.length()
    if touches and after is not None and after.charFormat().anchorHref() == address:
        return ""
    shown = one_line(address, LONGEST_ADDRESS)
    bare = shown.removeprefix("mailto:").removeprefix("http://")
    return "" if fragment.text() in (shown, bare) else shown


def _space_block(block: QTextBlock, line_percent: float, gap: float) -> None:
    form = block.blockFormat()
    form.setLineHeight(line_percent, _PROPORTIONAL)
    form.setTopMargin(0)
    form.setBottomMargin(gap if block.next().isValid() else 0)
    cursor = QTextCursor(block)
    cursor.setBlockFormat(form)
    if form.headingLevel():
        cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
        bold = QTextCharFormat()
        bold.setFontWeight(QFont.Weight.DemiBold)
        cursor.mergeCharFormat(bold)
