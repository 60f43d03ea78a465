"""Markdown, as models write it -> blocks: headings, lists, quotes, code, tables as GitHub's.

A line that was begun stays a line of its own, since models set names, subjects and points so. There
is no HTML and no definition of a link: both stay the text that they are. Any text is Markdown, so
nothing raises, and the time is linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from newsassistant.text.articles.hidden import visible
from newsassistant.text.markup.blocks import (
    DEEPEST_HEADING,
    Block,
    Blocks,
    Code,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Spans,
    Table,
)
from newsassistant.text.markup.inline import spans_of

MOST_DEPTH = 8  # of lists and quotes in each other; what is deeper is a paragraph
MOST_COLUMNS = 60  # Word has 63

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[^`]*$")
_RULE = re.compile(r" {0,3}([-*_])(?: *\1){2,} *$")
_QUOTE = re.compile(r" {0,3}> ?")
_ITEM = re.compile(r"( *)([-*+]|\d{1,9}[.)])( +|$)")
_UNDERLINE = re.compile(r" {0,3}(?:(=+)|-+) *$")
_DELIMITERS = re.compile(r" {0,3}\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *$")
_BAR = re.compile(r"(?<!\\)\|")

Found = tuple[Block | None, int]  # a block, and the line behind it


def parse(text: str) -> Blocks:
    """The blocks of a Markdown text; any thread."""
    return _blocks(visible(text).expandtabs(4).split("\n"), 0)


def _blocks(lines: list[str], depth: int) -> Blocks:
    return tuple(_read(lines, depth))


def _read(lines: list[str], depth: int) -> Iterator[Block]:
    readers: tuple[Callable[[list[str], int, int], Found], ...] = (_fence, _heading, _rule, _table)
    if depth < MOST_DEPTH:
        readers += (_quote, _listing)
    place = 0
    while place < len(lines):
        if not lines[place].strip():
            place += 1
            continue
        for reader in readers:
            block, after = reader(lines, place, depth)
            if block is not None:
                break
        else:
            block, after = _paragraph(lines, place, depth)
        if block is not None:
            yield block
        place = after


def _fence(lines: list[str], place: int, depth: int) -> Found:
    found = _FENCE.match(lines[place])
    if found is None:
        return None, place
    inside: list[str] = []
    for number in range(place + 1, len(lines)):
        closing = lines[number].strip()
        if closing.startswith(found[1]) and not closing.strip(found[1][0]):
            return Code("\n".join(inside)), number + 1
        inside.append(lines[number])
    return Code("\n".join(inside).rstrip("\n")), len(lines)


def _heading(lines: list[str], place: int, depth: int) -> Found:
    line = lines[place].strip()
    words = line.lstrip("#")
    level = len(line) - len(words)
    if not 1 <= level <= DEEPEST_HEADING or (words and not words.startswith(" ")):
        return None, place
    bare = words.rstrip("#")
    if not bare or bare.endswith(" "):
        words = bare
    return Heading(level, spans_of(words.strip())), place + 1


def _rule(lines: list[str], place: int, depth: int) -> Found:
    return (Rule(), place + 1) if _RULE.match(lines[place]) else (None, place)


def _quote(lines: list[str], place: int, depth: int) -> Found:
    inside: list[str] = []
    number = place
    while number < len(lines) and (mark := _QUOTE.match(lines[number])) is not None:
        inside.append(lines[number][mark.end() :])
        number += 1
    return (Quote(_blocks(inside, depth + 1)), number) if inside else (None, place)


# --- lists ---------------------------------------------------------------------------------------


def _listing(lines: list[str], place: int, depth: int) -> Found:
    first = _ITEM.match(lines[place])
    if first is None or _RULE.match(lines[place]):
        return None, place
    items, number = [], place
    while number < len(lines):
        mark = _ITEM.match(lines[number])
        if mark is None or mark[2][-1] != first[2][-1] or _RULE.match(lines[number]):
            break
        inside, number = _item(lines, number, mark)
        items.append(_blocks(inside, depth + 1))
    start = int(first[2][:-1]) if first[2][-1] in ".)" else None
    return Listing(tuple(items), start), number


def _item(lines: list[str], place: int, mark: re.Match[str]) -> tuple[list[str], int]:
    """The lines of an item without their margin, and the line behind it."""
    margin = mark.end() if len(mark[3]) <= 4 else mark.end(2) + 1
    inside, number, empty = [lines[place][margin:]], place + 1, 0
    while number < len(lines):
        line = lines[number]
        if not line.strip():
            empty += 1
            number += 1
            continue
        indent = len(line) - len(line.lstrip(" "))
        begins_item = _ITEM.match(line) is not None
        # Models indent by two under "1. ", where CommonMark wants three.
        belongs = indent >= margin or indent >= len(mark[1]) + 2
        if not belongs and (empty or begins_item or _begins_block(line)):
            break
        inside += [""] * empty
        inside.append(line[min(indent, margin) :])
        empty = 0
        number += 1
    return inside, number


def _begins_block(line: str) -> bool:
    return bool(_FENCE.match(line) or _QUOTE.match(line) or _RULE.match(line)) or bool(
        re.match(r" {0,3}#{1,6}(?: |$)", line)
    )


# --- tables --------------------------------------------------------------------------------------


def _table(lines: list[str], place: int, depth: int) -> Found:
    if "|" not in lines[place] or place + 1 == len(lines) or not _is_delimiters(lines[place + 1]):
        return None, place
    head = _cells(lines[place])
    if not len(_cells(lines[place + 1])) == len(head) <= MOST_COLUMNS:
        return None, place
    rows, number = [head], place + 2
    while number < len(lines) and "|" in lines[number]:
        cells = _cells(lines[number])[: len(head)]
        rows.append(cells + [""] * (len(head) - len(cells)))
        number += 1
    return Table(tuple(tuple(map(_cell, row)) for row in rows)), number


def _is_delimiters(line: str) -> bool:
    return "-" in line and _DELIMITERS.match(line) is not None


def _cells(line: str) -> list[str]:
    """What stands between the bars of a row but for those that are escaped, as GitHub has it."""
    cells = [cell.strip() for cell in _BAR.split(line)]
    if cells and not cells[0]:
        del cells[0]
    if len(cells) > 1 and not cells[-1]:
        cells.pop()
    return cells


def _cell(text: str) -> Spans:
    return spans_of(text.replace("\\|", "|"))


# --- paragraphs ----------------------------------------------------------------------------------


def _paragraph(lines: list[str], place: int, depth: int) -> Found:
    """Lines up to an empty one, or one that begins something else."""
    found, number = [lines[place].strip()], place + 1
    while number < len(lines) and lines[number].strip():
        line = lines[number]
        if (under := _UNDERLINE.match(line)) is not None:
            return Heading(1 if under[1] else 2, spans_of(" ".join(found))), number + 1
        if _begins_block(line) or _interrupts(line):
            break
        if _table(lines, number, depth)[0] is not None:
            break
        found.append(_unbroken(line))
        number += 1
    found[0] = _unbroken(found[0])
    return Paragraph(spans_of("\n".join(found))), number


def _interrupts(line: str) -> bool:
    """A list that begins without an empty line before it; a year at a line's start is none."""
    mark = _ITEM.match(line)
    return mark is not None and bool(mark[3]) and mark[2] in ("-", "*", "+", "1.", "1)")


def _unbroken(line: str) -> str:
    """A line without the mark of Markdown that it ends here: it does so anyway."""
    line = line.strip()
    slashes = len(line) - len(line.rstrip("\\"))
    return line[:-1].rstrip() if slashes % 2 else line
