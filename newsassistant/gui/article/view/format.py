"""How an article's paragraphs look: headline, dateline, body and the gaps between them."""

from __future__ import annotations

import enum
import re

from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QSyntaxHighlighter,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from newsassistant.gui.look.theme import Theme

LINE_HEIGHT = 1.66  # of the body's font size
PARAGRAPH_GAP = 12.0  # px
DATELINE_CHARS = 60
LAST_DATELINE = 2  # block number: after the headline and an empty line
HEAD_LINES, HEAD_CHARS = 9, 200  # as much of the text tells whether its first line is a headline
MAX_SET_BLOCKS = 6000  # from some ten thousand formats on, Qt takes a minute to apply them

_KIND = QTextFormat.Property.UserProperty.value + 1
_FIXED = QTextBlockFormat.LineHeightTypes.FixedHeight.value
_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
_DATELINE = re.compile(r"^(?:[A-Z][A-Z .'-]{2,}\b|By\s+[A-Z])|\d|记者|电$|讯$|來源|来源")
_TO_COME = "\nText."
_SENTENCE_END = ".!?;:。！？；："


class Kind(enum.IntEnum):
    """What a paragraph is; the number is kept in its block format."""

    BODY = 1
    BODY_TIGHT = 2  # an empty line follows and makes the distance
    GAP = 3
    HEADLINE = 4
    HEADLINE_TIGHT = 5
    DATELINE = 6
    DATELINE_TIGHT = 7


_TIGHT = {
    Kind.BODY: Kind.BODY_TIGHT,
    Kind.HEADLINE: Kind.HEADLINE_TIGHT,
    Kind.DATELINE: Kind.DATELINE_TIGHT,
}


def kind_of(block: QTextBlock) -> Kind:
    """What the block is formatted as; BODY for one that nothing has formatted."""
    value = block.blockFormat().property(_KIND)
    return Kind(value) if isinstance(value, int) else Kind.BODY


class BlockFormats:
    """The block format of each kind, in percentages so that zooming needs no change of text."""

    def __init__(self, theme: Theme) -> None:
        font = theme.font("article")
        percent = 100 * LINE_HEIGHT * font.pixelSize() / QFontMetricsF(font).height()
        self._formats = {
            Kind.BODY: _block_format(Kind.BODY, percent, PARAGRAPH_GAP),
            Kind.BODY_TIGHT: _block_format(Kind.BODY_TIGHT, percent, 0),
            Kind.GAP: _block_format(Kind.GAP, None, 0),
            Kind.HEADLINE: _block_format(Kind.HEADLINE, 100, 8),
            Kind.HEADLINE_TIGHT: _block_format(Kind.HEADLINE_TIGHT, 100, 0),
            Kind.DATELINE: _block_format(Kind.DATELINE, 110, PARAGRAPH_GAP),
            Kind.DATELINE_TIGHT: _block_format(Kind.DATELINE_TIGHT, 110, 0),
        }

    def of(self, kind: Kind) -> QTextBlockFormat:
        """The format of a kind."""
        return self._formats[kind]

    def leave_gap(self, cursor: QTextCursor) -> None:
        """Give an empty line that is about to be written in the height of a text line."""
        if kind_of(cursor.block()) is Kind.GAP:
            cursor.setBlockFormat(self._formats[Kind.BODY])

    def format_all(self, document: QTextDocument, cursor: QTextCursor) -> None:
        """Format every block, empty lines as gaps; one part of the caller's edit block.

        Of a text with more than `MAX_SET_BLOCKS` lines only the head is set, the rest is plain.
        """
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setBlockFormat(self._formats[Kind.BODY])
        last = LAST_DATELINE if document.blockCount() > MAX_SET_BLOCKS else MAX_SET_BLOCKS
        block = document.begin()
        while block.isValid() and block.blockNumber() <= last:
            wanted = self._wanted(block)
            if wanted is not Kind.BODY:
                self._apply(block, wanted)
            block = block.next()

    def _wanted(self, block: QTextBlock) -> Kind:
        following = block.next()
        empty = not block.text().strip()
        if empty:
            return Kind.GAP if following.isValid() and block.blockNumber() else Kind.BODY
        kind = Kind.BODY
        if is_headline(block):
            kind = Kind.HEADLINE
        elif is_dateline(block):
            kind = Kind.DATELINE
        tight = following.isValid() and following.next().isValid() and not following.text().strip()
        return _TIGHT[kind] if tight else kind

    def _apply(self, block: QTextBlock, kind: Kind) -> None:
        QTextCursor(block).setBlockFormat(self._formats[kind])


