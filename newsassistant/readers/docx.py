"""A Word document (.docx) -> its text as a reader sees it.

Headers, footers, comments, deleted and hidden text, pictures and macros are never looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from newsassistant.core.errors import InputError
from newsassistant.core.outside import UnfitError
from newsassistant.readers.outline import Block, Kind, assemble, table_blocks
from newsassistant.readers.trees import fact, first, local, named, parse
from newsassistant.readers.zipped import Parts
from newsassistant.text.articles.reading import Reading, name_set

_MAIN = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",  # the strict form
)
_SKIPPED = name_set(
    "del moveFrom delText instrText delInstrText pPr rPr sectPr sdtPr tblPr tblGrid trPr tcPr rt"
    " proofErr bookmarkStart bookmarkEnd commentRangeStart commentRangeEnd commentReference"
    " annotationRef footnoteReference endnoteReference lastRenderedPageBreak pict drawing object"
    " softHyphen fldData ruby Fallback"
)
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_OFF = ("0", "false", "off", "none")
_LEFT_OUT = ("toc ", "table of figures", "index ")  # styles of lists that Word makes of the text
_MOST_DEPTH = 60  # of tables and boxes in each other


@dataclass(frozen=True, slots=True)
class _Style:
    name: str = ""
    based_on: str = ""
    outline: int = 9
    numbered: tuple[str, int] | None = None
    hidden: bool = False
    strong: bool = False


@dataclass(slots=True)
class _Counters:
    """Of numbered lists: the kind of each level, and how far it has come."""

    kinds: dict[tuple[str, int], str] = field(default_factory=dict)
    at: dict[tuple[str, int], int] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)

    def mark(self, number: str, level: int) -> str:
        """What stands in front of the next item of a list."""
        base = self.lists.get(number, number)
        kind = self.kinds.get((base, level), "bullet")
        if kind == "none":
            return ""
        if kind == "bullet":
            return "• "
        for deeper in [key for key in self.at if key[0] == base and key[1] > level]:
            del self.at[deeper]
        count = self.at.get((base, level), 0) + 1
        self.at[(base, level)] = count
        return f"{_written(count, kind)}. "


def read(data: bytes, name: str) -> Reading:
    """The text of a document; raises UnfitError for a damaged one, InputError for a locked one."""
    parts = Parts(data, name)
    place = _main_part(parts)
    body = first(parse(parts.read(place)), "body")
    if body is None:
        raise UnfitError("it has no text in it")
    folder = place.rpartition("/")[0]
    walker = _Walker(
        _styles(parts.read(f"{folder}/styles.xml")),
        _numbering(parts.read(f"{folder}/numbering.xml")),
    )
    blocks = list(walker.blocks(body))
    core = parts.read("docProps/core.xml")
    facts = parse(core) if core else Element("none")
    made_by_program = "python-docx" in (fact(facts, "creator") + fact(facts, "description"))
    reading = assemble(
        blocks,
        title=fact(facts, "title"),
        author=fact(facts, "creator"),
        # The library's template has a date of its own, which nobody sets.
        date="" if made_by_program else fact(facts, "created", "modified"),
        language=fact(facts, "language"),
        warnings=walker.warnings,
    )
    if not reading.text and any("/media/" in part for part in parts.names()):
        raise InputError("document-no-text", path=name)
    return reading


def _main_part(parts: Parts) -> str:
    """Where the text is: where the archive says, usually word/document.xml."""
    relations = parts.read("_rels/.rels")
    if relations:
        for relation in named(parse(relations), "Relationship"):
            target = relation.get("Target", "").lstrip("/")
            if relation.get("Type", "").endswith("/officeDocument") and target in parts:
                return target
    if "word/document.xml" not in parts:
        raise UnfitError("it has no text in it")
    return "word/document.xml"


def _value(element: Element | None, name: str = "val", otherwise: str = "") -> str:
    """An attribute in the namespace of Word, in either form."""
    if element is None:
        return otherwise
    for space in _MAIN:
        if (value := element.get(f"{{{space}}}{name}")) is not None:
            return value
    return element.get(name, otherwise)


def _child(element: Element | None, *path: str) -> Element | None:
    for name in path:
        if element is None:
            return None
        element = next((child for child in element if local(child) == name), None)
    return element


def _is_on(element: Element | None) -> bool:
    return element is not None and _value(element, otherwise="1").lower() not in _OFF


def _numbered(properties: Element | None) -> tuple[str, int] | None:
    chosen = _child(properties, "numPr")
    number = _value(_child(chosen, "numId"))
    return (number, _whole(_value(_child(chosen, "ilvl")), 0)) if number else None


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isdigit() and len(text) < 6 else otherwise


def _styles(data: bytes) -> dict[str, _Style]:
    found: dict[str, _Style] = {}
    for style in named(parse(data), "style") if data else ():
        properties = _child(style, "pPr")
        found[_value(style, "styleId")] = _Style(
            name=_value(_child(style, "name")).lower(),
            based_on=_value(_child(style, "basedOn")),
            outline=_whole(_value(_child(properties, "outlineLvl")), 9),
            numbered=_numbered(properties),
            hidden=_is_on(_child(style, "rPr", "vanish")),
            strong=_is_on(_child(style, "rPr", "b")),
        )
    return found


def _numbering(data: bytes) -> _Counters:
    counters = _Counters()
    for element in parse(data) if data else ():
        if local(element) == "abstractNum":
            base = _value(element, "abstractNumId")
            for level in named(element, "lvl"):
                kind = _value(_child(level, "numFmt"), otherwise="decimal")
                key = (base, _whole(_value(level, "ilvl"), 0))
                counters.kinds[key] = kind
                counters.at[key] = _whole(_value(_child(level, "start")), 1) - 1
        elif local(element) == "num":
            counters.lists[_value(element, "numId")] = _value(_child(element, "abstractNumId"))
    counters.at = {key: count for key, count in counters.at.items() if count > 0}
    return counters


def _written(count: int, kind: str) -> str:
    """A number as a list of a kind has it."""
    if kind in ("lowerLetter", "upperLetter") and count <= 26:
        letter = chr(ord("a") + count - 1)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("lowerRoman", "upperRoman") and count < 40:
        roman = "x" * (count // 10) + _ROMAN[count % 10]
        return roman.upper() if kind == "upperRoman" else roman
    return str(count)


def _kind(chain: list[_Style], properties: Element | None) -> tuple[Kind, int]:
    """What a paragraph is by its style; the names of Word's own are the same in every language."""
    for style in chain:
        if style.name == "title":
            return Kind.TITLE, 0
        if style.name.startswith("heading ") and style.name[8:].isdigit():
            return Kind.HEADING, _whole(style.name[8:], 9)
    level = _whole(_value(_child(properties, "outlineLvl")), 9)
    level = min([level, *(style.outline for style in chain)])
    return (Kind.HEADING, level + 1) if level < 9 else (Kind.TEXT, 0)


