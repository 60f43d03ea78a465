"""How the processes of one run find each other on a processor: gloo, MPI or oneCCL.

Knows nothing of training. torchrun, `accelerate launch` or mpirun has started them and set RANK,
WORLD_SIZE and MASTER_ADDR; accelerate uses the group that is made here.
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

    Raises TrainError("train-backend") for a backend that this torch does not have. Blocks until
    all processes are there.
    """
    if int(os.environ.get("WORLD_SIZE", "1")) < 2 or torch.cuda.is_available():
        return
    if os.environ.get("ACCELERATE_USE_DEEPSPEED", "false") == "true":
        return
    if not is_available(backend):
        raise TrainError("train-backend", backend=backend)
    if backend == "ccl":
        importlib.import_module(_ONECCL)  # registers itself with torch
    if not torch.distributed.is_initialized():
        torch.distributed.init_process_group(backend=backend)


def is_available(backend: Backend) -> bool:
    """True if torch can use it here."""
    if backend == "gloo":
        return torch.distributed.is_gloo_available()
    if backend == "mpi":
        return torch.distributed.is_mpi_available()
    return importlib.util.find_spec(_ONECCL) is not None
