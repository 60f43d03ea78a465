"""A prefix stands in front of the ledger, and what was read in another style is kept exactly."""

from __future__ import annotations

import numpy as np
import pytest

from newsassistant.core.errors import CancelledError, EngineError
from newsassistant.engine.engine import OpenVinoEngine
from newsassistant.engine.prefix_rows import PrefixRows, prepare
from newsassistant.engine.runtime import Runtime
from newsassistant.engine.snapshots import WORTH_KEEPING, Snapshots
from tests.unit.engine.conftest import cached_lengths, random_prefix
from tests.unit.engine.test_runtime import IDS, BrokenRequest, CutRequest

ARTICLE = [1000 + 7 * index for index in range(WORTH_KEEPING + 16)]


@pytest.fixture
def rows(engine: OpenVinoEngine) -> PrefixRows:
    """Eight rows, positions not shifted."""
    folder = engine.need().folder
    return prepare(random_prefix(folder.base()), folder.config, np.float16)


def prefix_in(runtime: Runtime, rows: PrefixRows) -> bool:
    """True if every state begins with exactly the prefix."""
    return all(
        np.array_equal(
            state.state.data[:, :, : rows.length],
            rows.tensors[str(state.name)].data.astype(np.float32),
        )
        for state in runtime._states
    )


def check(runtime: Runtime, rows: PrefixRows, ids: list[int]) -> None:
    assert list(runtime.fed) == ids
    assert cached_lengths(runtime) == {rows.length + len(ids)}
    assert prefix_in(runtime, rows)


