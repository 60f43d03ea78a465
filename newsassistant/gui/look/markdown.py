"""An answer's Markdown as a calm, inert document: no pictures, no links, no HTML.

It is formatted while it comes, and looks at its end as it did before. What would take Qt seconds
to lay out stays plain text.
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
    QTextDocumentFragment,
    QTextFormat,
    QTextFragment,
    QTextList,
    QTextListFormat,
)

from newsassistant.gui.look.pieces import Pieces, draft
from newsassistant.gui.look.plain_text import one_line

# Beyond these Qt takes a second and more: lists and tables grow with their square.
MOST_CHARS = 100_000
MOST_LINES = 2000
MOST_BARS = 2000  # a table's cells
MOST_BARS_OF_LINE = 60
LONGEST_ADDRESS = 200
MOST_OPEN = 4000  # characters: a longer piece is shown as it is until it ends
BREAK = "\u200b"  # takes no room

_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
_FEATURES = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub
    | QTextDocument.MarkdownFeature.MarkdownNoHTML
)
# Qt takes lines between "---" at the start for facts about the document, and definitions of links
# and notes for its own: neither would be shown.
_FRONT = re.compile(r"\A\s*---")
_LONG_WORD = re.compile(r"\S{999}\w(?=\w)")  # laying one out takes the square of its length
_WORDS = re.compile(r"(?:[^\W_]|[ ,，。、；：])+")
_DEFINITION = re.compile(r"^(\s*(?:>\s*)*)\[([^\]\n]+)\]:", re.MULTILINE)


def is_light(text: str) -> bool:
    """True if `text` can be rendered without keeping the window waiting."""
    if len(text) > MOST_CHARS or text.count("\n") > MOST_LINES or text.count("|") > MOST_BARS:
        return False
    return all(line.count("|") <= MOST_BARS_OF_LINE for line in text.split("\n"))


class SafeDocument(QTextDocument):
    """A document that can load no picture, style or file."""

    def loadResource(self, kind: int, name: object) -> object:
        """Nothing, whatever is asked for."""
        return None


def render(document: QTextDocument, text: str, line_percent: float, gap: float) -> bool:
    """Put rendered `text` into an empty document without undo; main thread.

    `line_percent` is the height of lines, `gap` the px between blocks. False, and a document that
    is not to be used, where nothing would be seen of a text that says something.
    """
    growing = GrowingMarkdown(document, line_percent, gap)
    growing.add(text)
    return growing.finish()


class GrowingMarkdown:
    """Writes an answer into a document with its format while it comes; main thread.

    Only its last piece is written anew, so that an answer of any length costs its length.
    """

    def __init__(self, document: QTextDocument, line_percent: float, gap: float) -> None:
        self._document = document
        self._line_percent = line_percent
        self._gap = gap
        self._pieces = Pieces()
        self._late = ""  # shown as it is, to be formatted
        self._settled = 0  # characters of the document that no longer change
        self._blocks = 0  # that are complete
        self._reuse = True  # the last block is empty and to be written in
        self._begun = False  # a block stands behind what is settled
        self._drafted = ""  # what is shown of the open piece, if more words may follow it
        self._last_item: tuple[str, int] | None = None  # suffix and number, if a list is open

    def settled(self) -> int:
        """The document's characters that no longer change."""
        return self._settled

    def settled_blocks(self) -> int:
        """The document's blocks that no longer change."""
        return self._blocks

    def add(self, text: str, *, as_it_is: bool = False) -> None:
        """Add text; `as_it_is` leaves all that is shown, and formats with the next addition."""
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        try:
            if as_it_is or len(self._pieces.open) + len(self._late) > MOST_OPEN:
                self._write_as_it_is(text)
                self._drafted = ""
            if as_it_is:
                self._late += text
                return
            text, self._late = self._late + text, ""
            for piece in self._pieces.add(text):
                self._settle(piece)
            if len(self._pieces.open) <= MOST_OPEN:
                self._show_open()
        finally:
            cursor.endEditBlock()

    def _show_open(self) -> None:
        piece = self._pieces.open
        if self._pieces.in_fence():
            self._write(piece)
            return
        wanted = draft(piece)
        more = wanted.removeprefix(self._drafted)
        # Mere words behind a word need no look at the rest of the piece.
        if len(more) < len(wanted) and _WORDS.fullmatch(self._drafted[-1:] + more):
            self._write_as_it_is(more)
        else:
            self._write(wanted)
        if self._drafted:
            self._drafted = wanted

    def finish(self) -> bool:
        """Nothing more will come. False if nothing is seen of a text that says something."""
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        try:
            late, self._late = self._late, ""
            for piece in self._pieces.add(late):
                self._settle(piece)
            rest = self._pieces.open
            self._settle(rest)
        finally:
            cursor.endEditBlock()
        return bool(self._document.toPlainText().strip()) or not rest.strip()

    def _settle(self, piece: str) -> None:
        self._last_item = self._write(piece)
        if piece.strip():
            self._reuse = _ends_in_table(self._document)
            self._begun, self._drafted = False, ""
            self._settled = self._document.characterCount() - 1
            self._blocks = self._document.blockCount() - int(self._reuse)

    def _write_as_it_is(self, text: str) -> None:
        cursor = QTextCursor(self._document)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if not (self._reuse or self._begun):
            cursor.insertBlock()
            self._begun = True
        cursor.insertText(text)

    def _write(self, piece: str) -> tuple[str, int] | None:
        """Show `piece` behind what is settled; the item that a list after it goes on from."""
        source = _source(piece, self._line_percent, self._gap) if piece.strip() else None
        table = source is not None and bool(source.rootFrame().childFrames())
        # A table stands in no block of its own: the empty one before it in `source` is left out.
        alone = table and source is not None and not source.begin().text()
        # Qt lets an empty block take over the format of one that joins it: they stay apart.
        apart = self._begun and not alone
        cursor = QTextCursor(self._document)
        cursor.setPosition(self._settled)
        last = QTextBlockFormat(cursor.blockFormat())
        cursor.setPosition(self._settled + int(apart))
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        self._drafted = "" if table else piece
        if source is None:
            return self._last_item
        self._begun = not self._reuse and not alone
        if not table:
            top = 0 if self._blocks == 0 else self._gap
            return _copy_blocks(source, cursor, self._last_item, self._reuse or apart, top)
        if self._begun and not apart:
            cursor.insertBlock(QTextBlockFormat(), QTextCharFormat())
        cursor.insertFragment(QTextDocumentFragment(source))
        if alone:
            cursor.setPosition(self._settled)
            cursor.setBlockFormat(source.begin().blockFormat() if self._reuse else last)
        return None


