"""What a person changed of an answer, counted in sentences."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from newsassistant.text.articles.sentences import sentences


@dataclass(frozen=True, slots=True)
class Changes:
    """`changed` of the `total` sentences of before are not there any more; `added` are new."""

    changed: int
    total: int
    added: int


def changes(before: str, after: str) -> Changes | None:
    """What became of the sentences; None where the text is the same but for spaces at its end.

    Sentences that only moved count as unchanged. Linear time; any thread.
    """
    if before.rstrip() == after.rstrip():
        return None
    old, new = Counter(sentences(before)), Counter(sentences(after))
    return Changes((old - new).total(), old.total(), (new - old).total())
