"""A document as Markdown that any CommonMark reader shows alike; tables are GitHub's.

Whatever would be markup in a text is escaped, HTML first of all. The facts for programs stand
before the text as YAML, whose strings are written as JSON's.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

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
    joined,
)
from newsassistant.writers.document import (
    TITLE,
    Document,
    Note,
    ruled_sheet_of,
    text_of_section,
)

_MARKUP = re.compile(r"[\\`*_\[<|~]|&(?=#?\w{1,40};)")
_LINE_START = re.compile(r"^( *)(#{1,6}(?=\s|$)|[-+](?=\s|$)|>|=+ *$|-[- ]*$)", re.MULTILINE)
_NUMBER_START = re.compile(r"^(\s*\d{1,9})([.)])(?=\s|$)", re.MULTILINE)
_UNSAFE_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_TICKS = re.compile("`+")


def write(document: Document) -> bytes:
    """The file; any thread."""
    parts = [_front(document)]
    if document.notice:
        parts.append(_escaped(document.notice) + "\n")
    parts.append(text_of((Heading(TITLE, (Span(document.title),)),)))
    if document.label:
        parts.append(f"*{_escaped(document.label)}*\n")
    for section in document.sections:
        parts.append(text_of(tuple(text_of_section(section))))
        parts += map(_footnote, section.notes)
    parts.append(text_of(tuple(ruled_sheet_of(document))))
    return "\n".join(part for part in parts if part).encode("utf-8", "replace")


def text_of(blocks: Blocks) -> str:
    """Blocks as Markdown that ends with a line break, "" for none."""
    lines = list(_lines_of(blocks))
    return "\n".join(lines) + "\n" if lines else ""


def _footnote(note: Note) -> str:
    """A note as many readers know them; the others show a line."""
    # Bold words and a space: without a space Chinese would be a link's address.
    bold = Span(note.words, strong=True)
    return f"[^{note.number}]: {_inline((bold, Span(' '), Span(note.text)), one_line=True)}\n"


def _front(document: Document) -> str:
    """The facts before the text, "" where there are none."""
    facts = document.properties()
    if not facts and document.mark is None:
        return ""
    lines = ["---", f"title: {_yaml(document.title)}", f"generator: {_yaml(document.program)}"]
    lines += [f"{name}: {_yaml(value)}" for name, value in facts]
    if document.mark is not None:
        lines.append("AIGC:")
        lines += [f"  {name}: {_yaml(value)}" for name, value in document.mark.items()]
    return "\n".join([*lines, "---", ""])


def _yaml(text: str) -> str:
    """A string between double quotes, where YAML reads what JSON writes."""
    written = json.dumps(text, ensure_ascii=False)
    return _UNSAFE_IN_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def _lines_of(blocks: Blocks, *, tight: bool = False) -> Iterator[str]:
    """The lines of blocks; `tight`: in an item, where a list may follow its words at once."""
    before: Block | None = None
    other = False  # of two lists in a row the second has other marks: they would be one
    for block in blocks:
        if before is not None and not (tight and _may_follow(before, block)):
            yield ""
        other = _is_alike(before, block) and not other
        yield from _listing(block, other=other) if isinstance(block, Listing) else _lines(block)
        before = block


def _is_alike(before: Block | None, block: Block) -> bool:
    if not (isinstance(before, Listing) and isinstance(block, Listing)):
        return False
    return (before.start is None) == (block.start is None)


def _may_follow(before: Block, block: Block) -> bool:
    """True for a list that nobody takes for a part of the paragraph before it."""
    is_list = isinstance(block, Listing) and block.start in (None, 1) and bool(block.items[0])
    return isinstance(before, Paragraph) and is_list


def _lines(block: Block) -> list[str]:
    match block:
        case Paragraph(spans):
            return _paragraph(spans).split("\n")
        case Heading(level, spans):
            return [f"{'#' * level} {_inline(spans, one_line=True)}".rstrip()]
        case Code(text):
            longest = max((len(run) for run in _TICKS.findall(text)), default=0)
            fence = "`" * max(3, longest + 1)
            return [fence, *text.split("\n"), fence]
        case Rule():
            return ["***"]
        case Quote(blocks):
            return [f"> {line}".rstrip() for line in _lines_of(blocks)] or [">"]
        case Listing():
            return list(_listing(block, other=False))
        case Table():
            return list(_table(block))


def _listing(block: Listing, *, other: bool) -> Iterator[str]:
    for number, item in enumerate(block.items):
        mark = "* " if other else "- "
        if block.start is not None:
            mark = f"{block.start + number}{')' if other else '.'} "
        for place, line in enumerate(_lines_of(item, tight=True) if item else [""]):
            yield ((mark if place == 0 else " " * len(mark) if line else "") + line).rstrip()


def _table(block: Table) -> Iterator[str]:
    rows = [[_cell(cell) for cell in row] for row in block.rows]
    if not rows:
        return
    if not block.headed:
        rows.insert(0, [""] * len(rows[0]))
    for place, row in enumerate(rows):
        yield f"| {' | '.join(row)} |"
        if place == 0:
            yield f"|{' --- |' * len(row)}"


def _cell(spans: Spans) -> str:
    """A cell on one line; its bars are escaped within code, too."""
    return re.sub(r"(?<!\\)\|", r"\\|", _inline(spans, one_line=True))


# --- words ---------------------------------------------------------------------------------------


def _paragraph(spans: Spans) -> str:
    """Words whose lines stay, and begin nothing else."""
    text = _inline(spans).replace("\n", "\\\n")
    text = _LINE_START.sub(r"\1\\\2", text)
    return _NUMBER_START.sub(r"\1\\\2", text)


def _inline(spans: Spans, *, one_line: bool = False) -> str:
    faces = tuple(_faces(spans))
    befores = ["", *(span.text[-1:] for span in faces)]
    afters = [*(span.text[:1] for span in faces[1:]), ""]
    written = map(_span, faces, befores, afters)
    text = "".join(map(_with_notes, written, faces))
    lines = [line.strip() for line in text.split("\n")]
    return " ".join(line for line in lines if line) if one_line else "\n".join(lines)


def _faces(spans: Spans) -> Iterator[Span]:
    """Neighbours of one face made one; ordinary words end where those of a note do, too.

    Within bold words and the like a note waits for their end, where its sign cannot harm theirs.
    """
    for is_plain, group in groupby(spans, key=_is_plain):
        pieces: list[Span] = []
        for span in group:
            pieces.append(span)
            if is_plain and span.closes:
                yield from joined(pieces)
                pieces = []
        yield from joined(pieces)


def _is_plain(span: Span) -> bool:
    return not (span.strong or span.emphasis or span.code or span.struck)


def _with_notes(text: str, span: Span) -> str:
    return text + "".join(f"[^{number}]" for number in span.closes)


def _span(span: Span, before: str, after: str) -> str:
    """Words between their marks; `before` and `after` are the characters beside them, "" for none.

    Spaces stay outside of the marks, and signs beside a letter too: Markdown wants it so.
    """
    if span.code:
        return _code(span.text)
    marks = "~~" * span.struck + "**" * span.strong + "*" * span.emphasis
    if not marks:
        return _escaped(span.text)
    words = span.text.strip()
    tight = span.text.startswith(words) and not _parts_marks(before)
    tight |= span.text.endswith(words) and not _parts_marks(after)
    if tight and words and (_is_sign(words[0]) or _is_sign(words[-1])):
        words = words.strip(_signs_and_spaces(words))
    if not words:
        return _escaped(span.text)
    lead, _, trail = span.text.partition(words)
    lines = (_escaped(line.strip()) for line in words.split("\n"))
    inside = "\n".join(f"{marks}{line}{marks[::-1]}" if line else "" for line in lines)
    return f"{_escaped(lead)}{inside}{_escaped(trail)}"


def _parts_marks(char: str) -> bool:
    """True for a neighbour beside which a mark counts, whatever is within."""
    return not char or char.isspace() or _is_sign(char)


def _is_sign(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def _signs_and_spaces(text: str) -> str:
    return "".join(char for char in set(text) if char.isspace() or _is_sign(char))


def _code(text: str) -> str:
    longest = max((len(run) for run in _TICKS.findall(text)), default=0)
    ticks = "`" * (longest + 1)
    room = " " if text[:1] in "` " or text[-1:] in "` " else ""
    return f"{ticks}{room}{text}{room}{ticks}"


def _escaped(text: str) -> str:
    r"""`text` with a "\" before whatever could be markup."""
    return _MARKUP.sub(r"\\\g<0>", text)
