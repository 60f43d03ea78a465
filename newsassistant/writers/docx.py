"""A document for Word (.docx), which LibreOffice, WPS and Pages open as well.

Written as it is: an archive of a few XML parts, of which none refers to anything outside and none
can run. Equal documents give equal bytes.
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from newsassistant.text.markup.blocks import (
    Block,
    Blocks,
    Code,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Span,
    Spans,
    Table,
    words_of,
)
from newsassistant.writers import docx_parts as parts
from newsassistant.writers.document import Document, sheet_of, text_of_section
from newsassistant.writers.xml_text import xml_text

_THE_SAME_TIME = (1980, 1, 1, 0, 0, 0)  # of every part: the first that an archive can tell
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1418" '
    'w:bottom="1418" w:left="1418" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
)
_WIDTH = 9070  # twentieths of a point between the margins
_SHORT = 2600  # the same: the first column of a table whose first column is its head
_LOOKED_AT = 200  # characters that tell the direction of writing


def write(document: Document) -> bytes:
    """The file; any thread."""
    text = _Text()
    body = text.body(document)
    files = {
        "[Content_Types].xml": parts.content_types(document),
        "_rels/.rels": parts.package_relations(document),
        "docProps/core.xml": parts.core(document),
        "docProps/app.xml": parts.app(document),
        "word/document.xml": (
            f"{parts.HEAD}<w:document {parts.MAIN}><w:body>{body}{_PAGE}</w:body></w:document>"
        ),
        "word/_rels/document.xml.rels": parts.document_relations(document),
        "word/styles.xml": parts.styles(),
        "word/numbering.xml": parts.numbering(text.starts),
        "word/settings.xml": parts.settings(),
    }
    if document.notes:
        files["word/comments.xml"] = parts.comments(document)
    if parts.has_custom(document):
        files["docProps/custom.xml"] = parts.custom(document)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, xml in files.items():
            entry = zipfile.ZipInfo(name, _THE_SAME_TIME)
            entry.create_system = 0  # the same bytes on every system
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, xml.encode())
    return content.getvalue()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where blocks stand: how deep in lists, and in a quote or not."""

    level: int = -1
    quoted: bool = False


@dataclass(slots=True)
class _Text:
    """The text as it is put together; `starts` are the first numbers of its numbered lists."""

    starts: list[int] = field(default_factory=list)

    def body(self, document: Document) -> str:
        """All paragraphs and tables."""
        head = []
        if document.notice:
            head.append(_paragraph((Span(document.notice),), '<w:pStyle w:val="Notice"/>'))
        head.append(_paragraph((Span(document.title),), '<w:pStyle w:val="Title"/>'))
        if document.label:
            head.append(_paragraph((Span(document.label),), '<w:pStyle w:val="Label"/>'))
        blocks = tuple(chain.from_iterable(map(text_of_section, document.sections)))
        return "".join(head) + self._blocks(blocks, _Place()) + self._sheet(document)

    def _sheet(self, document: Document) -> str:
        """The provenance sheet, on a page of its own."""
        if not document.sheet:
            return ""
        _, *rest = sheet_of(document)
        heading = (Span(document.sheet_heading),)
        first = _paragraph(heading, '<w:pStyle w:val="Heading1"/><w:pageBreakBefore/>')
        return first + self._blocks(tuple(rest), _Place())

    def _blocks(self, blocks: Blocks, place: _Place) -> str:
        found: list[str] = []
        for number, block in enumerate(blocks):
            found += self._block(block, place)
            following = blocks[number + 1] if number + 1 < len(blocks) else None
            if isinstance(block, Table) and (following is None or isinstance(following, Table)):
                found.append("<w:p/>")  # else Word joins two tables, or calls the file damaged
        return "".join(found)

    def _block(self, block: Block, place: _Place) -> Iterator[str]:
        match block:
            case Paragraph(spans):
                yield _paragraph(spans, _style(place))
            case Heading(level, spans):
                yield _paragraph(spans, f'<w:pStyle w:val="Heading{max(1, level - 1)}"/>')
            case Code(text):
                yield _paragraph(
                    (Span(text),), f'<w:pStyle w:val="Code"/>{_indent(place)}', turns=False
                )
            case Rule():
                yield (
                    '<w:p><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" '
                    'w:color="A6A6A6"/></w:pBdr></w:pPr></w:p>'
                )
            case Quote(blocks):
                yield self._blocks(blocks, _Place(place.level, quoted=True))
            case Listing():
                yield from self._listing(block, place)
            case Table():
                yield from _table(block)

    def _listing(self, block: Listing, place: _Place) -> Iterator[str]:
        number = parts.BULLETS
        if block.start is not None:
            self.starts.append(block.start)
            number += len(self.starts)
        inside = _Place(min(place.level + 1, parts.LEVELS - 1), place.quoted)
        mark = (
            f'<w:pStyle w:val="ListParagraph"/><w:numPr><w:ilvl w:val="{inside.level}"/>'
            f'<w:numId w:val="{number}"/></w:numPr>'
        )
        for item in block.items:
            first = item[0] if item else None
            if isinstance(first, Paragraph):
                yield _paragraph(first.spans, mark)
                yield self._blocks(item[1:], inside)
            else:
                yield _paragraph((), mark)
                yield self._blocks(item, inside)


