"""The same IR in OpenVINO GenAI's pipelines: the same greedy ids as our engine.

Model Server runs models through these pipelines too. Their test needs the package openvino-genai.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import openvino as ov
import pytest

from newsassistant.engine.runtime import Runtime
from newsassistant.model.folder import MODEL_XML, ModelFolder
from tests.parity.golden import EXACT, Golden, feed, greedy, sure

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("openvino_genai") is None,
    reason="openvino-genai is not installed; `make test` installs it",
)

BACKENDS = ("SDPA", "PA")
TOKENS = 24
# Another order of float32 sums moves logits by 1e-5 of their scale; closer calls may differ.
CLOSE_CALL = 1e-4
F32 = {"INFERENCE_PRECISION_HINT": "f32", "KV_CACHE_PRECISION": "f32"}


def genai_ids(folder: Path, ids: list[int], backend: str) -> list[int]:
    """What the pipeline generates behind `ids`, end tokens ignored."""
    import openvino_genai

    options = {**F32, "DYNAMIC_QUANTIZATION_GROUP_SIZE": "0"}
    pipeline = openvino_genai.LLMPipeline(str(folder), "CPU", ATTENTION_BACKEND=backend, **options)
    config = openvino_genai.GenerationConfig()
    config.max_new_tokens = TOKENS
    config.ignore_eos = True
    config.do_sample = False
    config.apply_chat_template = False
    config.eos_token_id = 2  # never used, but a negative one is refused
    config.stop_token_ids = {2}
    inputs = openvino_genai.TokenizedInputs(
        ov.Tensor(np.array([ids], dtype=np.int64)),
        ov.Tensor(np.ones((1, len(ids)), dtype=np.int64)),
    )
    return [int(token) for token in pipeline.generate(inputs, config).tokens[0]]


def compare(folder: Path, ids: list[int], backend: str) -> None:
    """Ours in f32 against the pipeline's, up to the first close call."""
    context = ModelFolder.open(folder).config.context_length
    runtime = Runtime(folder / MODEL_XML, EXACT, context_length=context)
    ours, steps = greedy(runtime, feed(runtime, ids)[-1], TOKENS)
    decided = sure(steps, CLOSE_CALL * float(np.abs(steps).max()))

    theirs = genai_ids(folder, ids, backend)

    assert len(theirs) == TOKENS
    assert decided >= TOKENS // 2
    assert theirs[:decided] == ours[:decided]


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("model", ["chatglm2", "chatglm3_realvocab", "chatglm3_rope", "glm_edge"])
def test_converted_checkpoints(golden: Golden, model: str, backend: str) -> None:
    ids = [5, 17, 3, 90, 90, 41, 6, 63, 12, 8, 77]

    compare(golden.folder(model, "int8").path, ids, backend)


@pytest.mark.model
@pytest.mark.parametrize("backend", BACKENDS)
def test_the_starter(starter_model_dir: Path, backend: str) -> None:
    compare(starter_model_dir, [1, 9690, 198, 2683, 359, 253, 5356, 5646, 11173], backend)
