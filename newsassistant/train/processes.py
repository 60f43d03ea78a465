"""How the processes of one run find each other on a processor: gloo, MPI or oneCCL.

Knows nothing of training. torchrun or `accelerate launch` has started them and set RANK, WORLD_SIZE
and MASTER_ADDR (MPI's are started by mpirun); accelerate uses the group that is made here.
"""

from __future__ import annotations

import importlib
import importlib.util
import os

import torch

from newsassistant.core.errors import TrainError
from newsassistant.train.options import Backend

_ONECCL = "oneccl_bindings_for_pytorch"


def join(backend: Backend) -> None:
    """Meet the other processes; nothing for a single one, on a GPU (NCCL) and under DeepSpeed.

    Raises TrainError("train-backend") for a backend that this torch does not have, or that finds
    another number of processes. Blocks until all are there.
    """
    size = int(os.environ.get("WORLD_SIZE", "1"))
    if size < 2 or torch.cuda.is_available():
        return
    if os.environ.get("ACCELERATE_USE_DEEPSPEED", "false") == "true":
        return
    if not is_available(backend):
        raise TrainError("train-backend", backend=backend)
    if backend == "ccl":
        importlib.import_module(_ONECCL)  # registers itself with torch
    if not torch.distributed.is_initialized():
        torch.distributed.init_process_group(backend=backend)
    if torch.distributed.get_world_size() != size:  # MPI outside of mpirun: each is alone
        raise TrainError("train-backend", backend=backend)


def is_available(backend: Backend) -> bool:
    """True if torch can use it here."""
    if backend == "gloo":
        return torch.distributed.is_gloo_available()
    if backend == "mpi":
        return torch.distributed.is_mpi_available()
    return importlib.util.find_spec(_ONECCL) is not None
