"""A piece of a page, as from the clipboard or in a message -> its paragraphs, without any styling.

Nothing is left out but what nobody sees: whoever copied it has chosen it.
"""

from __future__ import annotations

import re

from newsassistant.readers.web.blocks import blocks_of
from newsassistant.readers.web.layout import text_of
from newsassistant.readers.web.tree import build
from newsassistant.text.articles.headline import HEADLINE_CHARS
from newsassistant.text.articles.reading import Reading

_COPIED = re.compile(r"<!--\s{0,9}StartFragment\s{0,9}-->")
_COPIED_TO = re.compile(r"<!--\s{0,9}EndFragment\s{0,9}-->")
_TOP = ("h1", "h2")


def read(html: str) -> Reading:
    """The text of a piece of HTML; a heading that it begins with is the title. Any thread."""
    blocks = blocks_of(build(_copied(html))).blocks
    title = ""
    if len(blocks) > 1 and blocks[0].element.tag in _TOP and len(blocks[0].text) <= HEADLINE_CHARS:
        title = blocks[0].text
        blocks = blocks[1:]
    return Reading(text=text_of(blocks), title=title)


def text_of_html(html: str) -> str:
    """All words that can be seen in a piece of HTML, an empty line between paragraphs."""
    return text_of(blocks_of(build(html)).blocks)


def text_in(html: str) -> str:
    """The words of a text that may hold tags; where it has none, its lines are its paragraphs."""
    if "</" in html or "<br" in html.lower():
        return text_of_html(html)
    return "\n\n".join(line.strip() for line in html.splitlines() if line.strip())


def _copied(html: str) -> str:
    """What lies between the marks that Windows and browsers put around what was copied."""
    start, end = _COPIED.search(html), _COPIED_TO.search(html)
    if start is None:
        return html
    return html[start.end() : end.start() if end and end.start() >= start.end() else None]
