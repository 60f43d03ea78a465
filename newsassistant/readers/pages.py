"""The pages of a PDF -> pieces of lines with their places, by PDFium.

Knows nothing of columns and paragraphs. Coordinates are in points from the lower left corner, after
a page that was set sideways has been turned.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from newsassistant.core.errors import InputError
from newsassistant.core.outside import UnfitError

MOST_PAGES = 2000
MOST_CHARS = 1_500_000
_BREAK = 0.75  # of a line's height: a wider gap ends a piece
_SPACE = 0.17  # of a line's height: a wider gap is a space
_SAME_LINE = 0.25
_RAISED = 0.65  # as far a small sign stands above or below its line
_HYPHENS = (0x02, 0xAD, 0xFFFE)
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
_BOLD = ("bold", "black", "heavy", "semibold", "demi")
_PASSWORD = 4  # FPDF_ERR_PASSWORD


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one line without a wide gap; `y` is the base line, `size` the height."""

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """The pieces of a page in the order of the file; `pictures` says that it shows some."""

    width: float
    height: float
    pieces: tuple[Piece, ...]
    pictures: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """All pages that were read, of `count`, and what the file says of itself."""

    pages: tuple[Page, ...]
    count: int
    facts: dict[str, str]
    unsure: int  # characters of which the file does not say what they are
    chars: int


@dataclass(frozen=True, slots=True)
class _Char:
    code: int
    left: float
    right: float
    y: float
    size: float
    turn: int
    index: int


