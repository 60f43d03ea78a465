"""Which backends there are, and that one that is not there is refused before anything is loaded."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="the train extra is not installed")

from newsassistant.core.errors import TrainError  # noqa: E402
from newsassistant.train import processes  # noqa: E402


def test_gloo_is_there_and_oneccl_only_with_its_bindings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert processes.is_available("gloo")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert not processes.is_available("ccl")


def test_a_single_process_meets_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORLD_SIZE", raising=False)

    processes.join("gloo")

    assert not torch.distributed.is_initialized()


def test_a_missing_backend_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    if torch.cuda.is_available():
        pytest.skip("on a GPU the processes meet by NCCL whatever is asked for")
    monkeypatch.setenv("WORLD_SIZE", "2")
    monkeypatch.setattr(torch.distributed, "is_mpi_available", lambda: False)

    with pytest.raises(TrainError, match="mpi"):
        processes.join("mpi")


def test_processes_that_do_not_find_each_other_train_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """MPI outside of mpirun: each process is alone, and all would write one folder."""
    if torch.cuda.is_available():
        pytest.skip("on a GPU the processes meet by NCCL whatever is asked for")
    monkeypatch.setenv("WORLD_SIZE", "2")
    monkeypatch.setattr(torch.distributed, "is_mpi_available", lambda: True)
    monkeypatch.setattr(torch.distributed, "init_process_group", lambda backend: None)
    monkeypatch.setattr(torch.distributed, "get_world_size", lambda: 1)

    with pytest.raises(TrainError, match="mpi"):
        processes.join("mpi")


def test_deepspeed_meets_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORLD_SIZE", "2")
    monkeypatch.setenv("ACCELERATE_USE_DEEPSPEED", "true")

    processes.join("gloo")

    assert not torch.distributed.is_initialized()