def _style(place: _Place) -> str:
    if place.quoted:
        return '<w:pStyle w:val="Quote"/>'
    if place.level >= 0:
        return f'<w:pStyle w:val="ListParagraph"/>{_indent(place)}'
    return ""


def _indent(place: _Place) -> str:
    return parts.list_indent(place.level) if place.level >= 0 else ""


def _table(block: Table) -> Iterator[str]:
    if not block.rows:
        return
    columns = len(block.rows[0])
    each = _WIDTH // columns
    widths = [each] * columns if block.headed else [_SHORT, _WIDTH - _SHORT]
    yield (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/></w:tblPr><w:tblGrid>'
    )
    yield "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths) + "</w:tblGrid>"
    for number, row in enumerate(block.rows):
        is_head = block.headed and number == 0
        about = "<w:cantSplit/>" + ("<w:tblHeader/>" if is_head else "")
        yield f"<w:tr><w:trPr>{about}</w:trPr>"
        for spans, wide in zip(row, widths, strict=True):
            shown = tuple(_heading_span(span) for span in spans) if is_head else spans
            cell = _paragraph(shown, '<w:pStyle w:val="TableText"/>')
            yield f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
        yield "</w:tr>"
    yield "</w:tbl>"


# --- words ---------------------------------------------------------------------------------------


def _paragraph(spans: Spans, properties: str, *, turns: bool = True) -> str:
    right = turns and _is_right_to_left(words_of(spans))
    if right:
        properties = _with_direction(properties)
    about = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{about}{''.join(_noted_run(span, right=right) for span in spans)}</w:p>"


def _heading_span(span: Span) -> Span:
    """A word in the head of a table."""
    return Span(span.text, strong=True, opens=span.opens, closes=span.closes)


def _with_direction(properties: str) -> str:
    """The schema wants `bidi` before a margin, and behind all else that is used here."""
    before, margin, after = properties.partition("<w:ind ")
    return f"{before}<w:bidi/>{margin}{after}"


def _is_right_to_left(text: str) -> bool:
    """True where the first letter with a direction is written from right to left."""
    for char in text[:_LOOKED_AT]:
        direction = unicodedata.bidirectional(char)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def _noted_run(span: Span, *, right: bool) -> str:
    """A run between the ends of the comments that begin or end with it."""
    before = "".join(map(parts.comment_start, span.opens))
    return before + _run(span, right=right) + "".join(map(parts.comment_end, span.closes))


def _run(span: Span, *, right: bool) -> str:
    """In the order in which the schema wants the properties."""
    about = parts.MONO * span.code
    about += "<w:b/><w:bCs/>" * span.strong
    about += "<w:i/><w:iCs/>" * span.emphasis
    about += "<w:strike/>" * span.struck
    about += "<w:rtl/>" * right
    properties = f"<w:rPr>{about}</w:rPr>" if about else ""
    return f"<w:r>{properties}{''.join(_pieces(span.text))}</w:r>"


def _pieces(text: str) -> Iterator[str]:
    for number, line in enumerate(text.split("\n")):
        if number:
            yield "<w:br/>"
        for column, piece in enumerate(line.split("\t")):
            if column:
                yield "<w:tab/>"
            if piece:
                yield f'<w:t xml:space="preserve">{xml_text(piece)}</w:t>'
