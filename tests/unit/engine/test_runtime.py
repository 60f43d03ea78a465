"""The ledger says what the KV state holds, whatever happens to a pass."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
import pytest

from newsassistant.core.errors import CancelledError, EngineError
from newsassistant.engine.runtime import Runtime
from tests.unit.engine.conftest import cached_lengths

IDS = list(range(100, 140))


def check(runtime: Runtime, ids: list[int]) -> None:
    assert list(runtime.fed) == ids
    assert cached_lengths(runtime) == {len(ids)}


def test_feeding_grows_the_ledger_and_the_state(runtime: Runtime) -> None:
    logits = runtime.feed(IDS[:30])
    assert logits.shape == (49152,)
    runtime.feed(IDS[30:])

    check(runtime, IDS)


@pytest.mark.parametrize("length", [39, 20, 1])
def test_trimming_cuts_both(runtime: Runtime, length: int) -> None:
    runtime.feed(IDS)
    runtime.trim(length)

    check(runtime, IDS[:length])
    runtime.feed([7])
    check(runtime, [*IDS[:length], 7])


def test_trimming_to_nothing_or_to_more(runtime: Runtime) -> None:
    runtime.feed(IDS)
    runtime.trim(100)
    check(runtime, IDS)
    runtime.trim(0)

    assert list(runtime.fed) == []
    fresh = np.array(runtime.feed(IDS))
    runtime.reset()
    np.testing.assert_array_equal(fresh, runtime.feed(IDS))


@pytest.mark.parametrize(
    ("new", "common"),
    [
        (IDS, 39),
        ([*IDS, 1, 2], 40),
        (IDS[:10], 9),
        ([*IDS[:10], 5, *IDS[11:]], 10),
        ([5, 6], 0),
        (IDS[:1], 0),
    ],
)
def test_reuse_keeps_the_common_prefix_but_one(
    runtime: Runtime, new: list[int], common: int
) -> None:
    runtime.feed(IDS)

    assert runtime.reuse(new) == common
    assert list(runtime.fed) == new[:common]
    runtime.feed(new[common:])
    check(runtime, new)


def test_a_trimmed_state_answers_like_a_fresh_one(runtime: Runtime) -> None:
    runtime.feed(IDS)
    runtime.trim(20)
    trimmed = np.array(runtime.feed(IDS[20:]))
    runtime.reset()
    fresh = np.array(runtime.feed(IDS))

    # The trimmed cache is stored in u8, see tests/parity for the bound.
    assert np.abs(trimmed - fresh).max() / np.abs(fresh).max() < 0.03
    assert trimmed.argmax() == fresh.argmax()


def test_a_full_context_is_refused_before_the_pass(runtime: Runtime) -> None:
    runtime.feed(IDS)

    with pytest.raises(EngineError) as caught:
        runtime.feed([1] * 8_192)
    assert caught.value.code == "inference-failed"
    check(runtime, IDS)


def test_cancelling_while_idle_is_harmless(runtime: Runtime) -> None:
    runtime.cancel()
    runtime.feed(IDS)

    check(runtime, IDS)


@pytest.mark.parametrize("delay_s", [0.0, 0.05, 0.15])
@pytest.mark.parametrize("past", [40, 0])
def test_stop_during_a_pass_leaves_a_state_that_is_right(
    runtime: Runtime, past: int, delay_s: float
) -> None:
    """Cutting the pass itself spoils the compiled model, see `Runtime.cancel`."""
    expected = np.array(runtime.feed([*IDS[:past], 5, 6]))
    runtime.trim(past)
    ended = threading.Event()

    def press() -> None:  # again and again, since the pass may not have begun
        ended.wait(delay_s)
        while not ended.wait(0.001):
            runtime.cancel()

    thread = threading.Thread(target=press)
    thread.start()
    try:
        runtime.feed(list(range(1000, 1200)))
    finally:
        ended.set()
        thread.join()
    runtime.trim(past)

    assert list(runtime.fed) == IDS[:past]
    actual = np.array(runtime.feed([5, 6]))
    check(runtime, [*IDS[:past], 5, 6])
    assert np.abs(actual - expected).max() / np.abs(expected).max() < 0.03


class BrokenRequest:
    """A request whose device has gone; everything else is the real one's."""

    def __init__(self, real: object) -> None:
        self._real = real

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)

    def start_async(self) -> None:
        """The error comes with `wait`, as the real one's."""

    def wait(self) -> None:
        raise RuntimeError("Exception from src/x.cpp:1:\n\nout of memory\n")


class CutRequest(BrokenRequest):
    """A request that somebody has cancelled."""

    def wait(self) -> None:
        raise RuntimeError("Infer Request was canceled")


def test_a_cut_pass_is_told_from_a_failed_one(runtime: Runtime) -> None:
    runtime.feed(IDS)
    runtime._request = CutRequest(runtime._request)

    with pytest.raises(CancelledError):
        runtime.feed([1])

    assert list(runtime.fed) == []
    runtime.feed(IDS)
    check(runtime, IDS)


def test_a_long_pass_is_cut_and_the_model_still_works(runtime: Runtime) -> None:
    expected = np.array(runtime.feed(IDS))
    runtime.reset()
    ended = threading.Event()

    def press() -> None:
        while not ended.wait(0.01):
            runtime.cancel()

    thread = threading.Thread(target=press)
    thread.start()
    try:
        with pytest.raises(CancelledError):
            runtime.feed([1000 + index % 500 for index in range(4000)])
    finally:
        ended.set()
        thread.join()

    assert list(runtime.fed) == []
    actual = np.array(runtime.feed(IDS))
    assert np.abs(actual - expected).max() / np.abs(expected).max() < 1e-3


@pytest.fixture
def broken(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> Iterator[Runtime]:
    runtime.feed(IDS)
    with monkeypatch.context() as patch:
        patch.setattr(runtime, "_request", BrokenRequest(runtime._request))
        yield runtime


def test_a_failed_pass_forgets_a_state_that_nobody_knows(broken: Runtime) -> None:
    with pytest.raises(EngineError) as caught:
        broken.feed([1])

    assert caught.value.code == "inference-failed"
    assert caught.value.params["detail"] == "out of memory"
    assert list(broken.fed) == []


def test_rejected_ids_are_neither_seen_nor_kept(runtime: Runtime) -> None:
    expected = np.array(runtime.feed([*IDS, 5, 6, 7]))
    runtime.reset()

    runtime.feed(IDS)
    runtime.start([5, 901, 902], rows=3)
    first = np.array(runtime.wait())
    runtime.reject(2)
    actual = np.array(runtime.feed([6, 7]))

    assert first.shape[0] == 3
    assert list(runtime.fed) == [*IDS, 5, 6, 7]
    assert np.abs(actual - expected).max() / np.abs(expected).max() < 0.01
    runtime.trim(len(IDS) + 2)
    check(runtime, [*IDS, 5, 6])
