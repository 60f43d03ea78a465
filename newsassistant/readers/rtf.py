"""A rich text file (.rtf) -> its text; one pass over its control words, no library.

Headers, footers, notes, comments, hidden and deleted text, pictures and objects are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from newsassistant.core.outside import UnfitError
from newsassistant.readers.outline import Block, Kind, assemble, table_blocks
from newsassistant.text.articles.reading import Reading, name_set

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)"
    rb"|[\r\n]+|\\"
)
_CHARSETS = {
    **{0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950"},
    **{161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257"},
    **{204: "cp1251", 222: "cp874", 238: "cp1250"},
}
_SYMBOLS = 2  # a character set whose letters are signs
_SIGNS = {
    **{"tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘"},
    **{"rquote": "’", "ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " "},
    "qmspace": " ",
}
_NAMED_SIGNS = {b"~": "\u00a0", b"_": "-", b"\n": "\n", b"\r": "\n", b"\t": "\t"}
_PLAIN_SIGNS = (b"\\", b"{", b"}")
_SKIPPED = name_set(
    "fonttbl colortbl stylesheet info pict objdata objclass objname header headerl headerr headerf"
    " footer footerl footerr footerf footnote annotation atnid atnauthor atndate atnref atnicn"
    " fldinst nonesttables themedata colorschememapping datastore latentstyles listtable"
    " listoverridetable revtbl rsidtbl generator sp sn sv xe tc txe rxe bkmkstart bkmkend falt"
    " panose filetbl docvar template operator private fontemb fontfile"
)
# Behind \*, and yet part of the text.
_SHOWN = name_set("shpinst shptxt fldrslt")
_NOTED = {"footnote": "notes-left-out"}
_MOST_GROUPS = 5000


@dataclass(frozen=True, slots=True)
class _State:
    """What holds inside of a group."""

    place: str = ""  # a destination with facts, "" for the text
    skipped: bool = False
    font: int = -1
    unicode_skip: int = 1
    hidden: bool = False
    bold: bool = False
    box: bool = False  # the group that began a box of text


@dataclass(slots=True)
class _Line:
    """A paragraph that is being read."""

    parts: list[str] = field(default_factory=list)
    style: int = -1
    outline: int = 9
    bold: int = 0
    plain: int = 0
    in_table: bool = False


def read(data: bytes, name: str) -> Reading:
    """The text of a file; raises UnfitError for a damaged one."""
    reader = _Reader(data)
    reader.run()
    facts = reader.facts
    date = ""
    if "yr" in reader.date:
        numbers = [reader.date.get(part, 0) for part in ("yr", "mo", "dy", "hr", "min")]
        date = "{:04}-{:02}-{:02}T{:02}:{:02}".format(*numbers)
    return assemble(
        reader.blocks,
        title=facts.get("title", ""),
        author=facts.get("author", ""),
        date=date,
        warnings=reader.warnings,
    )


class _Reader:
    """Goes through the file once, from its first brace to the one that closes it."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.blocks: list[Block] = []
        self.facts: dict[str, str] = {}
        self.date: dict[str, int] = {}
        self.warnings: list[str] = []
        self._stack: list[_State] = []
        self._state = _State()
        self._lines = [_Line()]
        self._boxes: list[Block] = []
        self._rows: list[list[list[Block]]] = []
        self._cells: list[list[Block]] = []
        self._bytes = bytearray()
        self._skip = 0
        self._starred = False
        self._default = "cp1252"
        self._fonts: dict[int, int] = {}
        self._styles: dict[int, str] = {}
        self._style_name = ""
        self._style = 0

    def run(self) -> None:
        """Read everything; what is behind the last brace is left out."""
        place = 0
        while (match := _TOKEN.match(self._data, place)) is not None:
            place = match.end()
            word, number, code, sign, brace, text = match.groups()
            if word is not None:
                place += self._word(word.decode(), int(number) if number else None)
            elif code is not None:
                self._take_bytes(bytes.fromhex(code.decode()))
            elif brace == b"{":
                self._open()
            elif brace == b"}":
                if not self._stack:
                    break
                self._close()
                if not self._stack:
                    break
            elif sign is not None:
                self._sign(sign)
            elif text is not None:
                self._take_bytes(text)
        self._end_paragraph()
        self._end_table()

    # --- groups ---

    def _open(self) -> None:
        self._flush()
        if len(self._stack) > _MOST_GROUPS:
            raise UnfitError("it is nested too deeply")
        self._stack.append(self._state)
        self._state = replace(self._state, box=False)
        self._starred, self._skip = False, 0

    def _close(self) -> None:
        self._flush()
        if self._state.box and len(self._lines) > 1:
            self._end_paragraph()
            self._lines.pop()
        if self._state.place == "stylesheet" and self._style_name:
            self._styles[self._style] = self._style_name.strip(" ;").lower()
            self._style_name, self._style = "", 0
        self._state = self._stack.pop()
        self._starred, self._skip = False, 0

    def _begins(self, word: str) -> bool:
        """True for a control word that says what its group is for."""
        starred, self._starred = self._starred, False
        if word in ("title", "author", "creatim", "stylesheet", "fonttbl"):
            shown = self._stack and word in ("stylesheet", "fonttbl")
            if shown or any(state.place == "info" for state in self._stack[-1:]):
                self._state = replace(self._state, place=word, skipped=True)
                return True
        if word == "info":
            self._state = replace(self._state, place="info", skipped=True)
            return True
        if word in _SKIPPED or (starred and word not in _SHOWN and not self._state.place):
            if word in _NOTED and not self._state.skipped:
                self.warnings.append(_NOTED[word])
            self._state = replace(self._state, skipped=True)
            return True
        if word == "shptxt" and not self._state.skipped:
            self._state = replace(self._state, box=True)
            self._lines.append(_Line())
            return True
        return False

    # --- words ---

    def _word(self, word: str, number: int | None) -> int:
        """Do what a control word says; returns how many bytes behind it are no text."""
        if word == "bin":
            return max(0, number or 0)
        if word == "u":
            self._unicode(number or 0)
            return 0
        self._flush()
        self._skip = 0
        if word == "uc":
            self._state = replace(self._state, unicode_skip=max(0, min(number or 0, 10)))
        elif word == "ansicpg":
            self._default = _codec(number or 1252)
        elif word == "f":
            self._state = replace(self._state, font=number or 0)
        elif self._begins(word):
            pass
        elif self._state.place:
            self._fact(word, number)
        elif not self._state.skipped:
            self._format(word, number)
        return 0

    def _fact(self, word: str, number: int | None) -> None:
        place = self._state.place
        if place == "creatim" and number is not None:
            self.date[word] = number
        elif place == "fonttbl" and word == "fcharset":
            self._fonts[self._state.font] = number or 0
        elif place == "stylesheet" and word in ("s", "cs", "ds", "ts"):
            self._style = (number or 0) if word == "s" else -2

    def _format(self, word: str, number: int | None) -> None:
        line = self._lines[-1]
        if word in ("par", "sect", "page"):
            self._end_paragraph()
        elif word in ("cell", "nestcell"):
            self._end_cell()
        elif word in ("row", "nestrow"):
            self._end_row()
        elif word == "pard":
            line.style, line.outline, line.in_table = -1, 9, False
        elif word == "plain":
            self._state = replace(self._state, hidden=False, bold=False)
        elif word in ("v", "deleted"):
            self._state = replace(self._state, hidden=number != 0)
            if word == "deleted" and number != 0:
                self.warnings.append("changes-left-out")
        elif word == "b":
            self._state = replace(self._state, bold=number != 0)
        elif word == "s":
            line.style = number or 0
        elif word == "outlinelevel":
            line.outline = number if number is not None else 9
        elif word == "intbl":
            line.in_table = True
        elif word in _SIGNS:
            self._add(_SIGNS[word])

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._starred = True
        elif sign in _PLAIN_SIGNS:
            self._take_bytes(sign)
        elif sign in (b"\n", b"\r"):
            self._flush()
            if not self._state.skipped:
                self._end_paragraph()
        elif sign in _NAMED_SIGNS:
            self._flush()
            self._add(_NAMED_SIGNS[sign])

    # --- characters ---

    def _take_bytes(self, raw: bytes) -> None:
        if self._skip:
            gone = min(self._skip, len(raw))
            self._skip -= gone
            raw = raw[gone:]
        if self._state.skipped and not self._state.place:
            return
        self._bytes += raw

    def _unicode(self, number: int) -> None:
        self._flush()
        self._skip = self._state.unicode_skip
        self._add(chr(number & 0xFFFF))

    def _flush(self) -> None:
        if not self._bytes:
            return
        raw, self._bytes = bytes(self._bytes), bytearray()
        charset = self._fonts.get(self._state.font)
        if charset == _SYMBOLS:
            self._add("•" if raw.strip() in (b"\xb7", b"\xa7", b"o", b"\xd8") else "")
            return
        codec = self._default if charset in (None, 1) else _CHARSETS.get(charset, self._default)
        self._add(raw.decode(codec, "replace"))

    def _add(self, text: str) -> None:
        place = self._state.place
        if place in ("title", "author"):
            self.facts[place] = self.facts.get(place, "")[:1000] + text
        elif place == "stylesheet":
            self._style_name = self._style_name[:100] + text
        elif not (place or self._state.skipped or self._state.hidden):
            line = self._lines[-1]
            line.parts.append(text)
            if not text.isspace():
                line.bold += self._state.bold
                line.plain += not self._state.bold

    # --- paragraphs ---

    def _paragraph(self) -> Iterator[Block]:
        self._flush()
        line = self._lines[-1]
        text = _joined(line.parts)
        if text.strip():
            kind, level = self._kind(line)
            yield Block(text, kind, level, strong=bool(line.bold) and not line.plain)
        self._lines[-1] = _Line(style=line.style, outline=line.outline, in_table=line.in_table)

    def _kind(self, line: _Line) -> tuple[Kind, int]:
        name = self._styles.get(line.style, "")
        if name == "title":
            return Kind.TITLE, 0
        if name.startswith("heading ") and name[8:].isdigit():
            return Kind.HEADING, int(name[8:9])
        if line.outline < 9:
            return Kind.HEADING, line.outline + 1
        text = _joined(line.parts).lstrip()
        return (Kind.ITEM, 0) if text.startswith("•") else (Kind.TEXT, 0)

    def _end_paragraph(self) -> None:
        line = self._lines[-1]
        if line.in_table:
            self._add("\n")
            return
        blocks = list(self._paragraph())
        if len(self._lines) > 1:
            self._boxes += blocks
            return
        if blocks:
            self._end_table()
        self.blocks += blocks + self._boxes
        self._boxes = []

    def _end_cell(self) -> None:
        self._lines[-1].in_table = False
        text = list(self._paragraph())
        split = [Block(part) for block in text for part in block.text.split("\n") if part.strip()]
        self._cells.append(split)
        self._lines[-1].in_table = True

    def _end_row(self) -> None:
        self._rows.append(self._cells)
        self._cells = []
        self._lines[-1] = _Line()

    def _end_table(self) -> None:
        if self._cells:
            self._end_row()
        self.blocks += table_blocks(self._rows)
        self._rows = []


def _joined(parts: list[str]) -> str:
    """The text of a paragraph; two halves of one character are put together."""
    text = "".join(parts)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _codec(page: int) -> str:
    names = {936: "gb18030", 950: "big5hkscs", 10000: "mac_roman", 65001: "utf-8"}
    name = names.get(page, f"cp{page}")
    try:
        b"".decode(name)
    except LookupError:
        return "cp1252"
    return name
