"""Snapshots are found by prefix and article, and the oldest goes when there are too many bytes."""

from __future__ import annotations

import numpy as np

from newsassistant.engine.snapshots import LIMIT_BYTES, Snapshot, Snapshots


def snapshot(nbytes: int) -> Snapshot:
    """One whose request is never used."""
    return Snapshot(None, [], [1], np.ones(1, np.bool_), nbytes)


def test_a_key_is_a_prefix_and_an_article() -> None:
    style, kept = object(), Snapshots(100)
    base, styled = snapshot(10), snapshot(20)
    kept.put((None, "a"), base)
    kept.put((style, "a"), styled)

    assert kept.get((None, "a")) is base
    assert kept.get((style, "a")) is styled
    assert kept.get((object(), "a")) is None
    assert kept.nbytes == 30
    assert kept.take((None, "a")) is base
    assert kept.get((None, "a")) is None
    assert (len(kept), kept.nbytes) == (1, 20)


def test_a_newer_one_takes_the_place_and_the_oldest_goes() -> None:
    kept = Snapshots(50)
    for article in ("a", "b", "a", "c"):
        kept.put((None, article), snapshot(20))

    assert kept.get((None, "b")) is None
    assert (len(kept), kept.nbytes) == (2, 40)
    kept.clear()
    assert (len(kept), kept.nbytes) == (0, 0)


def test_one_over_the_bound_is_not_kept_and_costs_no_other() -> None:
    kept = Snapshots()
    kept.put((None, "a"), snapshot(1))
    kept.put((None, "b"), snapshot(2))
    kept.put((None, "b"), snapshot(LIMIT_BYTES + 1))

    assert kept.get((None, "a")) is not None
    assert kept.take((None, "b")) is None
