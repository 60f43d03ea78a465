"""Whether a text is an edit of another one, or something else."""

from __future__ import annotations

_RUN = 12  # characters


def is_edit(old: str, new: str) -> bool:
    """True if more than half of the old text stands in the new one; linear time, any thread."""
    before = _runs(old)
    return 2 * len(before & _runs(new)) > len(before)


def _runs(text: str) -> set[str]:
    """All runs of some characters; a short text is one."""
    plain = "".join(text.split())
    return {plain[at : at + _RUN] for at in range(max(1, len(plain) - _RUN + 1))}
