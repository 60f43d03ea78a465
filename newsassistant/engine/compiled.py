"""How a model is compiled: OpenVINO's options, the Slice before the head, the cache's precision.

Knows nothing of ids or of what a state holds. Any thread.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import openvino as ov
from openvino import opset13 as op

from newsassistant.core.errors import ModelError
from newsassistant.engine.devices import CPU, shared_core
from newsassistant.engine.kept import KeptGraphs
from newsassistant.model.baked import refuse_baked
from newsassistant.model.folder import MODEL_BIN

log = logging.getLogger(__name__)

ROWS = "logits_start"
# Numbers that only finer precisions keep; with a 2 in the row, u8 keeps none of them.
_PROBES = np.array([2.0, 1 + 2**-20, 1 + 2**-10, 1 + 2**-7], dtype=np.float32)
_TELLING = (("f32", 1), ("f16", 2), ("bf16", 3))
# An exported graph refers to the model's file of weights and holds none itself.
_WITHOUT_WEIGHTS = {"CACHE_MODE": "OPTIMIZE_SIZE"}

_REFUSALS = (
    "bad_alloc",
    "Cannot allocate memory",
    "Failed to allocate",
    "can't alloc",
    "posix_memalign failed",
    "failed to map segment",
    "Resource temporarily unavailable",
    "Broken promise",
    # OpenCL's.
    "CL_OUT_OF_HOST_MEMORY",
    "CL_OUT_OF_RESOURCES",
    "CL_MEM_OBJECT_ALLOCATION_FAILURE",
)


@dataclass(frozen=True, slots=True)
class RuntimeOptions:
    """How to run: OpenVINO device, KV-cache and execution precision, which logits to compute.

    None leaves the choice to OpenVINO. `activation_group` activations share a scale when they are
    rounded to int8 on processors that multiply int8 (VNNI, AMX); 0: they stay floats.
    """

    device: str = "CPU"
    kv_cache_precision: str = "f16"
    inference_precision: str | None = None
    last_logits_only: bool = True
    threads: int = 0
    activation_group: int | None = None

    def to_properties(self) -> dict[str, str]:
        """OpenVINO's names for them."""
        properties = {"PERFORMANCE_HINT": "LATENCY"}
        if self.device == "CPU":  # other plugins refuse to be told
            properties["KV_CACHE_PRECISION"] = self.kv_cache_precision
        if self.inference_precision is not None:
            properties["INFERENCE_PRECISION_HINT"] = self.inference_precision
        group = self.activation_group
        if group is None and self.inference_precision == "f32":
            group = 0  # who asks for f32 wants no int8 in between
        if group is not None:
            properties["DYNAMIC_QUANTIZATION_GROUP_SIZE"] = str(group)
        if self.threads:
            properties["INFERENCE_NUM_THREADS"] = str(self.threads)
        return properties


EXACT = RuntimeOptions(kv_cache_precision="f32", inference_precision="f32", activation_group=0)
"""The same numbers on every processor, but for the order of sums."""

Cut = Callable[[ov.Model], ov.Model]


def compile_model(
    model_xml: Path, options: RuntimeOptions, cut: Cut | None, kept: KeptGraphs | None = None
) -> ov.CompiledModel:
    """The model, from `kept` where it was compiled in this way before; raises ModelError.

    What `cut` makes of it is never kept, nor what is compiled for another device than the CPU.
    """
    try:
        if kept is None or cut is not None or options.device != CPU:
            return _compiled(model_xml, options, cut)
        return _kept_or_compiled(model_xml, options, kept)
    except RuntimeError as error:
        name = model_xml.parent.name
        raise ModelError("model-load-failed", model=name, detail=first_line(error)) from error


def _compiled(
    model_xml: Path, options: RuntimeOptions, cut: Cut | None, more: Mapping[str, str] | None = None
) -> ov.CompiledModel:
    refuse_baked(model_xml, model_xml.parent.name)
    core = shared_core()
    model = core.read_model(model_xml)
    if cut is not None:
        model = cut(model)
    if options.last_logits_only:
        keep_last_logits(model)
    return core.compile_model(model, options.device, options.to_properties() | dict(more or {}))


