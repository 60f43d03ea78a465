"""What was trained is what is served: PEFT in torch against the engine with the exported prefix.

The whole way: tune for two steps, write the prefix, read it back, compare logits behind it. Errors
are relative to the largest |logit| in torch.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

torch = pytest.importorskip("torch", reason="the train extra is not installed")

from newsassistant.train.libraries import require  # noqa: E402

require()

from peft import PeftModel  # noqa: E402

from newsassistant.convert.starter import find_gguf  # noqa: E402
from newsassistant.convert.weights import quantize_rows  # noqa: E402
from newsassistant.core.types import CancelToken  # noqa: E402
from newsassistant.engine.compiled import RuntimeOptions  # noqa: E402
from newsassistant.engine.prefix_rows import prepare as prepare_rows  # noqa: E402
from newsassistant.engine.runtime import Runtime  # noqa: E402
from newsassistant.model.folder import MODEL_XML, ModelFolder  # noqa: E402
from newsassistant.model.prefixes.files import read_prefix  # noqa: E402
from newsassistant.train.base import load_base  # noqa: E402
from newsassistant.train.options import TuneOptions  # noqa: E402
from newsassistant.train.preparation import prepare  # noqa: E402
from newsassistant.train.run import tune  # noqa: E402
from newsassistant.train.source import Source, open_checkpoint, open_gguf  # noqa: E402
from tests.parity.golden import Golden  # noqa: E402

FloatArray = npt.NDArray[np.float32]
EXACT = RuntimeOptions(kv_cache_precision="f32", inference_precision="f32", last_logits_only=False)
# Both compute in float32, in another order; measured 3.6e-7 (tiny ChatGLM2), 2.7e-6 (starter).
BOUND = 2e-4
ROWS = [
    ("The port of Felixstowe reopened on Monday after a two-week strike.", "Port reopens"),
    ("The council will spend 3.2 million pounds on new buses, it said.", "Council buys buses"),
]


class Rounded:
    """A base's weights with every matrix as the int8 model folder holds it."""

    def __init__(self, weights: Any) -> None:
        self._weights = weights
        self.final_norm, self.norm = weights.final_norm, weights.norm
        self.qkv_bias = weights.qkv_bias
        self.embedding = cache(lambda: rounded(weights.embedding()))
        self.head = self.embedding

    def qkv(self, layer: int) -> FloatArray:
        return rounded(self._weights.qkv(layer))

    def output(self, layer: int) -> FloatArray:
        return rounded(self._weights.output(layer))

    def gate_up(self, layer: int) -> FloatArray:
        return rounded(self._weights.gate_up(layer))

    def down(self, layer: int) -> FloatArray:
        return rounded(self._weights.down(layer))


def rounded(weight: FloatArray) -> FloatArray:
    """int8 steps times their f16 scales."""
    steps, scale = quantize_rows(weight)
    return steps.astype(np.float32) * scale.astype(np.float32)


def train(folder: Path, model: str, **options: Any) -> Path:
    """Two steps on two rows, in f32 on every processor; the run's folder."""
    data = folder / "data.jsonl"
    lines = (json.dumps({"content": text, "summary": summary}) for text, summary in ROWS)
    data.write_text("\n".join(lines), encoding="utf-8")
    run = folder / "run"
    chosen = TuneOptions(
        model=model,
        data=str(data),
        output=str(run),
        max_steps=2,
        warmup_steps=0,
        gradient_accumulation=2,
        precision="f32",
        **options,
    )
    prepared = prepare(chosen, find_gguf)
    tuned = tune(chosen, prepared, on_event=lambda event: None, cancel=CancelToken())
    assert tuned.made == run / "prefix"
    return run


def in_torch(source: Source, run: Path, ids: list[int]) -> FloatArray:
    """PEFT's own forward pass over its own adapter: [len(ids), vocab]."""
    model = PeftModel.from_pretrained(load_base(source), str(run / "peft"))
    with torch.no_grad():
        logits = model(input_ids=torch.tensor([ids])).logits[0]
    array: FloatArray = logits.numpy()
    return array


def served(folder: ModelFolder, run: Path, ids: list[int]) -> FloatArray:
    """The engine in float32 with the exported prefix in its state."""
    context = folder.config.context_length
    runtime = Runtime(folder.path / MODEL_XML, EXACT, context_length=context)
    prefix = read_prefix(run / "prefix")
    prefix.check_fits(folder.base())
    runtime.use_prefix(prepare_rows(prefix, folder.config, np.float32))
    return np.array(runtime.feed(ids)).reshape(len(ids), -1)


def error(actual: FloatArray, expected: FloatArray) -> float:
    return float(np.abs(actual - expected).max() / np.abs(expected).max())


@pytest.mark.parametrize("projection", [False, True])
def test_a_chatglm2_prefix_serves_as_it_was_trained(
    golden: Golden, tmp_path: Path, projection: bool
) -> None:
    # With the real vocabulary, since training needs the tokenizer; its other sizes are tiny.
    checkpoint = golden.source / "chatglm2_realvocab" / "checkpoint"
    run = train(tmp_path, str(checkpoint), pre_seq_len=5, prefix_projection=projection)
    ids = [64790, 64792, 790, 30951, 517, 30910, 30939, 30996, 13, 13]

    expected = in_torch(open_checkpoint(checkpoint), run, ids)
    actual = served(golden.folder("chatglm2_realvocab"), run, ids)

    assert error(actual, expected) < BOUND
    assert (actual.argmax(axis=1) == expected.argmax(axis=1)).all()


@pytest.mark.model
def test_a_starter_prefix_serves_as_it_was_trained(starter_model_dir: Path, tmp_path: Path) -> None:
    run = train(tmp_path, "starter", pre_seq_len=16, max_source_length=24)
    source = open_gguf(find_gguf(), name="starter")
    as_stored = Source(
        source.name,
        source.config,
        Rounded(source.weights),
        source.tokenizer,
        source.template,
        source.stop_id,
    )
    ids = source.tokenizer.encode(ROWS[0][0])

    expected = in_torch(as_stored, run, ids)
    actual = served(ModelFolder.open(starter_model_dir), run, ids)

    assert error(actual, expected) < BOUND
    assert (actual.argmax(axis=1) == expected.argmax(axis=1)).all()
