"""The order of rows, which any number of processes shares, and rows in tensors."""

from __future__ import annotations

import pytest

pytest.importorskip("torch", reason="the train extra is not installed")

from newsassistant.train.batches import IGNORED, Order, collate
from newsassistant.train.examples import Example


def example(prompt: tuple[int, ...], answer: tuple[int, ...]) -> Example:
    return Example(1, prompt, answer, len(prompt), len(answer), False)


@pytest.mark.parametrize("rows", [1, 2, 7, 50])
def test_every_row_comes_once_in_each_pass(rows: int) -> None:
    order = Order(rows, seed=3)

    for epoch in range(4):
        assert sorted(order.take(epoch * rows, rows)) == list(range(rows))


def test_each_pass_is_shuffled_anew() -> None:
    order = Order(50, seed=3)

    assert order.take(0, 50) != order.take(50, 50)
    assert order.take(0, 50) != Order(50, seed=4).take(0, 50)


def test_any_place_can_be_asked_for_in_any_order() -> None:
    """Also across the end of a pass, back and forth, as a resumed run does."""
    order = Order(7, seed=1)
    whole = Order(7, seed=1).take(0, 40)

    for start in (20, 5, 6, 34, 0, 13):
        assert order.take(start, 6) == whole[start : start + 6]


def test_more_rows_in_a_step_than_there_are() -> None:
    taken = Order(3, seed=1).take(0, 9)

    assert [sorted(taken[i : i + 3]) for i in (0, 3, 6)] == [[0, 1, 2]] * 3


@pytest.mark.parametrize("processes", [1, 2, 4])
def test_the_steps_are_the_same_for_any_number_of_processes(processes: int) -> None:
    """Every process takes its part of the step's rows; together they are the step."""
    order, each = Order(10, seed=2), 4 // processes
    for step in range(6):
        parts = [order.take(step * 4, 4)[p * each :][:each] for p in range(processes)]
        assert [row for part in parts for row in part] == Order(10, seed=2).take(step * 4, 4)


def test_one_row_in_tensors() -> None:
    batch = collate([example((5, 6, 7), (8, 9))])

    assert batch.input_ids.tolist() == [[5, 6, 7, 8, 9]]
    assert batch.attention_mask.tolist() == [[1, 1, 1, 1, 1]]
    # The logits at a position speak of the id behind it.
    assert batch.keep.tolist() == [2, 3]
    assert batch.labels.tolist() == [[8, 9]]
    assert batch.targets == 2


def test_shorter_rows_are_padded_and_learn_nothing_there() -> None:
    batch = collate([example((5,), (8, 9, 2)), example((5, 6, 7, 4), (3, 2)), example((1,), (2,))])

    assert batch.input_ids.tolist()[0] == [5, 8, 9, 2, 0, 0]
    assert batch.attention_mask.sum(dim=1).tolist() == [4, 6, 2]
    assert batch.keep.tolist() == [0, 1, 2, 3, 4]
    n = IGNORED
    assert batch.labels.tolist() == [[8, 9, 2, n, n], [n, n, n, 3, 2], [2, n, n, n, n]]
    assert batch.targets == 6


def test_positions_where_no_row_learns_are_not_kept() -> None:
    batch = collate([example((1, 2, 3, 4), (5,)), example((1,), (2,))])

    assert batch.keep.tolist() == [0, 3]
