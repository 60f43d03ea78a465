"""Checkpoints: whole or absent, the newest two and the best, nothing that runs when read."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="the train extra is not installed")

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import nn

from newsassistant.core.errors import TrainError
from newsassistant.train import checkpoints
from newsassistant.train.checkpoints import STATE, TENSORS, Reached, write_tensors

TENSOR = {"parameter/a": torch.arange(6.0).reshape(2, 3)}


def names(run: Path) -> list[str]:
    return sorted(path.name for path in (run / checkpoints.FOLDER).iterdir())


def steps(*numbers: int) -> list[str]:
    return [f"step-{number:06d}" for number in numbers]


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    reached = Reached(7, 1.25, 5)

    assert checkpoints.save(tmp_path, reached, TENSOR)
    found, tensors = checkpoints.load(checkpoints.at(tmp_path, 7))
    assert found == reached
    assert torch.equal(tensors["parameter/a"], TENSOR["parameter/a"])
    assert checkpoints.latest(tmp_path) == checkpoints.at(tmp_path, 7)


def test_a_run_without_one(tmp_path: Path) -> None:
    assert checkpoints.latest(tmp_path) is None


def test_the_newest_two_and_the_best_stay(tmp_path: Path) -> None:
    for step, best in ((5, 5), (10, 5), (15, 5), (20, 5)):
        checkpoints.save(tmp_path, Reached(step, 1.0, best), TENSOR)
    assert names(tmp_path) == steps(5, 15, 20)

    checkpoints.save(tmp_path, Reached(25, 0.5, 25), TENSOR)
    assert names(tmp_path) == steps(20, 25)


def test_steps_of_many_figures_are_numbers(tmp_path: Path) -> None:
    for step in (999_999, 1_000_000):
        checkpoints.save(tmp_path, Reached(step), TENSOR)

    assert checkpoints.latest(tmp_path) == checkpoints.at(tmp_path, 1_000_000)


def test_the_same_step_again_keeps_the_tensors_and_learns_of_the_best(tmp_path: Path) -> None:
    checkpoints.save(tmp_path, Reached(5), TENSOR)
    other = {"parameter/a": torch.zeros(2, 3)}

    assert not checkpoints.save(tmp_path, Reached(5, 0.5, 5), other)
    found, tensors = checkpoints.load(checkpoints.at(tmp_path, 5))
    assert found == Reached(5, 0.5, 5)
    assert torch.equal(tensors["parameter/a"], TENSOR["parameter/a"])


def test_half_a_checkpoint_counts_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkpoints.save(tmp_path, Reached(5), TENSOR)

    def fail(source: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", fail)
        with pytest.raises(OSError, match="No space"):
            checkpoints.save(tmp_path, Reached(10), TENSOR)
    assert checkpoints.latest(tmp_path) == checkpoints.at(tmp_path, 5)

    checkpoints.save(tmp_path, Reached(10), TENSOR)
    assert names(tmp_path) == steps(5, 10)


def test_what_a_killed_process_left_goes_with_the_next_one(tmp_path: Path) -> None:
    left = tmp_path / checkpoints.FOLDER / ".step-000005-99999"
    left.mkdir(parents=True)
    (left / TENSORS).write_bytes(b"half")

    checkpoints.save(tmp_path, Reached(10), TENSOR)

    assert names(tmp_path) == steps(10)


def test_a_full_disk_is_an_error_of_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise SafetensorError("I/O error: No space left on device (os error 28)")

    monkeypatch.setattr("newsassistant.train.checkpoints.save_file", fail)

    with pytest.raises(OSError, match="No space left"):
        checkpoints.save(tmp_path, Reached(5), TENSOR)
    assert checkpoints.latest(tmp_path) is None


@pytest.mark.parametrize("file", [STATE, TENSORS])
@pytest.mark.parametrize("data", [b"", b"{", b"[1]", b'{"step": 1, "other": 2}', b"\x80\x04."])
def test_a_damaged_one_is_named(tmp_path: Path, file: str, data: bytes) -> None:
    checkpoints.save(tmp_path, Reached(5), TENSOR)
    (checkpoints.at(tmp_path, 5) / file).write_bytes(data)

    with pytest.raises(TrainError) as caught:
        checkpoints.load(checkpoints.at(tmp_path, 5))

    assert caught.value.code == "run-invalid"
    assert "step-000005" in caught.value.what()


@pytest.mark.parametrize(
    "state", [{"step": "5"}, {"step": -1}, {"step": 5, "best_loss": "low"}, {"step": 5.5}]
)
def test_a_state_that_makes_no_sense_is_refused(
    tmp_path: Path, state: Mapping[str, object]
) -> None:
    checkpoints.save(tmp_path, Reached(5), TENSOR)
    (checkpoints.at(tmp_path, 5) / STATE).write_text(json.dumps(state))

    with pytest.raises(TrainError, match="cannot be resumed"):
        checkpoints.load(checkpoints.at(tmp_path, 5))


def trained(seed: int, count: int) -> tuple[nn.Module, torch.optim.AdamW]:
    torch.manual_seed(seed)
    model = nn.Linear(3, 2)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.1)
    for _ in range(count):
        model(torch.ones(1, 3)).square().sum().backward()
        optimizer.step()
        optimizer.zero_grad()
    return model, optimizer


def test_parameters_and_optimizer_are_put_back() -> None:
    """Two more steps lead to the same place, to the last bit."""
    model, optimizer = trained(1, 3)
    packed = checkpoints.pack(dict(model.named_parameters()), optimizer)
    other, fresh = trained(2, 0)
    checkpoints.unpack(packed, dict(other.named_parameters()), fresh)
    for one, steps_of in ((model, optimizer), (other, fresh)):
        one(torch.ones(1, 3)).square().sum().backward()
        steps_of.step()

    assert all(
        torch.equal(a, b) for a, b in zip(model.parameters(), other.parameters(), strict=True)
    )


def test_a_pack_is_a_copy() -> None:
    model, optimizer = trained(1, 1)
    packed = checkpoints.pack(dict(model.named_parameters()), optimizer)
    before = packed["parameter/weight"].clone()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()

    assert torch.equal(packed["parameter/weight"], before)


@pytest.mark.parametrize("change", ["missing", "shape"])
def test_tensors_of_another_model_are_refused(change: str) -> None:
    model, optimizer = trained(1, 1)
    packed = checkpoints.pack(dict(model.named_parameters()), optimizer)
    found = packed.pop("parameter/weight")
    if change == "shape":
        packed["parameter/weight"] = found.t()

    with pytest.raises(TrainError, match=r"weight is .*, expected \[2, 3\]"):
        checkpoints.unpack(packed, dict(model.named_parameters()), optimizer)


@pytest.mark.parametrize("key", ["exp_avg", "exp_avg_sq", "step"])
def test_an_optimizer_of_another_model_is_refused(key: str) -> None:
    model, optimizer = trained(1, 1)
    packed = checkpoints.pack(dict(model.named_parameters()), optimizer)
    packed[f"optimizer/{key}/weight"] = torch.zeros(5)

    with pytest.raises(TrainError, match=f"{key}"):
        checkpoints.unpack(packed, dict(model.named_parameters()), optimizer)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    values = torch.arange(6.0).reshape(2, 3)

    write_tensors(tmp_path / "a.safetensors", {"a": values})

    assert torch.equal(load_file(tmp_path / "a.safetensors")["a"], values)


def test_a_disk_that_refuses_is_an_oserror(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="os error"):
        write_tensors(tmp_path / "missing" / "a.safetensors", {"a": torch.zeros(2)})
