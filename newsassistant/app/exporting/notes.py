"""What of the answers is not in the article, as notes on their words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsassistant.core.types import Language
from newsassistant.evidence.wording import sentence
from newsassistant.text.markup.anchors import Anchor, anchored, prose_of
from newsassistant.text.markup.blocks import Blocks
from newsassistant.text.markup.markdown import parse
from newsassistant.writers.document import Note

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsassistant.app.checking.examined import Examined

    Check = Callable[[str], Examined]


@dataclass(frozen=True, slots=True)
class Copy:
    """An answer as it is set: `examined` is its `prose`, the words without signs; None unchecked.

    `notes` are on words of the blocks, numbered on from the answers before.
    """

    blocks: Blocks
    prose: str
    examined: Examined | None = None
    notes: tuple[Note, ...] = ()


EMPTY = Copy((), "")


def copies(texts: Iterable[str], check: Check | None, language: Language) -> list[Copy]:
    """Each text with its notes; linear time, on any thread; without `check` there are none."""
    found: list[Copy] = []
    last = 0
    for text in texts:
        found.append(_copy(parse(text), check, language, last))
        last += len(found[-1].notes)
    return found


def _copy(blocks: Blocks, check: Check | None, language: Language, last: int) -> Copy:
    prose = prose_of(blocks)
    if check is None:
        return Copy(blocks, prose)
    examined = check(prose)
    marks = list(enumerate(examined.alarms, last + 1))
    anchors = [Anchor(number, mark.start, mark.end) for number, mark in marks]
    notes = tuple(
        Note(number, " ".join(mark.text.split()), sentence(mark, language))
        for number, mark in marks
    )
    return Copy(anchored(blocks, anchors), prose, examined, notes)