def _block_format(kind: Kind, percent: float | None, margin: float) -> QTextBlockFormat:
    block = QTextBlockFormat()
    if percent is None:
        block.setLineHeight(PARAGRAPH_GAP, _FIXED)
    else:
        block.setLineHeight(percent, _PROPORTIONAL)
    block.setBottomMargin(margin)
    block.setProperty(_KIND, int(kind))
    return block


def is_headline(block: QTextBlock) -> bool:
    """True for the first line when it reads as a headline and something follows it."""
    following = block.next()
    if block.blockNumber() != 0 or not following.isValid():
        return False
    lines = [block.text().strip()]
    while following.isValid() and len(lines) < HEAD_LINES:
        lines.append(following.text().strip()[:HEAD_CHARS])
        following = following.next()
    if not any(lines[1:]):  # the user is about to write on
        lines.append(_TO_COME)
    from newsassistant.text.articles.headline import (
        headline_of,  # not at the start: see text.article
    )

    return bool(headline_of("\n".join(lines)))


def is_dateline(block: QTextBlock) -> bool:
    """True for a short line of place, date or author straight under the headline."""
    text = block.text().strip()
    if not 0 < len(text) <= DATELINE_CHARS or text[-1] in _SENTENCE_END:
        return False
    if block.blockNumber() > LAST_DATELINE:
        return False
    before = block.previous()
    if before.isValid() and not before.text().strip():
        before = before.previous()
    return before.isValid() and is_headline(before) and bool(_DATELINE.search(text))


class ArticleHighlighter(QSyntaxHighlighter):
    """Sets headline and dateline in their type; O(1) a block."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._theme = theme
        self.make_formats()

    def make_formats(self) -> None:
        """Take colours and sizes from the theme again; the caller rehighlights."""
        self._headline = _char_format(self._theme.font("headline"), None)
        small = self._theme.font("secondary")
        self._dateline = _char_format(small, QColor(self._theme.tokens.muted))

    def highlight_head(self) -> None:
        """Do the first blocks again, the only ones with a type of their own.

        `rehighlight` of the whole document takes seconds for some thousand paragraphs.
        """
        block = self.document().firstBlock()
        while block.isValid() and block.blockNumber() <= LAST_DATELINE:
            self.rehighlightBlock(block)
            block = block.next()

    def check_head(self) -> None:
        """Do the head again if lines below have made the first one a headline, or none."""
        first = self.document().firstBlock()
        if is_headline(first) != bool(first.userState() % 2):
            self.highlight_head()

    def highlightBlock(self, text: str) -> None:
        block = self.currentBlock()
        if block.blockNumber() <= LAST_DATELINE:
            self.setFormat(0, block.length() - 1, self._head_format(block))

    def _head_format(self, block: QTextBlock) -> QTextCharFormat:
        # A block's state that changes makes Qt look at the next block too: the dateline hangs
        # on the headline.
        headline, dateline = is_headline(block), is_dateline(block)
        before = max(self.previousBlockState(), 0)
        self.setCurrentBlockState(2 * before + headline + 2)
        if headline:
            return self._headline
        return self._dateline if dateline else QTextCharFormat()


def _char_format(font: QFont, colour: QColor | None) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setFont(font)
    if colour is not None:
        form.setForeground(colour)
    return form
