"""A page's tree -> its blocks: the runs of words that stand apart, in the order of the page.

What no reader of the page reads is left out here, and what stands around articles on every site,
unless most of the page's prose is in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsassistant.readers.web.tree import BLOCKS, HEADINGS, Element, Text, names
from newsassistant.text.articles.layout import unwrap

_UNREAD = names(
    "head title script style noscript template svg math select option button textarea iframe object"
    " canvas audio video input label rt rp"
)
_AROUND = names("nav footer menu dialog figcaption form aside")
_HIDDEN = re.compile(
    r"(?i)\shidden(?:[\s=>/]|$)|aria-hidden\s?=\s?[\"']?true"
    r"|(?:display\s?:\s?none|visibility\s?:\s?hidden)"
)
# Names of what is read aloud only, or shown only under the pointer.
_UNSEEN = re.compile(
    r"(?i)(?:^|\s)(?:sr-only|visually-?hidden|screen-reader\S*|assistive-text"
    r"|(?:\w+-)*(?:rollover|hover|tooltip|popover|popup)(?:-\w+)*-(?:block|box|card|content|panel))(?:\s|$)"
)
_NAMED = re.compile(r"(?i)\s(?:class|id|role)\s?=\s?(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def _words(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?i)(?:^|[\s_-])(?:{'|'.join(text.split())})(?:[\s_-]|$)")


# Names that people give to parts with prose of another matter than the article's.
_OTHER = _words(
    r"related recommend\w* sidebar side-?bar footer promo\w*"
    r" newsletter subscri\w+ signup sponsor\w* advert\w* ads? banner popup modal cookies?"
    r" cookie-\w+ widget caption credit author-?(?:bio|box|info) bio more-\w+ most-\w+ popular"
    r" trending outbrain taboola copyright hidden see-?also reply respond feedback hot rank\w*"
    r" relevant statement gallery slideshow complementary contentinfo dialog"
)
_COMMENTS = _words(r"comments? comment-?\w+ disqus\w* discuss\w* respond replies")
# Names of parts with hardly any prose.
_TOOLS = _words(
    r"share sharing social nav\w* menu breadcrumbs? tags? tag-?list toolbar pagination pager"
    r" byline skip print follow\w* login register search dateline timestamp meta info source"
    r" video\w* player rating vote\w* editor qr-?code download app-?download more navigation"
)
_KEPT = names("body html article main")
_SPACES = re.compile(r"[ \t\r\n\f\xa0\u2002-\u200b\u3000]+")
_CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_STOPS = re.compile(r"[.!?,;:。，！？；：、]")
_MINOR = 0.4  # of a page's prose: a part with more is the article, whatever it is called
_MINOR_COMMENTS = 0.85  # readers write more than the author
_PROSE, _PARAGRAPH = 40, 150  # weight


@dataclass(slots=True, eq=False)
class Block:
    """Words that stand apart; `linked` is the share of them in links, 0 to 1.

    `weight` is their length in letters of an alphabet: a Chinese character counts for three.
    `near` says that only a line break parts it from the block before.
    """

    element: Element
    text: str
    linked: float
    weight: int
    near: bool

    @property
    def prose(self) -> int:
        """Its weight without links, if it reads like a sentence; else 0."""
        if self.weight < _PROSE or self.linked >= 0.5 or not _STOPS.search(self.text):
            return 0
        return round(self.weight * (1 - self.linked))

    @property
    def heading(self) -> bool:
        """True for what is set as one."""
        return self.element.tag in HEADINGS


def weight_of(text: str) -> int:
    """Length in letters of an alphabet."""
    return len(text) + 2 * len(_CHINESE.findall(text))


def named(element: Element) -> str:
    """What the page calls an element, its words apart."""
    found = (match[1] or match[2] or match[3] or "" for match in _NAMED.finditer(element.written))
    return _HUMP.sub("-", " ".join(found))


@dataclass(frozen=True, slots=True)
class Seen:
    """Every block of a page that can be seen; and the parts that may be of another matter.

    A part is the number of its first block, of the one behind its last, and the most of the page's
    prose that it may hold and yet be left out.
    """

    blocks: list[Block]
    parts: list[tuple[int, int, float]]

    def likely(self) -> list[Block]:
        """The blocks that may belong to the article."""
        prose = [0]
        for block in self.blocks:
            prose.append(prose[-1] + block.prose)
        dropped = bytearray(len(self.blocks))
        for start, end, most in self.parts:
            minor = prose[end] - prose[start] < (most or _MINOR) * prose[-1]
            tools = not most
            if minor and not (tools and any(map(_is_of_text, self.blocks[start:end]))):
                dropped[start:end] = b"\1" * (end - start)
        return [block for block, drop in zip(self.blocks, dropped, strict=True) if not drop]


def blocks_of(root: Element) -> Seen:
    """The blocks of a page; any thread."""
    collector = _Collector()
    collector.walk(root, root)
    collector.end(root)
    return Seen(collector.blocks, collector.parts)


def _is_of_text(block: Block) -> bool:
    """True for a paragraph, or a part of a quotation."""
    return block.prose > _PARAGRAPH or (
        block.prose > 0 and any(one.tag == "blockquote" for one in block.element.ancestors())
    )


def _is_hidden(element: Element) -> bool:
    written = element.written
    return bool(written) and bool(_HIDDEN.search(written) or _UNSEEN.search(named(element)))


class _Collector:
    """Walks the tree; its depth is bounded."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.parts: list[tuple[int, int, float]] = []
        self._run: list[Text] = []
        self._breaks = 2

    def walk(self, element: Element, owner: Element) -> None:
        """Take all that is in `element`; its words belong to the block of `owner`."""
        for child in element.children:
            if isinstance(child, Text):
                self._run.append(child)
            elif child.tag == "br":
                self.end(owner)
                self._breaks += 1
            elif child.tag in _UNREAD or _is_hidden(child):
                if child.tag in BLOCKS:
                    self._part(owner)
            elif child.tag in BLOCKS:
                self._part(owner)
                self._take(child)
            else:
                self.walk(child, owner)

    def _take(self, element: Element) -> None:
        start = len(self.blocks)
        self.walk(element, element)
        self._part(element)
        if element.tag in _KEPT:
            return
        name = named(element)
        if _COMMENTS.search(name):
            most = _MINOR_COMMENTS
        elif element.tag in _AROUND or _OTHER.search(name):
            most = _MINOR
        elif _TOOLS.search(name):
            most = 0.0
        else:
            return
        self.parts.append((start, len(self.blocks), most))

    def _part(self, owner: Element) -> None:
        self.end(owner)
        self._breaks = 2

    def end(self, owner: Element) -> None:
        """What has run together is a block."""
        whole = "".join(part.value for part in self._run)
        text = _SPACES.sub(" ", whole).strip()
        if text:
            linked = "".join(part.value for part in self._run if part.linked)
            share = len("".join(linked.split())) / len("".join(text.split()))
            if owner.tag == "pre":
                text = unwrap(whole.strip("\n"))
            near = self._breaks < 2
            self.blocks.append(Block(owner, text, share, weight_of(text), near))
            self._breaks = 0
        self._run.clear()
