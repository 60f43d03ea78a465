"""An OpenDocument text (.odt, .fodt) -> its text as a reader sees it.

Headers, footers, notes, comments, deletions and pictures are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from newsassistant.core.errors import InputError
from newsassistant.core.outside import UnfitError
from newsassistant.readers.outline import Block, Kind, assemble, table_blocks
from newsassistant.readers.trees import fact, first, local, named, parse
from newsassistant.readers.zipped import Parts
from newsassistant.text.articles.reading import Reading, name_set

_SKIPPED = name_set(
    "tracked-changes annotation annotation-end note bibliography-mark index-title forms"
    " sequence-decls variable-decls user-field-decls alphabetical-index table-of-content"
    " illustration-index table-index object-index user-index bibliography ruby-text hidden-text"
    " script object object-ole image desc title"
)
_MOST_DEPTH = 80
_MOST_SPACES = 100


def read(data: bytes, name: str) -> Reading:
    """The text of a packed document; raises UnfitError, InputError for a locked one."""
    parts = Parts(data, name)
    if b"encryption-data" in parts.read("META-INF/manifest.xml"):
        raise InputError("document-password", path=name)
    content = parts.read("content.xml")
    if not content:
        raise UnfitError("it has no text in it")
    meta = parts.read("meta.xml")
    styles = parts.read("styles.xml")
    return _reading(
        parse(content),
        parse(meta) if meta else Element("none"),
        parse(styles) if styles else Element("none"),
    )


def read_flat(root: Element) -> Reading:
    """The text of a document that is one XML file."""
    meta = first(root, "meta")
    return _reading(root, meta if meta is not None else Element("none"), root)


def _reading(root: Element, meta: Element, styles: Element) -> Reading:
    body = first(root, "body")
    text = first(body, "text") if body is not None else None
    if text is None:
        raise UnfitError("it has no text in it")
    parents = {_attribute(style, "name"): style for style in named(styles, "style")}
    parents.update({_attribute(style, "name"): style for style in named(root, "style")})
    walker = _Walker(parents)
    return assemble(
        list(walker.blocks(text)),
        title=fact(meta, "title"),
        author=fact(meta, "initial-creator", "creator"),
        date=fact(meta, "creation-date", "date"),
        language=fact(meta, "language"),
        warnings=walker.warnings,
    )


def _attribute(element: Element, name: str) -> str:
    return next((value for key, value in element.items() if key.endswith(f"}}{name}")), "")


class _Walker:
    """Paragraphs, lists and tables in reading order."""

    def __init__(self, styles: dict[str, Element]) -> None:
        self._styles = styles
        self.warnings: list[str] = []

    def blocks(self, parent: Element, depth: int = 0, mark: str = "") -> Iterator[Block]:
        """What is inside; `mark` stands in front of the first paragraph of a list's item."""
        if depth > _MOST_DEPTH:
            raise UnfitError("it is nested too deeply")
        for element in parent:
            name = local(element)
            if name in _SKIPPED:
                self._note(name)
            elif name in ("p", "h"):
                for block in self._paragraph(element, depth):
                    if mark and block.kind is Kind.TEXT:
                        block = Block(mark + block.text, Kind.ITEM)
                    mark = ""
                    yield block
            elif name in ("list-item", "list-header"):
                yield from self.blocks(element, depth + 1, "• " if name == "list-item" else "")
            elif name == "table":
                yield from self._table(element, depth)
            else:
                yield from self.blocks(element, depth + 1)

    def _paragraph(self, element: Element, depth: int) -> Iterator[Block]:
        frames: list[Element] = []
        text = "".join(self._text(element, frames, 0)).strip()
        if text:
            kind, level = self._kind(element)
            yield Block(text, kind, level, strong=kind is Kind.TEXT and self._is_strong(element))
        for frame in frames:
            yield from self.blocks(frame, depth + 1)

    def _kind(self, element: Element) -> tuple[Kind, int]:
        names = self._chain(_attribute(element, "style-name"))
        if "Title" in names:
            return Kind.TITLE, 0
        if local(element) == "h":
            level = _attribute(element, "outline-level")
            return Kind.HEADING, int(level) if level.isdigit() and len(level) < 3 else 1
        return Kind.TEXT, 0

    def _chain(self, name: str) -> list[str]:
        """A style and those that it comes from."""
        names: list[str] = []
        while name and name not in names and len(names) < 20:
            names.append(name)
            style = self._styles.get(name)
            name = _attribute(style, "parent-style-name") if style is not None else ""
        return names

    def _is_strong(self, element: Element) -> bool:
        """True where all of a paragraph is bold."""
        if self._says_bold(_attribute(element, "style-name")):
            return True
        spans = [span for span in element if local(span) == "span"]
        loose = (element.text or "") + "".join(child.tail or "" for child in element)
        return (
            bool(spans)
            and not loose.strip()
            and all(self._says_bold(_attribute(span, "style-name")) for span in spans)
        )

    def _says_bold(self, name: str) -> bool:
        for each in self._chain(name):
            style = self._styles.get(each)
            for properties in named(style, "text-properties") if style is not None else ():
                if weight := _attribute(properties, "font-weight"):
                    return weight in ("bold", "600", "700", "800", "900")
        return False

    def _text(self, parent: Element, frames: list[Element], depth: int) -> Iterator[str]:
        if depth > _MOST_DEPTH:
            raise UnfitError("it is nested too deeply")
        yield parent.text or ""
        for element in parent:
            name = local(element)
            if name == "s":
                count = _attribute(element, "c")
                yield " " * (min(int(count), _MOST_SPACES) if count[:4].isdigit() else 1)
            elif name == "tab":
                yield "\t"
            elif name == "line-break":
                yield "\n"
            elif name == "text-box":
                frames.append(element)
            elif name in _SKIPPED:
                self._note(name)
            else:
                yield from self._text(element, frames, depth + 1)
            yield element.tail or ""

    def _note(self, name: str) -> None:
        if name == "note":
            self.warnings.append("notes-left-out")
        elif name == "tracked-changes":
            self.warnings.append("changes-left-out")

    def _table(self, table: Element, depth: int) -> Iterator[Block]:
        rows = [
            [
                list(self.blocks(cell, depth + 1))
                for cell in row
                if local(cell) in ("table-cell", "covered-table-cell")
            ]
            for row in _rows(table, 0)
        ]
        yield from table_blocks(rows)


def _rows(element: Element, depth: int) -> Iterator[Element]:
    """The rows of a table, not those of tables inside."""
    for child in element:
        if local(child) == "table-row":
            yield child
        elif local(child) in ("table-rows", "table-header-rows", "table-row-group") and depth < 20:
            yield from _rows(child, depth + 1)
