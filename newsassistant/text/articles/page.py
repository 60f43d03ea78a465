"""A web page's source -> its text; entities in plain text -> characters."""

from __future__ import annotations

import html
import re
from itertools import accumulate

from newsassistant.text.articles.tags import tokens

_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>]*)?/?>")


def _names(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text))


_BLOCKS = _names(
    "address article aside blockquote caption center dd details dialog div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main nav ol p pre section"
    " summary table tbody td tfoot th thead tr ul"
)
_PARAGRAPHS = _names(
    "p h1 h2 h3 h4 h5 h6 blockquote ul ol table article section main header pre figure dl"
)
# What a reader of the page does not read as its text.
_DROPPED = _names(
    "script style noscript template svg math head nav footer aside button select option textarea"
    " iframe object canvas audio video menu dialog figcaption"
)
_REGIONS = frozenset(("article", "main"))
_VOID = _names("area base br col embed hr img input link meta source track wbr")
_MARKUP = _BLOCKS | _names("a b i em strong span br img u small big font sub sup script style")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(
    r"(?i)\shidden(?:[\s=>/]|$)|aria-hidden\s?=\s?[\"']?true"
    r"|(?:display\s?:\s?none|visibility\s?:\s?hidden)"
)
MOST_DEPTH = 100  # of elements inside of a dropped one


def is_page(text: str) -> bool:
    """True for the source of a web page or a part of one; a text that mentions tags is none."""
    if _PAGE.match(text[:4000]):
        return True
    head = text.lstrip()
    tags = [match.group(2).lower() for match in _TAG.finditer(text[:20_000])]
    known = [tag for tag in tags if tag in _MARKUP]
    if len(known) * 10 < len(tags) * 9:
        return False
    blocks = sum(tag in _BLOCKS for tag in known)
    closed = sum(match.group(1) == "/" for match in _TAG.finditer(text[:20_000]))
    return _TAG.match(head) is not None and blocks >= 2 and closed >= 1


def text_of_page(source: str) -> str:
    """The words of a page, paragraph by paragraph; its title first where no heading says it."""
    reader = _Reader()
    for kind, value, attributes in tokens(source):
        if kind == "text":
            reader.take_text(value)
        elif kind == "start":
            reader.take_start(value, attributes)
        elif kind == "end":
            reader.take_end(value)
    return reader.text()


def decode_entities(text: str) -> str:
    """Entities that a page has left in a plain text as characters; else the text as it is.

    One in a word or number is such a remnant, and so are several; a text that names a single one
    between spaces, or writes AT&amp;T, is about it.
    """
    found = [
        match for match in _ENTITY.finditer(text) if html.unescape(match.group()) != match.group()
    ]
    telling = [match for match in found if match.group() not in ("&amp;", "&lt;", "&gt;")]
    inside = any(_touches(text, match) for match in telling)
    if not inside and len(telling) < 2 and not (telling and len(found) > 1):
        return text
    return _ENTITY.sub(lambda match: html.unescape(match.group()), text)


def _touches(text: str, match: re.Match[str]) -> bool:
    around = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
    return any(char.isalnum() for char in around)


class _Reader:
    """Collects text outside of what is dropped; block elements end lines."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._dropped: list[str] = []  # open elements from the outermost dropped one inwards
        self._title: list[str] = []
        self._in_title = False
        self._in_pre = 0
        self._headings: list[int] = []  # where in `_parts`
        self._open: list[tuple[str, int]] = []  # articles and mains, and where they begin
        self._regions: list[tuple[int, int]] = []

    def take_start(self, tag: str, attributes: str) -> None:
        """An element begins; `attributes` is what its tag says behind its name."""
        if tag == "title" and not self._title:
            self._in_title = True
        if tag == "body":
            self._dropped.clear()  # a head that was never closed
        elif self._dropped or tag in _DROPPED or _HIDDEN.search(attributes):
            if tag not in _VOID and len(self._dropped) < MOST_DEPTH:
                self._dropped.append(tag)
            return
        if tag == "br":
            self._parts.append("\n")
        elif tag in _BLOCKS:
            self._break(tag)
            if tag == "li":
                self._parts.append("• ")
            self._in_pre += tag == "pre"
            if tag == "h1":
                self._headings.append(len(self._parts))
            if tag in _REGIONS:
                self._open.append((tag, len(self._parts)))

    def take_end(self, tag: str) -> None:
        """An element ends, perhaps one that never began."""
        if tag == "title":
            self._in_title = False
        if self._dropped:
            if tag in self._dropped:
                while self._dropped.pop() != tag:
                    pass
            return
        if tag in _BLOCKS:
            self._break(tag)
            self._in_pre -= tag == "pre" and self._in_pre > 0
        if self._open and self._open[-1][0] == tag:
            self._regions.append((self._open.pop()[1], len(self._parts)))

    def take_text(self, data: str) -> None:
        """Characters between tags, entities decoded."""
        if self._in_title:
            self._title.append(data)
        elif not self._dropped:
            self._parts.append(data if self._in_pre else _SPACE.sub(" ", data))

    def text(self) -> str:
        """What was read, an empty line between paragraphs."""
        start, end = self._main_region()
        lines = [line.strip() for line in "".join(self._parts[start:end]).split("\n")]
        body = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
        title = _SPACE.sub(" ", "".join(self._title)).strip()
        if not body or not title or any(start <= at < end for at in self._headings):
            return body or title
        return body if title in body else f"{title}\n\n{body}"

    def _main_region(self) -> tuple[int, int]:
        """The article of the page, if one holds more than half of the words; else all."""
        sizes = [0, *accumulate(len(part.strip()) for part in self._parts)]
        for start, end in sorted(self._regions, key=lambda region: region[1] - region[0]):
            if 2 * (sizes[end] - sizes[start]) > sizes[-1]:
                return start, end
        return 0, len(self._parts)

    def _break(self, tag: str) -> None:
        self._parts.append("\n\n" if tag in _PARAGRAPHS else "\n")