def read_pages(data: bytes, name: str, password: str) -> Book:
    """The pages of a PDF; raises InputError for a locked one, UnfitError for a damaged one."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data, password=password or None)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "assword" in str(error):
            wrong = "document-password-wrong" if password else "document-password-wanted"
            raise InputError(wrong, path=name) from error
        raise UnfitError("it is damaged, or no PDF") from error
    try:
        reader = _Reader(document)
        pages = tuple(reader.pages())
        facts = {key.lower(): value for key, value in document.get_metadata_dict().items()}
        return Book(pages, len(document), facts, reader.unsure, reader.chars)
    except pypdfium2.PdfiumError as error:
        raise UnfitError("it is damaged") from error
    finally:
        document.close()


class _Reader:
    """Goes through the pages until there is too much."""

    def __init__(self, document: Any) -> None:
        import pypdfium2.raw

        self._raw: Any = pypdfium2.raw
        self._document = document
        self.unsure = 0
        self.chars = 0

    def pages(self) -> Iterator[Page]:
        for number in range(min(len(self._document), MOST_PAGES)):
            if self.chars > MOST_CHARS:
                return
            yield self._page(number)

    def _page(self, number: int) -> Page:
        import pypdfium2

        try:
            page = self._document[number]
        except pypdfium2.PdfiumError:
            return Page(0, 0, ())
        try:
            width, height = page.get_size()
            with self._text_of(page) as text:
                chars = list(self._characters(text))
                turn = _most_common_turn(chars)
                chars = [char for char in chars if char.turn == turn]
                pieces = tuple(self._pieces(text, chars))
            # Only where there is nothing else does it matter.
            pictures = not pieces and self._has_pictures(page)
            return Page(width, height, pieces, pictures)
        finally:
            page.close()

    @contextmanager
    def _text_of(self, page: Any) -> Iterator[Any]:
        text = self._raw.FPDFText_LoadPage(page)
        if not text:
            raise UnfitError("one of its pages is damaged")
        try:
            yield text
        finally:
            self._raw.FPDFText_ClosePage(text)

    def _has_pictures(self, page: Any) -> bool:
        return bool(self._raw.FPDFPage_CountObjects(page) > 0)

    def _characters(self, text: Any) -> Iterator[_Char]:
        raw = self._raw
        box = raw.FS_RECTF()
        x, y = ctypes.c_double(), ctypes.c_double()
        for index in range(min(raw.FPDFText_CountChars(text), MOST_CHARS - self.chars + 1)):
            code = raw.FPDFText_GetUnicode(text, index)
            self.chars += 1
            if code in (0, 10, 13):
                self.unsure += code == 0
                continue
            if raw.FPDFText_HasUnicodeMapError(text, index) == 1:
                self.unsure += 1
            if not raw.FPDFText_GetLooseCharBox(text, index, box):
                continue
            if not raw.FPDFText_GetCharOrigin(text, index, x, y):
                continue
            angle = raw.FPDFText_GetCharAngle(text, index)
            turn = round(angle / (math.pi / 2)) % 4 if angle > 0 else 0
            if abs(angle - round(angle / (math.pi / 2)) * math.pi / 2) > 0.1:
                continue  # slanted over the page, as "DRAFT"
            yield _placed(code, box, x.value, y.value, turn, index)

    def _pieces(self, text: Any, chars: list[_Char]) -> Iterator[Piece]:
        run: list[_Char] = []
        for char in chars:
            if run and not _continues(run, char):
                yield from self._piece(text, run)
                run = []
            if run or not _is_space(char.code):
                run.append(char)
        if run:
            yield from self._piece(text, run)

    def _piece(self, text: Any, run: list[_Char]) -> Iterator[Piece]:
        while run and _is_space(run[-1].code):
            run.pop()
        written = _written(run)
        if written:
            main = max(run, key=lambda char: char.size)
            yield Piece(
                text=written,
                left=min(char.left for char in run),
                right=max(char.right for char in run),
                y=main.y,
                size=main.size,
                bold=self._is_bold(text, run[0].index) and self._is_bold(text, run[-1].index),
            )

    def _is_bold(self, text: Any, index: int) -> bool:
        if self._raw.FPDFText_GetFontWeight(text, index) >= 600:
            return True
        name, flags = ctypes.create_string_buffer(200), ctypes.c_int()
        self._raw.FPDFText_GetFontInfo(text, index, name, len(name), flags)
        return any(word in name.value.lower().decode("latin-1") for word in _BOLD)


def _placed(code: int, box: Any, x: float, y: float, turn: int, index: int) -> _Char:
    """A character as on a page that is read upright."""
    left, right, top, bottom = box.left, box.right, box.top, box.bottom
    if turn == 3:  # read from below upwards; PDFium counts clockwise
        left, right, size, y = bottom, top, right - left, -x
    elif turn == 2:
        left, right, size, y = -right, -left, top - bottom, -y
    elif turn == 1:
        left, right, size, y = -top, -bottom, right - left, x
    else:
        size = top - bottom
    return _Char(code, left, right, y, max(abs(size), 0.1), turn, index)


def _most_common_turn(chars: list[_Char]) -> int:
    counted = Counter(char.turn for char in chars)
    return counted.most_common(1)[0][0] if counted else 0


def _is_space(code: int) -> bool:
    return code in (9, 32, 0xA0, 0x3000) or 0x2000 <= code <= 0x200B


def _continues(run: list[_Char], char: _Char) -> bool:
    """True where a character belongs behind those of a piece."""
    last = run[-1]
    visible = next((each for each in reversed(run) if not _is_space(each.code)), last)
    size = max(visible.size, char.size)
    if _is_space(char.code):
        return True  # those that PDFium adds have no place
    off = abs(char.y - visible.y)
    small = min(visible.size, char.size) < 0.85 * size
    if off > (_RAISED if small else _SAME_LINE) * size:
        return False
    return -0.5 * size < char.left - visible.right < _BREAK * size


def _written(run: list[_Char]) -> str:
    """The characters of a piece as text, with spaces in the gaps."""
    units: list[int] = []
    before: _Char | None = None
    for char in run:
        if before is not None and not _is_space(before.code) and not _is_space(char.code):
            gap = char.left - before.right
            if gap > _SPACE * max(before.size, char.size) and not _is_wide(char.code):
                units.append(32)
        code = 45 if char.code in _HYPHENS else 32 if _is_space(char.code) else char.code
        if code > 0xFFFF:
            code -= 0x10000
            units += [0xD800 + (code >> 10), 0xDC00 + (code & 0x3FF)]
        else:
            units.append(code)
        before = char
    encoded = b"".join(unit.to_bytes(2, "little") for unit in units)
    text = encoded.decode("utf-16-le", "replace").translate(_LIGATURES)
    return " ".join(text.split())


def _is_wide(code: int) -> bool:
    return 0x2E80 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0xFF00 <= code <= 0xFFEF
