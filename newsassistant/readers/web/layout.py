"""Blocks of a page -> a text: paragraphs, lists and tables as plain lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsassistant.readers.web.blocks import Block
from newsassistant.readers.web.tree import Element, names

_CELLS = names("td th")
_LONG_CELL = 120  # characters: a table with longer ones only places text
_REACH = 4  # elements between a block and the item or cell that it stands in


def text_of(blocks: Sequence[Block]) -> str:
    """The words of the blocks, an empty line between paragraphs.

    Items of a list and rows of a table are lines of one paragraph; cells have " | " between them.
    """
    parts: list[str] = []
    before: Block | None = None
    items: set[Element] = set()
    for block in blocks:
        item = _around(block, names("li"))
        bullet = "• " if item is not None and item not in items and not block.heading else ""
        if item is not None:
            items.add(item)
        parts.append(_between(before, block) + bullet + block.text)
        before = block
    return "".join(parts)


def _between(before: Block | None, block: Block) -> str:
    if before is None:
        return ""
    cell, last = _around(block, _CELLS), _around(before, _CELLS)
    if cell is not None and last is not None and cell is not last and _is_fact(before, block):
        if cell.parent is last.parent:
            return " | "
        if _table(cell) is _table(last):
            return "\n"
    item, last = _around(block, names("li")), _around(before, names("li"))
    together = item is not None and last is not None and item.parent is last.parent
    return "\n" if block.near or together else "\n\n"


def _is_fact(*blocks: Block) -> bool:
    return all(len(block.text) <= _LONG_CELL for block in blocks)


def _table(cell: Element) -> Element | None:
    return next((one for one in cell.ancestors() if one.tag == "table"), None)


def _around(block: Block, tags: frozenset[str]) -> Element | None:
    return next((one for one in _near(block.element) if one.tag in tags), None)


def _near(element: Element) -> Iterator[Element]:
    for _, one in zip(range(_REACH), element.ancestors(), strict=False):
        yield one
