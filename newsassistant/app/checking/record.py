"""What a check found, as JSON has it: the same in every file and for every command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from newsassistant.core.types import Language
from newsassistant.evidence.marks import Mark, MarkKind
from newsassistant.evidence.wording import sentence

if TYPE_CHECKING:
    from newsassistant.app.checking.examined import Examined


def record(examined: Examined, language: Language) -> dict[str, Any]:
    """`compared` and `missing` by kind, and `marks`; roundings are no alarm and not `missing`."""
    return {
        "compared": by_kind(examined.compared()),
        "missing": by_kind(examined.missing()),
        "marks": [mark_record(mark, language) for mark in examined.marks],
    }


def by_kind(counts: Mapping[MarkKind, int]) -> dict[str, int]:
    """All kinds by their names, in their order."""
    return {kind.value: counts.get(kind, 0) for kind in MarkKind}


def mark_record(mark: Mark, language: Language) -> dict[str, Any]:
    """A mark with the sentence that tells of it; places count characters."""
    nearest = mark.nearest
    return {
        "start": mark.start,
        "end": mark.end,
        "kind": mark.kind.value,
        "strength": mark.strength.value,
        "text": mark.text,
        "reason": sentence(mark, language),
        "found": mark.found,
        "nearest": None if nearest is None else {"start": nearest.start, "end": nearest.end},
    }