def read(runtime: Runtime, ids: list[int]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Feed and copy the logits."""
    return np.array(runtime.feed(ids))


def test_a_switch_empties_the_ledger(runtime: Runtime, rows: PrefixRows) -> None:
    base = read(runtime, IDS)
    runtime.use_prefix(rows)
    check(runtime, rows, [])
    styled = read(runtime, IDS)
    check(runtime, rows, IDS)
    assert not np.allclose(base, styled)

    runtime.use_prefix(None)
    assert cached_lengths(runtime) == {0}
    np.testing.assert_array_equal(read(runtime, IDS), base)


def test_the_prefix_outlives_reset_trim_and_rejection(runtime: Runtime, rows: PrefixRows) -> None:
    runtime.use_prefix(rows)
    first = read(runtime, IDS)
    runtime.trim(20)
    check(runtime, rows, IDS[:20])
    runtime.start([5, 901, 902], rows=3)
    runtime.wait()
    runtime.reject(2)
    again = read(runtime, [6])
    runtime.trim(22)
    check(runtime, rows, [*IDS[:20], 5, 6])
    assert runtime.reuse([1, 2]) == 0
    check(runtime, rows, [])
    np.testing.assert_array_equal(read(runtime, IDS), first)
    runtime.reset()
    whole = read(runtime, [*IDS[:20], 5, 6])

    # Fed in other pieces; the tolerance is that of tests/unit/engine/test_runtime.py.
    assert np.abs(again - whole).max() / np.abs(whole).max() < 0.03


def test_rows_of_real_ids_with_shifted_positions_are_those_ids(runtime: Runtime) -> None:
    runtime.feed(IDS[:16])
    tensors = {str(state.name): state.state for state in runtime._states}
    expected = read(runtime, IDS[16:])
    runtime.use_prefix(PrefixRows(16, 16, tensors))

    np.testing.assert_allclose(read(runtime, IDS[16:]), expected, atol=1e-3)


def test_only_shifted_positions_take_of_the_context(
    runtime: Runtime, rows: PrefixRows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime, "_context_length", 40)
    runtime.use_prefix(rows)
    runtime.feed(IDS)
    runtime.use_prefix(PrefixRows(rows.length, rows.length, rows.tensors))
    with pytest.raises(EngineError) as caught:
        runtime.feed(IDS[:33])
    assert caught.value.params["detail"] == "41 tokens, context 40"
    runtime.feed(IDS[:32])
    assert list(runtime.fed) == IDS[:32]


def test_a_snapshot_goes_on_bit_by_bit(runtime: Runtime, rows: PrefixRows) -> None:
    expected = {}
    for prefix in (None, rows):
        runtime.use_prefix(prefix)
        runtime.turn_to(ARTICLE, f"apart {prefix is None}")
        runtime.reuse([0])
        runtime.feed(ARTICLE)
        expected[prefix] = read(runtime, IDS[:3])
    runtime._snapshots.clear()
    runtime.reset()

    for prefix in (None, rows):
        runtime.use_prefix(prefix)
        runtime.turn_to(ARTICLE, "a")
        runtime.feed(ARTICLE)
    for prefix in (None, rows):
        runtime.use_prefix(prefix)
        assert list(runtime.fed) == ARTICLE
        runtime.turn_to([*ARTICLE, 1], "a")
        assert runtime.reuse([*ARTICLE, 1]) == len(ARTICLE)
        np.testing.assert_array_equal(read(runtime, IDS[:3]), expected[prefix])


def test_another_article_in_another_style_leaves_both_as_they_were(
    runtime: Runtime, rows: PrefixRows
) -> None:
    for prefix, article in ((None, "a"), (rows, "a"), (None, "b")):
        runtime.use_prefix(prefix)
        runtime.turn_to(ARTICLE if article == "a" else IDS, article)
        runtime.reuse(ARTICLE if article == "a" else IDS)
        runtime.feed(ARTICLE if article == "a" else IDS)
    assert list(runtime.fed) == IDS

    for prefix in (rows, None):
        runtime.use_prefix(prefix)
        runtime.turn_to([*ARTICLE, 1], "a")
        assert list(runtime.fed) == ARTICLE
    assert cached_lengths(runtime) == {len(ARTICLE)}


def test_what_fits_the_bound_stays_although_the_other_style_does_not(
    runtime: Runtime, rows: PrefixRows
) -> None:
    runtime._snapshots = Snapshots(len(ARTICLE) * runtime._token_bytes)
    for prefix in (None, rows):
        runtime.use_prefix(prefix)
        runtime.turn_to(ARTICLE, "a")
        runtime.feed(ARTICLE)

    runtime.use_prefix(None)
    assert list(runtime.fed) == ARTICLE
    runtime.use_prefix(rows)
    check(runtime, rows, [])


def test_a_snapshot_counts_the_bytes_of_its_cache(runtime: Runtime, rows: PrefixRows) -> None:
    runtime.use_prefix(rows)
    runtime.feed(ARTICLE)
    runtime.use_prefix(None)

    token = sum(tensor.byte_size for tensor in rows.tensors.values()) // rows.length
    assert token == runtime._token_bytes == 23_040
    assert runtime._snapshots.nbytes == (rows.length + len(ARTICLE)) * token


def test_little_is_not_worth_a_snapshot(runtime: Runtime, rows: PrefixRows) -> None:
    runtime.feed(ARTICLE[: WORTH_KEEPING - 1])
    runtime.use_prefix(rows)

    assert len(runtime._snapshots) == 0


def test_another_article_starts_from_a_copy_of_the_common_ids(
    runtime: Runtime, rows: PrefixRows
) -> None:
    runtime.use_prefix(rows)
    runtime.turn_to(ARTICLE, "a")
    runtime.feed(ARTICLE)
    other = [*ARTICLE[:10], *IDS]
    runtime.turn_to(other, "b")
    check(runtime, rows, ARTICLE[:10])
    assert runtime.reuse(other) == 10

    runtime.feed(other[10:])
    runtime.turn_to(ARTICLE, "a")
    assert list(runtime.fed) == ARTICLE


def test_a_device_that_refuses_leaves_the_former_prefix(runtime: Runtime, rows: PrefixRows) -> None:
    runtime.use_prefix(rows)
    expected = read(runtime, IDS)
    with pytest.raises(EngineError) as caught:
        runtime.use_prefix(PrefixRows(8, 0, {}))

    assert caught.value.code == "inference-failed"
    check(runtime, rows, [])
    np.testing.assert_array_equal(read(runtime, IDS), expected)


class NoRequests:
    """A compiled model that has no memory for another request."""

    def create_infer_request(self) -> None:
        raise RuntimeError("out of memory")


def test_no_memory_for_another_style_leaves_what_was_read(
    runtime: Runtime, rows: PrefixRows, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime.turn_to(ARTICLE, "a")
    runtime.feed(ARTICLE)
    with monkeypatch.context() as patch:
        patch.setattr(runtime, "_compiled", NoRequests())
        with pytest.raises(EngineError):
            runtime.use_prefix(rows)

    assert list(runtime.fed) == ARTICLE
    assert cached_lengths(runtime) == {len(ARTICLE)}
    assert len(runtime._snapshots) == 0


def test_no_memory_for_another_article_leaves_what_was_read(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime.turn_to(ARTICLE, "a")
    runtime.feed(ARTICLE)
    with monkeypatch.context() as patch:
        patch.setattr(runtime, "_compiled", NoRequests())
        with pytest.raises(EngineError):
            runtime.turn_to(ARTICLE[::-1], "b")

    assert len(runtime._snapshots) == 0
    runtime.turn_to(ARTICLE, "a")
    assert list(runtime.fed) == ARTICLE
    assert cached_lengths(runtime) == {len(ARTICLE)}


def test_after_a_failed_pass_the_prefix_is_there(
    runtime: Runtime, rows: PrefixRows, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime.use_prefix(rows)
    with monkeypatch.context() as patch:
        patch.setattr(runtime, "_request", BrokenRequest(runtime._request))
        with pytest.raises(EngineError):
            runtime.feed([1])

    check(runtime, rows, [])


def test_after_a_cut_pass_the_prefix_is_there_and_no_snapshot(
    runtime: Runtime, rows: PrefixRows
) -> None:
    runtime.feed(ARTICLE)
    runtime.use_prefix(rows)
    assert len(runtime._snapshots) == 1
    runtime._request = CutRequest(runtime._request)
    with pytest.raises(CancelledError):
        runtime.feed([1])

    assert len(runtime._snapshots) == 0  # they belong to the compilation that is no longer used
    check(runtime, rows, [])


def test_forgetting_frees_all_that_was_read_and_keeps_the_prefix(
    runtime: Runtime, rows: PrefixRows
) -> None:
    for prefix in (None, rows):
        runtime.use_prefix(prefix)
        runtime.turn_to(ARTICLE, "a")
        runtime.feed(ARTICLE)
    assert len(runtime._snapshots) == 1
    runtime.forget()

    assert len(runtime._snapshots) == 0
    check(runtime, rows, [])
    assert runtime.known([*ARTICLE, 1]) == 0
    runtime.use_prefix(None)
    assert list(runtime.fed) == []
