"""A file of tensors: what was written is read, and a disk that refuses is an OSError."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("torch", reason="the train extra is not installed")

import torch
from safetensors.torch import load_file

from newsassistant.train.tensor_file import write_tensors


def test_what_is_written_is_read(tmp_path: Path) -> None:
    values = torch.arange(6.0).reshape(2, 3)

    write_tensors(tmp_path / "a.safetensors", {"a": values})

    assert torch.equal(load_file(tmp_path / "a.safetensors")["a"], values)


def test_a_disk_that_refuses_is_an_oserror(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="os error"):
        write_tensors(tmp_path / "missing" / "a.safetensors", {"a": torch.zeros(2)})
