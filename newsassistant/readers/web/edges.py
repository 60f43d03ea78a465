"""What stands before, between and behind the paragraphs of an article is left out: labels, buttons,
credits of pictures, invitations to subscribe and to follow.

Lines that say who wrote or edited the article stay: they belong to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from newsassistant.readers.web.blocks import Block
from newsassistant.text.articles.boilerplate import invites, is_button, is_comments
from newsassistant.text.articles.headline import is_furniture

_INVITATION = 320  # weight: what is longer is a paragraph that happens to speak of it
_LAST = 4  # blocks in which invitations are looked for
_YEAR = re.compile(r"(?:19|20)\d\d")
_ENDS = ":：>»"


def without_edges(blocks: Sequence[Block], title: str) -> list[Block]:
    """The blocks without labels, the headline and what invites to something else."""
    kept = [block for block in _once(_before_comments(blocks)) if not is_button(block.text)]
    same = _bare(title)
    first = next((place for place, block in enumerate(kept) if block.prose), len(kept))
    kept = [
        block
        for place, block in enumerate(kept)
        if not (_bare(block.text) == same and (place <= first or block.heading))
        and not (place < first and is_furniture(block.text))
        and not (place <= first and _invites(block) and len(kept) > _LAST)
    ]
    for block in kept[-_LAST:]:
        if _invites(block) and len(kept) > _LAST:
            kept.remove(block)
    while kept and _leads_nowhere(kept[-1]):
        kept.pop()
    return kept


def _before_comments(blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks before the headline of the readers' comments, if most of the prose is there."""
    whole, prose = sum(block.prose for block in blocks), 0
    for place, block in enumerate(blocks):
        prose += block.prose
        if 2 * prose > whole and len(block.text) < 40 and is_comments(block.text):
            return blocks[:place]
    return blocks


def _once(blocks: Sequence[Block]) -> Iterator[Block]:
    """Each paragraph once: pages repeat captions, and texts for narrow screens."""
    seen: set[str] = set()
    for block in blocks:
        if not block.prose or block.text not in seen:
            yield block
        seen.add(block.text)


def _leads_nowhere(last: Block) -> bool:
    """True for a heading or a label without anything behind it, and for a date."""
    if last.heading or last.text[-1] in _ENDS:
        return True
    return _YEAR.search(last.text) is not None and is_furniture(last.text)


def _invites(block: Block) -> bool:
    return block.weight < _INVITATION and invites(block.text)


def _bare(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
