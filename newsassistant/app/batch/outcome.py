"""What a run tells of each result while it goes on; for lists that somebody looks at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

State = Literal["waiting", "writing", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One story in one task; `key` is that of the ledger, "" before it is known.

    `story`, `preset` and `style` say which it is. `missing` counts what is not in the article, None
    where nobody has looked; `reason` is that of a failure, `file` the name of its own file.
    """

    story: str
    preset: str
    style: str
    state: State = "waiting"
    title: str = ""
    key: str = ""
    missing: int | None = None
    reason: str = ""
    file: str = ""

    @property
    def place(self) -> tuple[str, str, str]:
        """The same for all that is told of one result."""
        return self.story, self.preset, self.style


def outcome_of(row: Mapping[str, Any]) -> Outcome:
    """What a line of results says; raises nothing for one that somebody has changed."""
    error = row.get("error")
    failure = error if isinstance(error, dict) else {}
    return Outcome(
        str(row.get("id", "")),
        str(row.get("preset", "")),
        str(row.get("style", "")),
        "done" if error is None else "failed",
        str(row.get("title", "")),
        str(row.get("key", "")),
        _missing(row.get("checks")),
        str(failure.get("reason", "")),
        str(row.get("file", "")),
    )


def _missing(checks: object) -> int | None:
    """How many marks there are of what is not in the article."""
    counts = checks.get("missing") if isinstance(checks, dict) else None
    if not isinstance(counts, dict):
        return None
    return sum(count for count in counts.values() if isinstance(count, int))
