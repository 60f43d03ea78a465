"""A web page, saved or fetched -> the article in it.

No library extracts here and none parses (see docs/decisions.md): which words are the article is
told by the prose in the elements of the page. Nothing that the page names is loaded.
"""

from __future__ import annotations

from collections.abc import Sequence

from newsassistant.core.errors import InputError
from newsassistant.readers.web import fragment
from newsassistant.readers.web.blocks import Block, blocks_of, weight_of
from newsassistant.readers.web.choice import article_of
from newsassistant.readers.web.credits import author_in, outlet_in
from newsassistant.readers.web.dates import first_date, with_clock_first
from newsassistant.readers.web.decoding import decode
from newsassistant.readers.web.edges import without_edges
from newsassistant.readers.web.facts import facts_of, title_of
from newsassistant.readers.web.layout import text_of
from newsassistant.readers.web.scripts import is_by_scripts
from newsassistant.readers.web.tree import build
from newsassistant.text.articles.reading import Reading

_SHORT_OF = 2  # times as long is the article in JSON-LD: the page itself shows only its beginning
_LEAST_BODY = 600  # weight
_ABOVE, _LINE = 40, 120  # blocks, characters
_FEW = 250  # weight: hardly an article is that short, but what asks for consent is


def read(data: bytes, name: str, *, told: str = "", address: str = "") -> Reading:
    """The article of a page; `told` is the encoding named by its server or archive.

    The text does not begin with the title; it is "" where the page has none. `address` is where it
    was fetched from. Linear time; any thread. Raises InputError: "document-by-scripts" for a page
    that has its text only after scripts have run.
    """
    decoded = decode(data, name, told=told)
    root = build(decoded.text)
    seen = blocks_of(root)
    blocks = seen.likely()
    facts = facts_of(root, decoded.text)
    title = title_of(facts, blocks)
    article = without_edges(article_of(blocks, title), title)
    text = text_of(article or without_edges(blocks, title))
    body = weight_of(facts.body)
    if body > _LEAST_BODY and body > _SHORT_OF * weight_of(text):
        text = fragment.text_in(facts.body)
    if is_by_scripts(root, text):
        raise InputError("document-by-scripts", path=name)
    lines = _lines_above(seen.blocks, article)
    warnings = [
        *["page-in-part"] * (bool(address) and facts.paid),
        *["page-short"] * (bool(address) and weight_of(text) < _FEW and not facts.paid),
        *["encoding-damaged"] * (decoded.damaged > 0),
        *["encoding-uncertain"] * (not decoded.damaged and not decoded.certain),
    ]
    return Reading(
        text=text,
        title=title,
        author=facts.author or author_in(lines),
        date=first_date([*facts.dates, *with_clock_first(lines)]),
        source=address or facts.address or facts.site or outlet_in(lines),
        language=facts.language.replace("_", "-"),
        encoding=decoded.encoding,
        warnings=tuple(warnings),
    )


def _lines_above(blocks: Sequence[Block], article: Sequence[Block]) -> list[str]:
    """Short lines before the first paragraph, nearest first."""
    if not article:
        return []
    end = next((place for place, block in enumerate(blocks) if block is article[0]), 0)
    near = blocks[max(0, end - _ABOVE) : end]
    return [block.text for block in reversed(near) if len(block.text) < _LINE]