def _kept_or_compiled(
    model_xml: Path, options: RuntimeOptions, kept: KeptGraphs
) -> ov.CompiledModel:
    key = kept.key(model_xml, repr(options))
    if key is None:
        return _compiled(model_xml, options, None)
    graph = kept.get(key)
    if graph is not None:
        weights = {"WEIGHTS_PATH": str(model_xml.with_name(MODEL_BIN))}
        properties = options.to_properties() | _WITHOUT_WEIGHTS | weights
        try:
            return shared_core().import_model(graph, options.device, properties)
        except RuntimeError as error:
            log.warning("a kept graph cannot be used: %s", first_line(error))
            kept.drop(key)
    compiled = _compiled(model_xml, options, None, _WITHOUT_WEIGHTS)
    try:
        kept.put(key, compiled.export_model().getvalue())
    except RuntimeError as error:
        log.warning("a graph cannot be kept: %s", first_line(error))
    return compiled


def keep_last_logits(model: ov.Model) -> None:
    """Put a Slice in front of the head that keeps the last rows; logits [B, rows, vocab].

    A new input `ROWS` [1] i64 holds minus their number. The saved IR keeps the standard interface;
    computing all logits costs a quarter of a short prefill and 4 * vocab bytes a token.
    """
    place, tokens = _before_head(model.output("logits").get_node())
    rows = op.parameter([1], np.int64, name=ROWS)
    rows.get_output_tensor(0).set_names({ROWS})
    end, one = (op.constant(np.asarray([v], np.int64)) for v in (np.iinfo(np.int64).max, 1))
    axis = op.constant(np.asarray([tokens], np.int64))
    last = op.slice(place.get_source_output(), rows, end, one, axis)
    place.replace_source_output(last.output(0))
    model.add_parameters([rows])
    model.validate_nodes_and_infer_types()


def _before_head(result: ov.Node) -> tuple[ov.Input, int]:
    """Where the last rows can be cut out, and which axis the tokens are there.

    Graphs of others may turn the axes behind their head, or round there. Where no head is found,
    the logits themselves are cut.
    """
    place, tokens = result.input(0), 1
    while True:
        node = place.get_source_output().get_node()
        kind = node.get_type_name()
        if kind == "MatMul":
            rank = node.input_value(0).get_partial_shape().rank
            fits = rank.is_static and rank.get_length() == 3 and tokens < 2
            fits = fits and not node.get_attributes()["transpose_a"]
            return (node.input(0), tokens) if fits else (result.input(0), 1)
        order = _constant_order(node) if kind == "Transpose" else None
        if order is not None:
            tokens = order[tokens]
        elif kind != "Convert":
            return result.input(0), 1
        place = node.input(0)


def _constant_order(transpose: ov.Node) -> list[int] | None:
    order = transpose.input_value(1).get_node()
    if order.get_type_name() != "Constant":
        return None
    return [int(axis) for axis in order.get_data().reshape(-1)]


def stored_precision(compiled: ov.CompiledModel) -> str:
    """The KV cache's precision as it really is: a cache asked for as f16 is bf16 on AMX.

    In a request of its own: the CPU plugin (2026.4.1) crashes in a first pass over one id where
    a state was written and reset before.
    """
    state = compiled.create_infer_request().query_state()[0]
    shape = [1, *(int(size) for size in state.state.shape[1:])]
    row = np.zeros((1, shape[1], 1, shape[3]), np.float32)
    row[..., : len(_PROBES)] = _PROBES
    state.state = ov.Tensor(row)
    kept = (np.array(state.state.data) == row)[0, 0, 0, : len(_PROBES)]
    return next((name for name, bit in _TELLING if bit < kept.size and kept[bit]), "u8")


def lacks_memory(error: BaseException) -> bool:
    """True for an error, or one behind it, that the system's refusal of memory has led to.

    OpenVINO (2026.4.1) says so in many ways, also as a thread that cannot be started and as a pass
    that never answers.
    """
    seen: BaseException | None = error
    while seen is not None:
        said = str(seen) if isinstance(seen, RuntimeError) else ""
        if isinstance(seen, MemoryError) or any(words in said for words in _REFUSALS):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def first_line(error: Exception) -> str:
    """The last line of OpenVINO's nested report is the cause; one line is what a user reads."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__