def _is_strong(paragraph: Element, chain: list[_Style]) -> bool:
    """True where every run with text is bold."""
    inherited = any(style.strong for style in chain)
    runs = [run for run in named(paragraph, "r") if fact(run, "t")]
    for run in runs:
        own = _child(run, "rPr", "b")
        if not (_is_on(own) if own is not None else inherited):
            return False
    return bool(runs)


class _Walker:
    """The paragraphs and tables of a document, in reading order."""

    def __init__(self, styles: dict[str, _Style], counters: _Counters) -> None:
        self._styles = styles
        self._counters = counters
        self.warnings: list[str] = []

    def blocks(self, parent: Element, depth: int = 0) -> Iterator[Block]:
        """What is inside of a body, a cell or a box."""
        if depth > _MOST_DEPTH:
            raise UnfitError("it is nested too deeply")
        for element in parent:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element, depth)
            elif name == "tbl":
                yield from self._table(element, depth)
            elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"):
                yield from self.blocks(element, depth + 1)
            elif name == "AlternateContent":
                for choice in element:
                    if local(choice) == "Choice":
                        yield from self.blocks(choice, depth + 1)

    def _paragraph(self, element: Element, depth: int) -> Iterator[Block]:
        properties = _child(element, "pPr")
        chain = self._chain(_value(_child(properties, "pStyle")))
        boxes: list[Element] = []
        text = "".join(self._text(element, boxes, 0)).strip()
        names = [style.name for style in chain]
        left_out = any(name.startswith(_LEFT_OUT) for name in names)
        if text and not left_out and not any(style.hidden for style in chain):
            kind, level = _kind(chain, properties)
            number = _numbered(properties) or next(
                (style.numbered for style in chain if style.numbered), None
            )
            mark = ""
            if number is not None and number[0] != "0":
                mark = self._counters.mark(*number)
            if kind is Kind.TEXT and mark:
                kind = Kind.ITEM
            strong = kind is Kind.TEXT and _is_strong(element, chain)
            yield Block(mark + text if kind is Kind.ITEM else text, kind, level, strong)
        for box in boxes:
            yield from self.blocks(box, depth + 1)

    def _chain(self, style: str) -> list[_Style]:
        """A style and those that it is based on."""
        chain: list[_Style] = []
        while style in self._styles and len(chain) < 20:
            chain.append(self._styles[style])
            style = chain[-1].based_on
        return chain

    def _text(self, parent: Element, boxes: list[Element], depth: int) -> Iterator[str]:
        if depth > _MOST_DEPTH:
            raise UnfitError("it is nested too deeply")
        for element in parent:
            name = local(element)
            if name == "t":
                yield element.text or ""
            elif name in _BREAKS:
                yield _BREAKS[name]
            elif name == "r":
                if not self._is_hidden(element):
                    yield from self._text(element, boxes, depth + 1)
            elif name in _SKIPPED:
                self._note(element, name, boxes)
                if name == "ruby":  # the characters, not how they are pronounced
                    base = _child(element, "rubyBase")
                    yield from self._text(base, boxes, depth + 1) if base is not None else ()
            else:
                yield from self._text(element, boxes, depth + 1)

    def _is_hidden(self, run: Element) -> bool:
        properties = _child(run, "rPr")
        if properties is None:
            return False
        if (own := _child(properties, "vanish")) is not None:
            return _is_on(own)
        return any(style.hidden for style in self._chain(_value(_child(properties, "rStyle"))))

    def _note(self, element: Element, name: str, boxes: list[Element]) -> None:
        """What is not a part of the line: boxes of text come behind it, notes are told of."""
        if name in ("footnoteReference", "endnoteReference"):
            self.warnings.append("notes-left-out")
        elif name in ("del", "moveFrom"):
            self.warnings.append("changes-left-out")
        elif name in ("drawing", "pict", "object"):
            boxes.extend(_outermost(element, "txbxContent"))

    def _table(self, table: Element, depth: int) -> Iterator[Block]:
        rows: list[list[list[Block]]] = []
        for row in table:
            if local(row) == "tr" and not _is_deleted(row):
                cells = [cell for each in row for cell in _cells(each)]
                rows.append([list(self.blocks(cell, depth + 1)) for cell in cells])
        yield from table_blocks(rows)


def _outermost(element: Element, name: str) -> Iterator[Element]:
    """Elements of a name that are in none of the same name."""
    for child in element:
        if local(child) == name:
            yield child
        elif local(child) != "Fallback":
            yield from _outermost(child, name)


def _is_deleted(row: Element) -> bool:
    return _child(row, "trPr", "del") is not None


def _cells(element: Element) -> Iterator[Element]:
    if local(element) == "tc":
        yield element
    elif local(element) in ("sdt", "sdtContent", "customXml", "ins"):
        for child in element:
            yield from _cells(child)