def _source(text: str, line_percent: float, gap: float) -> SafeDocument:
    source = SafeDocument()
    source.setUndoRedoEnabled(False)
    if is_light(text):
        source.setMarkdown(_shown(breakable(text)), _FEATURES)
    else:
        QTextCursor(source).insertText(breakable(text))
    edit = QTextCursor(source)
    edit.beginEditBlock()  # else every change is followed by a look at the whole text
    _tame(source, line_percent, gap)
    edit.endEditBlock()
    return source


def _ends_in_table(document: QTextDocument) -> bool:
    """True if the last block is the empty one that Qt puts behind a table."""
    before = document.lastBlock().previous()
    return before.isValid() and QTextCursor(before).currentTable() is not None


def _copy_blocks(
    source: QTextDocument,
    cursor: QTextCursor,
    last: tuple[str, int] | None,
    reuse: bool,
    top: float,
) -> tuple[str, int] | None:
    lists: dict[int, QTextList] = {}
    block = source.begin()
    while block.isValid():
        form = QTextBlockFormat(block.blockFormat())
        form.setObjectIndex(-1)  # it names a list of the other document
        if block == source.begin():
            form.setTopMargin(top)
        if reuse:
            if (old := cursor.block().textList()) is not None:
                old.remove(cursor.block())
            cursor.setBlockFormat(form)
            cursor.setBlockCharFormat(block.charFormat())
        else:
            cursor.insertBlock(form, block.charFormat())
        part = block.begin()
        while not part.atEnd():
            cursor.insertText(part.fragment().text(), part.fragment().charFormat())
            part += 1
        last = _join_list(block, cursor, lists, last)
        reuse = False
        block = block.next()
    return last


def _join_list(
    block: QTextBlock,
    cursor: QTextCursor,
    lists: dict[int, QTextList],
    last: tuple[str, int] | None,
) -> tuple[str, int] | None:
    """Make the block under `cursor` the item that `block` is; the number that a list is at."""
    group = block.textList()
    if group is None:
        return last if block.blockFormat().indent() else None
    known = lists.get(group.objectIndex())
    form = QTextListFormat(group.format())
    if known is None:
        if last is not None and form.indent() == 1 and last[0] == _suffix(form):
            form.setStart(last[1] + 1)
        lists[group.objectIndex()] = known = cursor.createList(form)
    else:
        known.add(cursor.block())
    if form.indent() > 1:
        return last
    suffix = _suffix(form)
    return (suffix, known.format().start() + known.count() - 1) if suffix else None


def _suffix(form: QTextListFormat) -> str:
    return form.numberSuffix() if form.style() == QTextListFormat.Style.ListDecimal else ""


def breakable(text: str) -> str:
    """`text` with room for a break in words of a thousand letters."""
    return _LONG_WORD.sub(lambda found: found.group() + BREAK, text)


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
    # Above it: a block does not change when another follows.
    form.setTopMargin(gap if block.previous().isValid() else 0)
    form.setBottomMargin(0)
    cursor = QTextCursor(block)
    cursor.setBlockFormat(form)
    if form.headingLevel():
        cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
        bold = QTextCharFormat()
        bold.setFontWeight(QFont.Weight.Bold)
        cursor.mergeCharFormat(bold)
