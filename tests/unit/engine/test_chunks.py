"""Passes are as long as half a second, whatever a machine reads in that time."""

from __future__ import annotations

import pytest

from newsassistant.engine.chunks import FIRST, LEAST, MOST, PASS_S, SIZES, ChunkSize


def test_a_measured_speed_fills_half_a_second_at_once() -> None:
    assert ChunkSize.at_speed(800.0).behind(0) == 384
    assert ChunkSize.at_speed(1e6).behind(0) == MOST
    assert ChunkSize.at_speed(0.1).behind(0) == LEAST
    assert ChunkSize.at_speed(0.0).behind(0) == FIRST


def test_it_grows_step_by_step_to_what_fits() -> None:
    chunk = ChunkSize(32)
    for expected in (128, 512, 1536, 1536):
        size = chunk.behind(0)
        chunk.learn(size, 0, size / 4000)
        assert chunk.behind(0) == expected
    chunk.learn(1536, 0, 0.01)
    assert chunk.behind(0) == MOST


def test_a_slow_pass_shrinks_it() -> None:
    chunk = ChunkSize(1024)
    chunk.learn(1024, 0, 1.0)
    assert chunk.behind(0) == 512
    chunk.learn(512, 0, 60.0)
    assert chunk.behind(0) == LEAST


def test_a_short_pass_says_nothing() -> None:
    chunk = ChunkSize(1024)
    chunk.learn(LEAST - 1, 0, 9.0)
    assert chunk.behind(0) == 1024


ID_S, PAIR_S = 0.58e-3, 2.7e-6  # the starter in bf16 with AMX


def takes(tokens: int, past: int) -> float:
    """The model of this machine."""
    return ID_S * tokens + (PAIR_S * tokens * (past + tokens / 2) if past else 0.0)


def test_passes_behind_others_are_shorter_and_end_in_time() -> None:
    chunk, past, times = ChunkSize.at_speed(1 / ID_S), 0, []
    sizes = []
    while past < 6000:
        size = chunk.behind(past)
        times.append(takes(size, past))
        chunk.learn(size, past, times[-1])
        sizes.append(size)
        past += size

    assert sizes[0] == 768
    assert all(time <= PASS_S for time in times[2:])  # the second has everything to learn
    assert sizes[2:] == sorted(sizes[2:], reverse=True)
    assert min(times[2:-1]) > PASS_S / 2.1  # and no shorter than the next of the lengths


def test_a_slow_pass_behind_others_does_not_shrink_the_first_of_the_next_prompt() -> None:
    chunk = ChunkSize(512)
    chunk.learn(512, 0, 0.4)
    chunk.learn(512, 512, 1.5)
    assert chunk.behind(0) == 512
    assert chunk.behind(512) < 256


def test_faster_than_believed_counts_at_once_behind_others_too() -> None:
    chunk = ChunkSize(32)
    chunk.learn(32, 40, 0.01)
    assert chunk.behind(0) == 128


@pytest.mark.parametrize("size", [1, 16, 17, 1000, 5000])
def test_few_lengths_come_again_and_again(size: int) -> None:
    assert ChunkSize(size).behind(0) in SIZES
