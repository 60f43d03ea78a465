"""The source of a page -> a tree of its elements, as a browser would nest them where it matters.

Linear in time and bounded in depth and memory, whatever the source is. Links are a property of the
text and not of the tree: one that is not closed where it should be makes no link of all the rest.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from newsassistant.text.articles.tags import tokens

MOST_DEPTH = 200
MOST_ELEMENTS = 150_000  # five times what the longest live blogs have


def names(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


VOID = names("area base br col embed hr img input link meta param source track wbr")
HEADINGS = names("h1 h2 h3 h4 h5 h6")
_CLOSES_P = HEADINGS | names(
    "address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption"
    " figure footer form header hgroup hr li main menu nav ol p pre section summary table ul"
)
BLOCKS = _CLOSES_P | names(
    "body button canvas caption head html iframe legend noscript object option select svg tbody td"
    " template textarea tfoot th thead title tr video audio"
)
_TABLES = names("table")
_IN_TABLES = names("table caption thead tbody tfoot tr td th")
_OWN_WORLD = names("table td th caption button object")  # what is open outside stays open
# A start tag of the key closes the innermost of the first ones, unless one of the others is nearer.
_IMPLIED: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    **dict.fromkeys(_CLOSES_P, (names("p"), _OWN_WORLD)),
    "option": (names("option"), names("select")),
    "tr": (names("tr td th caption"), names("table")),
    "td": (names("td th"), names("table tr")),
    "th": (names("td th"), names("table tr")),
    **dict.fromkeys(
        ("thead", "tbody", "tfoot"), (names("thead tbody tfoot tr td th caption"), names("table"))
    ),
}
_ITEMS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (names("li"), names("ul ol menu dir") | _OWN_WORLD),
    **dict.fromkeys(("dt", "dd"), (names("dt dd"), names("dl") | _OWN_WORLD)),
}
_ATTRIBUTE = re.compile(
    r"([a-zA-Z_:@][\w:.@-]{0,60})(?:\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?"
)


@dataclass(frozen=True, slots=True)
class Text:
    """Characters between two tags, entities decoded; `linked` inside of an `<a href>`."""

    value: str
    linked: bool


@dataclass(slots=True, eq=False)
class Element:
    """A tag with what is in it; `raw` is the content of a script or the like."""

    tag: str
    written: str = ""
    parent: Element | None = None
    children: list[Element | Text] = field(default_factory=list)
    raw: str = ""

    def attributes(self) -> dict[str, str]:
        """Name in small letters -> value as written; the first of two with one name."""
        found: dict[str, str] = {}
        for match in _ATTRIBUTE.finditer(self.written):
            found.setdefault(match[1].lower(), match[2] or match[3] or match[4] or "")
        return found

    def all(self) -> Iterator[Element]:
        """This element and those inside of it, in order."""
        waiting: list[Element | Text] = [self]
        while waiting:
            one = waiting.pop()
            if isinstance(one, Element):
                yield one
                waiting.extend(reversed(one.children))

    def text(self) -> str:
        """All text inside, with single spaces."""
        parts = [
            child.value for one in self.all() for child in one.children if isinstance(child, Text)
        ]
        return " ".join("".join(parts).split())

    def ancestors(self) -> Iterator[Element]:
        """The element itself, the one around it and so on."""
        one: Element | None = self
        while one is not None:
            yield one
            one = one.parent


def build(source: str) -> Element:
    """The root of a page's tree, its tag is ""; any thread."""
    builder = _Builder()
    for kind, value, attributes in tokens(source):
        if kind == "text":
            builder.take_text(value)
        elif kind == "raw":
            builder.take_raw(value)
        elif kind == "start":
            builder.take_start(value, attributes)
        else:
            builder.take_end(value)
    return builder.root


class _Builder:
    """The open elements, and for every tag where in them it is open: nothing is searched for."""

    def __init__(self) -> None:
        self.root = Element("")
        self._open = [self.root]
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        self._blocks = [0]  # for each open element the place of the innermost block up to it
        self._beyond: defaultdict[str, int] = defaultdict(int)  # open, but too deep to be kept
        self._linked = False
        self._count = 0

    def take_text(self, value: str) -> None:
        self._open[-1].children.append(Text(value, self._linked))

    def take_raw(self, value: str) -> None:
        last = self._open[-1].children[-1:] or [self._open[-1]]
        target = last[0] if isinstance(last[0], Element) else self._open[-1]
        target.raw = value

    def take_start(self, tag: str, attributes: str) -> None:
        if tag == "a":
            self._linked = "href" in attributes.lower()
        elif tag == "body" and self._places["head"]:
            self._close_to(self._places["head"][-1])
        for closing in (_IMPLIED, _ITEMS):
            if tag in closing:
                self._close_implied(*closing[tag])
        if tag in HEADINGS and self._open[-1].tag in HEADINGS:
            self._close_to(len(self._open) - 1)
        if self._count >= MOST_ELEMENTS or (len(self._open) > MOST_DEPTH and tag not in VOID):
            self._beyond[tag] += tag not in VOID
            return
        self._count += 1
        parent = self._open[-1]
        element = Element(tag, attributes, parent)
        parent.children.append(element)
        if tag not in VOID:
            place = len(self._open)
            self._places[tag].append(place)
            self._blocks.append(place if tag in BLOCKS else self._blocks[-1])
            self._open.append(element)

    def take_end(self, tag: str) -> None:
        if tag == "a":
            self._linked = False
        if tag == "br":
            self.take_start(tag, "")
        elif self._beyond[tag]:
            self._beyond[tag] -= 1
        elif self._places[tag] and tag not in ("html", "body"):
            place = self._places[tag][-1]
            if place > self._wall(tag):
                self._close_to(place)
                if tag in BLOCKS:
                    self._linked = False
                    self._beyond.clear()

    def _wall(self, tag: str) -> int:
        """The place that an end tag does not reach beyond."""
        if tag not in BLOCKS:
            return self._blocks[-1]
        own = _TABLES if tag in _IN_TABLES else _OWN_WORLD
        return 0 if tag in own else self._nearest(own)

    def _nearest(self, tags: frozenset[str]) -> int:
        return max((self._places[tag][-1] for tag in tags if self._places[tag]), default=0)

    def _close_implied(self, closed: frozenset[str], walls: frozenset[str]) -> None:
        while (place := self._nearest(closed)) > self._nearest(walls):
            self._close_to(place)

    def _close_to(self, place: int) -> None:
        for element in self._open[place:]:
            self._places[element.tag].pop()
        del self._open[place:], self._blocks[place:]
