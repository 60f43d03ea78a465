"""The blocks of a page -> those of its article.

An element is worth the prose in it, the nearer the more: the innermost one that holds most of the
paragraphs wins, and with it what is made alike elsewhere on the page.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import takewhile

from newsassistant.readers.web.blocks import Block
from newsassistant.readers.web.tree import Element, names

_NEARNESS = 0.75  # of what an element is worth, its parent gets so much
_FAINT = 0.02
_IN_PARAGRAPH = names("p blockquote li ul ol pre")
_CUT = re.compile(r"(?:\.\.\.|…|\[…\])\W{0,3}$")
_TEASER = 0.05  # of its weight
_MADE_OF_TEASERS = 0.8  # of the prose: a list of products, each with its link
_LONGEST_TEASER = 600  # weight: what has more prose than some sentences is an article
_TEASERS = 3  # so many linked headings made alike are a list of other articles
_LINKED, _HEADLINE = 0.9, 24  # share, weight
_LINK_LIST, _LONG = 0.6, 400  # share of links, weight
_ALIKE = 0.3  # of the prose
_AROUND = 3  # elements around the chosen one in which more of the article may lie
_HEADLINES = names("h1 h2")


def article_of(blocks: list[Block], title: str = "") -> list[Block]:
    """The blocks of the article in order; none where no prose is on the page.

    Of several articles on the page it is the one with the title as its heading.
    """
    teasers = _teasers(blocks)
    root = _root(blocks, teasers)
    if root is None:
        return []
    root = _titled(root, blocks, title) or root
    inside = [_is_in(block, {root}) for block in blocks]
    blocks, inside = _without_teasers(blocks, inside, teasers)
    alike = _alike([block for block, within in zip(blocks, inside, strict=True) if within])
    around = {list(root.ancestors())[: _AROUND + 1][-1]}
    return [
        block
        for block, within in zip(blocks, inside, strict=True)
        if (within or (_make(block) in alike and _is_in(block, around)))
        and not _is_link_list(block)
    ]


def _titled(root: Element, blocks: list[Block], title: str) -> Element | None:
    """The one of several articles inside of `root` that has the title as its heading."""
    bare = "".join(title.split())
    found: dict[Element, bool] = {}
    for block in blocks:
        if block.element.tag in _HEADLINES and _is_in(block, {root}):
            chain = takewhile(lambda one: one is not root, block.element.ancestors())
            if article := next((one for one in chain if one.tag == "article"), None):
                same = bool(bare) and "".join(block.text.split()) == bare
                found[article] = found.get(article, False) or same
    titled = [article for article, same in found.items() if same]
    return titled[0] if len(titled) == 1 and len(found) > 1 else None


def _is_link_list(block: Block) -> bool:
    return block.linked > _LINK_LIST and block.weight < _LONG


def _without_teasers(
    blocks: list[Block], inside: list[bool], teasers: set[Element]
) -> tuple[list[Block], list[bool]]:
    """The same without teasers, unless the article is made like them."""
    of_teaser = [_is_in(block, teasers) for block in blocks]
    chosen = list(zip(blocks, inside, of_teaser, strict=True))
    prose = sum(block.prose for block, within, _ in chosen if within)
    in_teasers = sum(block.prose for block, within, teaser in chosen if within and teaser)
    if in_teasers > _MADE_OF_TEASERS * prose:
        return blocks, inside
    kept = [(block, within) for block, within, teaser in chosen if not teaser]
    return [block for block, _ in kept], [within for _, within in kept]


def _is_in(block: Block, elements: set[Element]) -> bool:
    return any(one in elements for one in block.element.ancestors())


def _root(blocks: list[Block], teasers: set[Element]) -> Element | None:
    worth: defaultdict[Element, float] = defaultdict(float)
    for block in blocks:
        prose = float(block.prose)
        if not prose or block.heading:
            continue
        if _CUT.search(block.text) or _is_in(block, teasers):
            prose *= _TEASER
        share = 1.0
        for one in block.element.ancestors():
            if one is block.element and one.tag in _IN_PARAGRAPH:
                continue
            worth[one] += prose * share
            share *= _NEARNESS
            if share < _FAINT:
                break
    return max(worth, key=worth.__getitem__, default=None)


def _teasers(blocks: list[Block]) -> set[Element]:
    """Elements that each hold the linked headline of another article, and more."""
    made: defaultdict[tuple[str, str], list[Element]] = defaultdict(list)
    for block in blocks:
        if block.linked > _LINKED and (block.heading or block.weight >= _HEADLINE):
            made[_make(block)].append(block.element)
    found: set[Element] = set()
    for elements in made.values():
        items = Counter(_item(element) for element in elements)
        single = [item for item, headlines in items.items() if headlines == 1]
        if len(single) >= _TEASERS:
            found.update(single)
    prose: Counter[Element] = Counter()
    for block in blocks:
        for item in found.intersection(block.element.ancestors()):
            prose[item] += block.prose
    return {item for item in found if prose[item] <= _LONGEST_TEASER}


def _item(headline: Element) -> Element:
    """What a teaser's headline stands in: its parent, or where it stands alone, that one's."""
    item = headline.parent or headline
    others = (child for child in item.children if isinstance(child, Element))
    alone = next(others, None) is headline and next(others, None) is None
    return item.parent if alone and item.parent is not None else item


def _make(block: Block) -> tuple[str, str]:
    """How a block is made: its tag and class; where it has no class, also what it stands in."""
    own, parent = _signature(block.element), block.element.parent
    return own, "" if " " in own or parent is None else _signature(parent)


def _signature(element: Element) -> str:
    name = element.attributes().get("class", "")
    return re.sub(r"\d+", "", f"{element.tag} {name}").strip()


def _alike(chosen: list[Block]) -> set[tuple[str, str]]:
    """How most of the prose is made, where classes tell it from other prose."""
    prose: Counter[tuple[str, str]] = Counter()
    for block in chosen:
        prose[_make(block)] += block.prose
    least = _ALIKE * prose.total()
    return {
        make for make, part in prose.items() if part >= least > 0 and (" " in make[0] + make[1])
    }
