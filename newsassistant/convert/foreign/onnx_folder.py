"""An ONNX export with past keys and values as inputs and outputs -> a graph with states.

OpenVINO reads the file; what stands in the place of the inputs and outputs is made here. Weights of
32 bits are stored in 16, others as they are. Nothing beside the graph is executed.
"""

from __future__ import annotations

from pathlib import Path

import openvino as ov

from newsassistant.convert.foreign import ir_file
from newsassistant.convert.foreign.halving import halve
from newsassistant.convert.foreign.interface import fit
from newsassistant.convert.foreign.making import Made, reading
from newsassistant.convert.foreign.onnx_file import check_onnx
from newsassistant.convert.foreign.source import find_onnx
from newsassistant.convert.staging import save_ir
from newsassistant.core.errors import CheckpointError
from newsassistant.core.plain import plain
from newsassistant.core.types import CancelToken
from newsassistant.model.config import ModelConfig
from newsassistant.model.folder import CONFIG, MODEL_BIN, MODEL_XML

_UNKNOWN = "No conversion rule found for operations:"


def folder_of(source: Path) -> Path:
    """Where the config and the tokenizer of an ONNX file or folder lie: hubs have them above."""
    folder = source.parent if source.suffix.lower() == ".onnx" else source
    return folder if (folder / CONFIG).is_file() or folder.name != "onnx" else folder.parent


def take_onnx(source: Path, work: Path, config: ModelConfig, cancel: CancelToken) -> Made:
    """Put what is made of the file or folder `source` into `work`.

    Raises CheckpointError naming what cannot be used, CancelledError, OSError.
    """
    path = source if source.suffix.lower() == ".onnx" else find_onnx(source)
    if path is None:
        raise CheckpointError("foreign-graph", detail="there is no ONNX file")
    check_onnx(path, folder_of(source))
    cancel.check()
    fitted = fit(_read(path), config)
    cancel.check()
    with reading():
        halve(fitted.model, config)
        save_ir(fitted.model, work / MODEL_XML)
    weights = ir_file.scan(work / MODEL_XML, (work / MODEL_BIN).stat().st_size).weights
    return Made(fitted.model, weights, is_changed=True)


def _read(path: Path) -> ov.Model:
    core = ov.Core()
    try:
        with reading():
            return core.read_model(path)
    except CheckpointError as error:
        raise _clearer(error) from error


def _clearer(error: CheckpointError) -> CheckpointError:
    """Say which operation is unknown, or that this installation reads no ONNX."""
    said = str(error.__cause__)
    if _UNKNOWN in said:
        names = said.split(_UNKNOWN)[1].strip().split("\n")[0]
        return CheckpointError("foreign-operation", actual=plain(names, longest=200))
    if "onnx" not in _readers():
        return CheckpointError("foreign-onnx-reader", detail=error.params["detail"])
    return error


def _readers() -> list[str]:
    from openvino.frontend import FrontEndManager

    return [str(name) for name in FrontEndManager().get_available_front_ends()]
