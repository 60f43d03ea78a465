"""XML that may be an attack -> a tree: no entities of its own, nothing loaded, bounded in depth."""

from __future__ import annotations

from collections.abc import Iterator
from html.entities import html5
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from newsassistant.core.outside import UnfitError

MOST_DEPTH = 400  # Word nests some forty deep, tables in tables a hundred
MOST_ELEMENTS = 2_000_000
_ENTITIES = {name.removesuffix(";"): char for name, char in html5.items() if name.endswith(";")}


class _Bounded(TreeBuilder):
    """Counts what it builds; comments and processing instructions are left out."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0
        self._count = 0

    def start(self, tag: Any, attrs: dict[Any, Any], /) -> Element:
        self._depth += 1
        self._count += 1
        if self._depth > MOST_DEPTH or self._count > MOST_ELEMENTS:
            raise UnfitError("it is nested too deeply or has too many parts")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)


def parse(source: bytes | str) -> Element:
    """The root of a document; a text's own declaration of its encoding counts for nothing.

    A DOCTYPE may name its DTD, which is not loaded; one that defines entities is refused. Names
    of HTML's entities are known. Raises UnfitError.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    parser = DefusedXMLParser(target=_Bounded(), forbid_dtd=False)
    parser.entity.update(_ENTITIES)
    try:
        parser.feed(source)
        return parser.close()  # type: ignore[no-any-return]
    except DefusedXmlException as error:
        raise UnfitError("it defines entities of its own") from error
    except ParseError as error:
        raise UnfitError(f"its XML is damaged: {error}") from error
    except (ValueError, LookupError, AttributeError) as error:
        if isinstance(error, UnfitError):
            raise
        raise UnfitError("its XML is in an encoding that cannot be read") from error


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def named(root: Element, *names: str) -> Iterator[Element]:
    """All elements with one of these local names, in the order of the document."""
    return (element for element in root.iter() if local(element) in names)


def first(root: Element, *names: str) -> Element | None:
    """The first element with one of these local names."""
    return next(named(root, *names), None)


def words_in(element: Element | None) -> str:
    """All text inside, with single spaces."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def fact(root: Element, *names: str) -> str:
    """The text of the first element with a name that has any, asked for in this order."""
    for name in names:
        for element in named(root, name):
            if text := words_in(element):
                return text
    return ""
