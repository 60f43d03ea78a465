"""Any source of a model -> a model folder: a checkpoint, a GGUF, or an OpenVINO folder.

Knows nothing of windows or terminals; progress goes to a callback.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from newsassistant.convert.export import Conversion, Converted, OnFamily, TryOut, convert
from newsassistant.convert.foreign.making import KeyOrder, TryGraph, make_folder
from newsassistant.convert.foreign.onnx_folder import folder_of, take_onnx
from newsassistant.convert.foreign.openvino_folder import take_openvino
from newsassistant.convert.foreign.source import kind_of
from newsassistant.core.types import CancelToken, OnProgress
from newsassistant.model.config import ModelConfig


def _untried(folder: Path, config: ModelConfig) -> KeyOrder:
    return ""


def convert_any(
    job: Conversion,
    on_progress: OnProgress,
    cancel: CancelToken,
    *,
    try_out: TryOut = lambda folder: None,
    try_graph: TryGraph = _untried,
    on_family: OnFamily = lambda family: None,
) -> Converted:
    """Make the folder that `job` asks for, see `export.convert`.

    A graph of others is run by `try_graph` before its folder appears. Raises CheckpointError,
    ModelError, CancelledError.
    """
    kind = kind_of(job.source)
    if kind == "checkpoint":
        return convert(job, on_progress, cancel, try_out=try_out, on_family=on_family)
    take, folder = take_openvino, job.source
    if kind == "onnx":
        take, folder = take_onnx, folder_of(job.source)
    return make_folder(
        job,
        folder,
        partial(take, job.source),
        on_progress,
        cancel,
        try_out=try_out,
        try_graph=try_graph,
        on_family=on_family,
    )
