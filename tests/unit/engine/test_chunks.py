"""Passes are as long as half a second, whatever a machine reads in that time."""

from __future__ import annotations

from newsassistant.engine.chunks import FIRST, LEAST, MOST, ChunkSize


def test_a_measured_speed_fills_half_a_second_at_once() -> None:
    assert ChunkSize.at_speed(800.0).size == 384
    assert ChunkSize.at_speed(1e6).size == MOST
    assert ChunkSize.at_speed(0.1).size == LEAST
    assert ChunkSize.at_speed(0.0).size == FIRST


def test_it_grows_step_by_step_to_what_fits() -> None:
    chunk = ChunkSize(32)
    for expected in (128, 512, 1536, 1536):
        chunk.learn(chunk.size, chunk.size / 4000)
        assert chunk.size == expected
    chunk.learn(1536, 0.01)
    assert chunk.size == MOST


def test_a_slow_pass_shrinks_it_whatever_its_length() -> None:
    chunk = ChunkSize(1024)
    chunk.learn(64, 1.0)
    assert chunk.size == 32
    chunk.learn(32, 60.0)
    assert chunk.size == LEAST


def test_a_short_pass_says_little() -> None:
    chunk = ChunkSize(1024)
    chunk.learn(100, 0.4)  # mostly what every pass costs
    assert chunk.size == 1024
    chunk.learn(5, 9.0)  # cannot be made shorter
    assert chunk.size == 1024
    chunk.learn(600, 0.4)
    assert chunk.size == 512  # 750 would fit


def test_few_lengths_come_again_and_again() -> None:
    chunk, seen = ChunkSize(256), set()
    for tokens_per_s in range(500, 700, 7):  # no two passes take the same time
        chunk.learn(chunk.size, chunk.size / tokens_per_s)
        seen.add(chunk.size)
    assert seen == {192, 256}
