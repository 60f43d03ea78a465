"""A PDF -> its text in reading order, over columns and pages; PDFium reads it.

Page numbers, and what stands at the top or the bottom of page after page, are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from newsassistant.core.errors import InputError
from newsassistant.readers.columns import fits, gaps_of, lines_of
from newsassistant.readers.flow import Paragraph, Sheet, paragraphs_of
from newsassistant.readers.outline import LONGEST_TITLE, Block, Kind, assemble
from newsassistant.readers.pages import Book, Page, read_pages
from newsassistant.text.articles.headline import is_furniture
from newsassistant.text.articles.layout import is_item, is_wide
from newsassistant.text.articles.reading import Reading

_LARGE = 1.13
_FIRST = 25  # paragraphs of the first page in which a headline is looked for
_DATE = re.compile(r"D?:?(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:(Z|[+-]\d\d)'?(\d\d)?)?")


def read(data: bytes, name: str, password: str = "") -> Reading:
    """The text of a PDF.

    Raises InputError for one that is locked or has no text, UnfitError for a damaged one.
    """
    book = read_pages(data, name, password)
    sheets = list(_sheets(book.pages))
    if not any(sheet.lines for sheet in sheets):
        pictures = any(page.pictures for page in book.pages)
        raise InputError("document-no-text" if pictures else "article-empty", path=name)
    paragraphs = paragraphs_of(sheets)
    return assemble(
        _blocks(paragraphs),
        title=book.facts.get("title", ""),
        author=book.facts.get("author", ""),
        date=_date(book.facts.get("creationdate", "")),
        warnings=list(_warnings(book)),
    )


def _sheets(pages: Sequence[Page]) -> Iterator[Sheet]:
    """The pages as lines; a last page may be too short to show its columns by itself."""
    before: tuple[float, ...] = ()
    for page in pages:
        gaps = gaps_of(page.pieces)
        if not gaps and before and fits(page.pieces, before):
            gaps = before
        before = gaps or before
        yield Sheet(tuple(lines_of(page.pieces, gaps)), page.height)


def _warnings(book: Book) -> Iterator[str]:
    if len(book.pages) < book.count:
        yield "pages-left-out"
    if any(page.pictures and not page.pieces for page in book.pages):
        yield "pages-without-text"
    if book.unsure * 20 > book.chars:
        yield "text-unsure"


def _blocks(paragraphs: Sequence[Paragraph]) -> Iterator[Block]:
    title = _title(paragraphs)
    for place, paragraph in enumerate(paragraphs):
        if place == title:
            yield Block(paragraph.text, Kind.TITLE)
        elif paragraph.cells:
            yield Block(paragraph.text, Kind.ROW)
        elif is_item(paragraph.text) or paragraph.text.startswith(("•", "●", "▪", "■", "◦")):
            yield Block(paragraph.text, Kind.ITEM)
        elif paragraph.large > _LARGE:
            yield Block(paragraph.text, Kind.HEADING, 2)
        else:
            yield Block(paragraph.text, strong=paragraph.bold)


def _title(paragraphs: Sequence[Paragraph]) -> int | None:
    """The paragraph in the largest letters of the first page, if it has the words of a headline."""
    page = paragraphs[0].page if paragraphs else 0
    near = [
        (paragraph.large, -place)
        for place, paragraph in enumerate(paragraphs[:_FIRST])
        if paragraph.page == page and paragraph.large > _LARGE and _may_be(paragraph.text)
    ]
    if not near:
        return None
    # A letterhead is larger than a headline, and has a word or two.
    told = [found for found in near if _is_telling(paragraphs[-found[1]].text)]
    return -max(told or near)[1]


def _may_be(text: str) -> bool:
    return len(text) <= LONGEST_TITLE and not is_furniture(text)


def _is_telling(text: str) -> bool:
    wide = sum(map(is_wide, text))
    return wide >= 6 or len(text.split()) >= 3


def _date(text: str) -> str:
    """A date of a PDF in ISO's form."""
    match = _DATE.match(text.strip())
    if match is None:
        return ""
    year, month, day, hour, minute, second, zone, off = match.groups()
    if hour is None:
        return f"{year}-{month}-{day}"
    place = "" if zone is None else "Z" if zone == "Z" else f"{zone}:{off or '00'}"
    return f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{place}"
