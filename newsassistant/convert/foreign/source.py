"""What a model's source is: a checkpoint, or a graph that somebody else has made.

Looks at names alone. Graphs that are no chat models, by the names of their parts, are refused here.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from newsassistant.core.errors import CheckpointError
from newsassistant.model.folder import MODEL_XML

Kind = Literal["checkpoint", "openvino", "onnx"]

ONNX = ".onnx"
ONNX_NAMES = ("model.onnx", "decoder_model_merged.onnx", "decoder_with_past_model.onnx")
"""What exporters call the one graph of a chat model, the usual name first."""

# A part of it -> what the model is.
_WITH_ENCODER = ("openvino_encoder_model.xml", "openvino_decoder_model.xml", "encoder_model.onnx")
_WITH_PICTURES = (
    "openvino_language_model.xml",
    "openvino_text_embeddings_model.xml",
    "openvino_vision_embeddings_model.xml",
    "vision_encoder.onnx",
)


def kind_of(source: Path) -> Kind:
    """Which of the three it is; a folder without a graph is taken for a checkpoint.

    Raises CheckpointError for the folder of a model that is more than one graph.
    """
    if source.suffix.lower() == ONNX:
        return "onnx"
    if os.path.lexists(source / MODEL_XML):
        return "openvino"
    for code, parts in (("foreign-encoder", _WITH_ENCODER), ("foreign-pictures", _WITH_PICTURES)):
        found = next((name for name in parts if os.path.lexists(source / name)), None)
        if found is not None:
            raise CheckpointError(code, path=source.name, actual=found)
    return "onnx" if find_onnx(source) is not None else "checkpoint"


def find_onnx(source: Path) -> Path | None:
    """The graph in a folder, or in its `onnx` as hubs have it; None where there is none."""
    for folder in (source, source / "onnx"):
        for name in ONNX_NAMES:
            if os.path.lexists(folder / name):
                return folder / name
    return None
