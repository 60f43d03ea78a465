"""A text in Markdown as other programs take it: plain text, HTML and Markdown, side by side.

Word processors keep lists and bold letters of the HTML; what takes plain text gets no marks. Fonts
and colours stay here: the text shall look like what it is put into.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QMimeData
from PySide6.QtGui import (
    QFont,
    QGuiApplication,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocumentFragment,
    QTextFormat,
    QTextFrame,
    QTextListFormat,
    QTextTable,
)

from newsassistant.gui.look.markdown import BREAK, SafeDocument, is_light, render

HTML = "text/html"
MARKDOWN = "text/markdown"
BULLET = "•"
LINES_PERCENT = 100.0

_QUOTE = QTextFormat.Property.BlockQuoteLevel.value
_FENCE = QTextFormat.Property.BlockCodeFence.value
_RULE = QTextFormat.Property.BlockTrailingHorizontalRulerWidth.value
_INDENT = "    "


@dataclass(frozen=True, slots=True)
class Flavours:
    """One text three times; `html` is a fragment without a head."""

    plain: str
    html: str
    markdown: str

    def mime(self) -> QMimeData:
        """For the clipboard or a drag; who asks for text gets the plain one."""
        data = _mime(self.plain, self.html)
        data.setData(MARKDOWN, self.markdown.encode())
        return data


def flavours(markdown: str) -> Flavours:
    """Of an answer; main thread. What is too much to be rendered is taken as it is."""
    document = SafeDocument()
    document.setUndoRedoEnabled(False)
    if not is_light(markdown) or not render(document, markdown, LINES_PERCENT, 0):
        return unmarked(markdown)
    parts = list(_parts(document.rootFrame()))
    return Flavours(_plain(parts), _html(parts), markdown)


def picked(selection: QTextDocumentFragment) -> QMimeData:
    """What is selected in an answer, with the marks of its lists; main thread.

    Words out of a single paragraph are nothing but words.
    """
    document = SafeDocument()
    document.setUndoRedoEnabled(False)
    QTextCursor(document).insertFragment(selection)
    parts = list(_parts(document.rootFrame()))
    if len(parts) > 1:
        return _mime(_plain(parts), _html(parts))
    data = QMimeData()
    is_paragraph = parts and isinstance(parts[0], QTextBlock)
    words = document.toPlainText().strip("\n") if is_paragraph else selection.toPlainText()
    data.setText(words.replace(BREAK, ""))
    return data


def unmarked(text: str) -> Flavours:
    """Of a text without marks: its own words in all three."""
    paragraphs = [part for part in text.split("\n\n") if part.strip()]
    html = "".join(f"<p>{_lines(part)}</p>" for part in paragraphs)
    return Flavours(text, html, _escaped(text))


def joined(parts: list[Flavours]) -> Flavours:
    """One text after the other, with an empty line between them."""
    return Flavours(
        "\n\n".join(part.plain for part in parts),
        "".join(part.html for part in parts),
        "\n\n".join(part.markdown for part in parts),
    )


def headed(heading: str, part: Flavours) -> Flavours:
    """A text behind a short bold heading, such as who said it."""
    return Flavours(
        f"{heading} {part.plain}",
        f"<p><b>{_in_html(heading)}</b></p>{part.html}",
        f"**{_escaped(heading)}**\n\n{part.markdown}",
    )


def copy(part: Flavours, *, as_markdown: bool = False) -> None:
    """Put a text into the clipboard, in all flavours, or its Markdown as text; main thread."""
    if as_markdown:
        QGuiApplication.clipboard().setText(part.markdown)
    else:
        QGuiApplication.clipboard().setMimeData(part.mime())


def _mime(plain: str, html: str) -> QMimeData:
    data = QMimeData()
    data.setText(plain)
    data.setData(HTML, f'<meta charset="utf-8">{html}'.encode())
    return data


# --- the parts of a document ---------------------------------------------------------------------

Part = QTextBlock | QTextTable


def _parts(frame: QTextFrame) -> Iterator[Part]:
    """The paragraphs and tables of a document, from top to bottom."""
    place = frame.begin()
    while not place.atEnd():
        inner = place.currentFrame()
        if isinstance(inner, QTextTable):
            yield inner
        elif inner is None and _says_something(place.currentBlock()):
            yield place.currentBlock()
        place += 1


def _says_something(block: QTextBlock) -> bool:
    """False for the empty paragraphs that Qt puts around tables."""
    has_rule = block.blockFormat().hasProperty(_RULE)
    return bool(block.text().strip()) or _is_code(block) or has_rule


def _is_code(block: QTextBlock) -> bool:
    return block.blockFormat().hasProperty(_FENCE)


def _item(block: QTextBlock) -> tuple[int, str, int] | None:
    """Of an item of a list: how deep it lies, its mark, its number (0 for a bullet)."""
    group = block.textList()
    if group is None:
        return None
    form = group.format()
    depth = max(1, form.indent())
    box = block.blockFormat().marker()
    if box != QTextBlockFormat.MarkerType.NoMarker:
        is_done = box == QTextBlockFormat.MarkerType.Checked
        return depth, "[x]" if is_done else "[ ]", 0
    if form.style() != QTextListFormat.Style.ListDecimal:
        return depth, BULLET, 0
    number = form.start() + group.itemNumber(block)
    return depth, f"{number}{form.numberSuffix() or '.'}", number


def _cells(table: QTextTable) -> Iterator[list[QTextBlock]]:
    """The first paragraph of each cell, row by row."""
    for row in range(table.rows()):
        cells = (table.cellAt(row, column) for column in range(table.columns()))
        yield [cell.firstCursorPosition().block() for cell in cells]


# --- plain text ----------------------------------------------------------------------------------


def _plain(parts: list[Part]) -> str:
    text, before = "", ""  # of the part before: what it is
    for part in parts:
        if isinstance(part, QTextTable):
            kind = "table"
            lines = ["\t".join(_words(cell) for cell in row) for row in _cells(part)]
            words = "\n".join(lines)
        else:
            kind, words = _plain_block(part)
        if text:
            text += "\n" if _goes_on(before, kind) else "\n\n"
        text += words
        before = kind
    return text


def _plain_block(block: QTextBlock) -> tuple[str, str]:
    item = _item(block)
    if item is not None:
        depth, mark, _ = item
        kind = "item" if depth > 1 or mark == BULLET else "numbered"
        return kind, f"{_INDENT * (depth - 1)}{mark} {_words(block)}"
    if _is_code(block):
        return "code", _words(block)
    if not block.text().strip():
        return "rule", "—" * 3
    return "text", _words(block)


def _goes_on(before: str, kind: str) -> bool:
    """True for the next line of a list or of code."""
    inner = kind == "item" and before == "numbered"
    return inner or (kind == before and kind not in ("text", "rule", "table"))


def _words(block: QTextBlock) -> str:
    return block.text().replace(BREAK, "").replace("\u2028", "\n").replace("\ufffc", "")


# --- HTML ----------------------------------------------------------------------------------------


def _html(parts: list[Part]) -> str:
    writer = _Writer()
    for part in parts:
        writer.add(part)
    return writer.end()


class _Writer:
    """Writes one part after the other; lists and code are open as long as they go on."""

    def __init__(self) -> None:
        self._text = ""
        self._lists: list[str] = []  # their tags, from the outermost
        self._in_code = False

    def add(self, part: Part) -> None:
        item = None if isinstance(part, QTextTable) else _item(part)
        if item is None:
            self._close_lists(0)
        if isinstance(part, QTextTable) or not _is_code(part):
            self._close_code()
        if isinstance(part, QTextTable):
            self._text += _table(part)
        elif item is not None:
            self._add_item(part, *item)
        elif _is_code(part):
            self._text += "\n" if self._in_code else "<pre>"
            self._text += _in_html(_words(part))
            self._in_code = True
        else:
            self._text += _paragraph(part)

    def end(self) -> str:
        self._close_lists(0)
        self._close_code()
        return self._text

    def _add_item(self, block: QTextBlock, depth: int, mark: str, number: int) -> None:
        tag = "ol" if number else "ul"
        if len(self._lists) >= depth and self._lists[depth - 1] != tag:
            self._close_lists(depth - 1)
        self._close_lists(depth)
        if len(self._lists) == depth:
            self._text += "</li>"
        while len(self._lists) < depth:
            start = f' start="{number}"' if number > 1 else ""
            self._text += f"<{tag}{start}>"
            self._lists.append(tag)
            if len(self._lists) < depth:
                self._text += "<li>"
        box = f"{mark} " if mark.startswith("[") else ""
        self._text += f"<li>{box}{_inline(block)}"

    def _close_lists(self, depth: int) -> None:
        while len(self._lists) > depth:
            self._text += f"</li></{self._lists.pop()}>"

    def _close_code(self) -> None:
        if self._in_code:
            self._text += "</pre>"
            self._in_code = False


def _paragraph(block: QTextBlock) -> str:
    form = block.blockFormat()
    if not block.text().strip():
        return "<hr>"
    level = form.headingLevel()
    tag = f"h{level}" if 1 <= level <= 6 else "p"
    text = f"<{tag}>{_inline(block, bold=not level)}</{tag}>"
    return f"<blockquote>{text}</blockquote>" if form.intProperty(_QUOTE) else text


def _table(table: QTextTable) -> str:
    heads = table.format().headerRowCount()
    rows = []
    for place, row in enumerate(_cells(table)):
        tag = "th" if place < heads else "td"
        rows.append("".join(f"<{tag}>{_inline(cell, bold=tag == 'td')}</{tag}>" for cell in row))
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def _inline(block: QTextBlock, *, bold: bool = True) -> str:
    text, part = "", block.begin()
    while not part.atEnd():
        fragment = part.fragment()
        words = _lines(fragment.text().replace(BREAK, "").replace("\ufffc", ""))
        for tag in _tags(fragment.charFormat(), bold=bold):
            words = f"<{tag}>{words}</{tag}>"
        text += words
        part += 1
    return text


def _tags(form: QTextCharFormat, *, bold: bool) -> Iterator[str]:
    if form.fontFixedPitch():
        yield "code"
    if form.fontStrikeOut():
        yield "s"
    if form.fontItalic():
        yield "i"
    if bold and form.fontWeight() >= QFont.Weight.DemiBold:
        yield "b"


def _lines(text: str) -> str:
    return _in_html(text).replace("\u2028", "<br>").replace("\n", "<br>")


def _escaped(text: str) -> str:
    """A text of no marks so that Markdown shows it as it is."""
    return "".join(f"\\{char}" if char in "\\`*_[]<>#|~" else char for char in text)


def _in_html(text: str) -> str:
    from html import escape  # no part of the window's start

    return escape(text)
