"""A folder with an OpenVINO graph that somebody else has exported -> a model folder of ours.

The graph and its weights are taken as they are where they have our interface already; what differs
is put right in the graph, never in a weight. Nothing beside them is executed.
"""

from __future__ import annotations

from pathlib import Path

import openvino as ov

from newsassistant.convert.foreign import ir_file
from newsassistant.convert.foreign.copying import copy_file
from newsassistant.convert.foreign.interface import fit
from newsassistant.convert.foreign.making import Made, reading
from newsassistant.convert.staging import save_ir
from newsassistant.core.types import CancelToken
from newsassistant.model.baked import refuse_baked
from newsassistant.model.config import ModelConfig
from newsassistant.model.folder import MODEL_BIN, MODEL_XML

_NEW = "changed.xml"


def take_openvino(source: Path, work: Path, config: ModelConfig, cancel: CancelToken) -> Made:
    """Put the graph of the folder `source`, and its weights, into `work`.

    Raises CheckpointError naming what cannot be used, CancelledError, OSError.
    """
    for name, limit in ((MODEL_XML, ir_file.MAX_XML), (MODEL_BIN, None)):
        copy_file(source, name, work / name, cancel, limit=limit)
    xml = work / MODEL_XML
    weights = ir_file.scan(xml, (work / MODEL_BIN).stat().st_size).weights
    refuse_baked(xml, source.name)
    with reading():
        fitted = fit(ov.Core().read_model(xml), config)
        if fitted.is_changed:
            save_ir(fitted.model, work / _NEW)
    if fitted.is_changed:
        for made, name in (
            (work / _NEW, MODEL_XML),
            ((work / _NEW).with_suffix(".bin"), MODEL_BIN),
        ):
            made.replace(work / name)
    return Made(fitted.model, weights, is_changed=fitted.is_changed)
