"""A document as one web page: no script, no picture, no link out of it, nothing from elsewhere.

Its content security policy lets nothing through but the page's own style sheet, by its hash, so
that a browser would run nothing even if something had got past the escaping.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from html import escape

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
from newsassistant.writers.document import Document, Note, ruled_sheet_of, text_of_section

_STYLE = """
:root { color-scheme: light dark; }
body { max-width: 42em; margin: 2.5em auto; padding: 0 1.2em; line-height: 1.6;
  font-family: system-ui, "Segoe UI", "Noto Sans", "PingFang SC", "Microsoft YaHei",
  "Noto Sans CJK SC", sans-serif; overflow-wrap: anywhere; }
h1, h2, h3, h4, h5, h6 { line-height: 1.3; margin: 1.4em 0 .5em; }
p, li, td, th { white-space: pre-line; }
pre { white-space: pre-wrap; padding: .6em .8em; border: 1px solid #8886; }
blockquote { margin: 1em 0; padding-left: 1em; border-left: 3px solid #8886; }
table { border-collapse: collapse; width: 100%; margin: .6em 0; }
td, th { border: 1px solid #8886; padding: .35em .6em; text-align: start; vertical-align: top; }
tr > th[scope=row] { width: 13em; font-weight: normal; opacity: .75; }
sup { line-height: 0; font-size: .75em; }
sup a { text-decoration: none; }
.notes { font-size: .9em; }
hr { border: 0; border-top: 1px solid #8886; margin: 2.5em 0 0; }
.notice { font-weight: bold; }
.label { opacity: .75; }
@page { size: A4; margin: 22mm; }
@media print { body { margin: 0; max-width: none; padding: 0; }
  h1, h2, h3 { break-after: avoid; } tr, li { break-inside: avoid; } }
"""


def write(document: Document) -> bytes:
    """The file; any thread."""
    language = "zh-CN" if document.language == "zh" else "en"
    body = [f'<p class="notice">{_text(document.notice)}</p>'] if document.notice else []
    body.append(f'<h1 dir="auto">{_text(document.title)}</h1>')
    if document.label:
        body.append(f'<p class="label" dir="auto">{_text(document.label)}</p>')
    for section in document.sections:
        body += [_block(block) for block in text_of_section(section)]
        body += _notes(section.notes)
    body += [_block(block) for block in ruled_sheet_of(document)]
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{language}">',
        "<head>",
        *_head(document),
        "</head>",
        "<body>",
        *body,
        "</body>",
        "</html>",
        "",
    ]
    return "\n".join(lines).encode("utf-8", "replace")


def _head(document: Document) -> Iterator[str]:
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{_text(document.title)}</title>"
    yield _meta("generator", document.program)
    if document.author:
        yield _meta("author", document.author)
    for name, value in document.properties():
        yield _meta(name, value)
    if document.mark is not None:
        yield _meta("AIGC", json.dumps(dict(document.mark), ensure_ascii=False))
    yield f"<style>{_STYLE}</style>"


def _meta(name: str, value: str) -> str:
    return f'<meta name="{_text(name)}" content="{_text(value)}">'


def _text(text: str) -> str:
    return escape(text, quote=True)


def _notes(notes: Sequence[Note]) -> Iterator[str]:
    """The notes as a list, from which and to which the page's only links lead."""
    if not notes:
        return
    yield f'<ol class="notes" start="{notes[0].number}">'
    for note in notes:
        yield (
            f'<li id="note-{note.number}" dir="auto"><a href="#words-{note.number}">'
            f"{_text(note.words)}</a> {_text(note.text)}</li>"
        )
    yield "</ol>"


def _block(block: Block) -> str:
    match block:
        case Paragraph(spans):
            return f'<p dir="auto">{_inline(spans)}</p>'
        case Heading(level, spans):
            return f'<h{level} dir="auto">{_inline(spans)}</h{level}>'
        case Code(text):
            return f"<pre><code>{_text(text)}</code></pre>"
        case Rule():
            return "<hr>"
        case Quote(blocks):
            return f"<blockquote>{_blocks(blocks)}</blockquote>"
        case Listing(items, start):
            inside = "".join(f'<li dir="auto">{_item(item)}</li>' for item in items)
            return f"<ul>{inside}</ul>" if start is None else f'<ol start="{start}">{inside}</ol>'
        case Table():
            return f"<table>{''.join(_rows(block))}</table>"


def _blocks(blocks: Blocks) -> str:
    return "".join(map(_block, blocks))


def _item(item: Blocks) -> str:
    """An item's first paragraph stands beside its mark, without a space of its own."""
    if item and isinstance(item[0], Paragraph):
        return _inline(item[0].spans) + _blocks(item[1:])
    return _blocks(item)


def _rows(block: Table) -> Iterator[str]:
    for place, row in enumerate(block.rows):
        cells = []
        for column, cell in enumerate(row):
            tag, scope = "td", ""
            if block.headed and place == 0:
                tag, scope = "th", ' scope="col"'
            elif not block.headed and column == 0:
                tag, scope = "th", ' scope="row"'
            cells.append(f'<{tag}{scope} dir="auto">{_inline(cell)}</{tag}>')
        yield f"<tr>{''.join(cells)}</tr>"


def _inline(spans: Spans) -> str:
    return "".join(map(_span, spans)) if words_of(spans) else ""


def _span(span: Span) -> str:
    text = _text(span.text)
    for tag, wanted in (
        ("code", span.code),
        ("em", span.emphasis),
        ("strong", span.strong),
        ("s", span.struck),
    ):
        if wanted:
            text = f"<{tag}>{text}</{tag}>"
    return text + "".join(map(_sign, span.closes))


def _sign(number: int) -> str:
    """The number of a note behind its words."""
    return f'<sup id="words-{number}"><a href="#note-{number}">[{number}]</a></sup>'
