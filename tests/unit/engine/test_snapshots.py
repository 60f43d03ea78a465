"""Snapshots are found by prefix and ids, and the oldest goes when there are too many bytes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from newsassistant.engine.runtime import common_length
from newsassistant.engine.snapshots import LIMIT_BYTES, Snapshot, Snapshots


def snapshot(
    fed: Sequence[int], nbytes: int = 10, *, prefix: object = None, owner: str = ""
) -> Snapshot:
    """One whose request is never used."""
    return Snapshot(prefix, owner, None, [], list(fed), np.ones(len(fed), np.bool_), nbytes)


def best(kept: Snapshots, ids: Sequence[int], prefix: object = None) -> Snapshot | None:
    """That which begins most like `ids`."""
    return kept.best(prefix, lambda fed: common_length(fed, ids))


def test_the_closest_with_that_prefix_is_found() -> None:
    style, kept = object(), Snapshots(100)
    far, near, styled = snapshot([1, 9]), snapshot([1, 2, 9]), snapshot([1, 2, 3], prefix=style)
    for one in (far, near, styled):
        kept.put(one)

    assert best(kept, [1, 2, 3]) is near
    assert best(kept, [1, 2, 3], style) is styled
    assert best(kept, [1, 2, 3], object()) is None
    assert best(kept, [7]) is None
    kept.take(near)
    assert best(kept, [1, 2, 3]) is far
    assert (kept.latest(None), kept.latest(style), kept.latest(object())) == (far, styled, None)
    assert (len(kept), kept.nbytes) == (2, 20)


def test_a_conversation_has_one_with_each_prefix() -> None:
    style, kept = object(), Snapshots(100)
    first, second = snapshot([1, 2], owner="7"), snapshot([1, 3], owner="7")
    other, styled = snapshot([1, 2], owner="8"), snapshot([1, 2], owner="7", prefix=style)
    for one in (first, other, styled, second):
        kept.put(one)

    assert (len(kept), best(kept, [1, 2]), best(kept, [1, 3])) == (3, other, second)
    assert best(kept, [1, 2], style) is styled


def test_what_nobody_asked_about_goes_where_another_holds_it() -> None:
    kept = Snapshots(100)
    kept.put(snapshot([1, 2]))
    kept.put(snapshot([1, 5]))
    longer = snapshot([1, 2, 3], owner="7")
    kept.put(longer)

    assert len(kept) == 2
    assert best(kept, [1, 2]) is longer
    kept.put(snapshot([1, 2, 3, 4]))
    assert len(kept) == 3  # a conversation keeps its own


def test_the_oldest_goes() -> None:
    kept = Snapshots(50)
    first, second, third = (snapshot([number], 20, owner=str(number)) for number in (1, 2, 3))
    kept.put(first)
    kept.put(second)
    kept.take(first)
    kept.put(first)
    kept.put(third)

    assert (best(kept, [2]), best(kept, [1]), best(kept, [3])) == (None, first, third)
    assert (len(kept), kept.nbytes) == (2, 40)
    kept.clear()
    assert (len(kept), kept.nbytes) == (0, 0)


def test_one_over_the_bound_is_not_kept_and_costs_no_other() -> None:
    kept = Snapshots()
    kept.put(snapshot([1], 1, owner="1"))
    kept.put(snapshot([2], 2, owner="2"))
    kept.put(snapshot([2], LIMIT_BYTES + 1, owner="2"))

    assert best(kept, [1]) is not None
    assert best(kept, [2]) is None
