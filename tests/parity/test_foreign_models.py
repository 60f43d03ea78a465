"""Graphs that others have exported: the logits of transformers, and of our own conversion."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

pytest.importorskip("torch", reason="the train extra is not installed")
pytest.importorskip("transformers", reason="the train extra is not installed")

from newsassistant.app.installed.graph_trial import try_graph
from newsassistant.app.installed.trial import try_conversation
from newsassistant.convert.export import Conversion, Weights, convert
from newsassistant.convert.foreign.any_source import convert_any
from newsassistant.core.types import CancelToken
from newsassistant.engine.compiled import EXACT
from newsassistant.engine.prefix_rows import prepare
from newsassistant.engine.runtime import Runtime
from newsassistant.model.folder import MODEL_BIN, MODEL_XML, ModelFolder
from newsassistant.model.prefixes.prefix import Prefix
from tests.parity.golden import error
from tests.unit.convert.foreign import exported

IDS = [int(token) for token in np.random.default_rng(0).integers(0, 250, 30)]
TOKENS = 16
CLOSE = 1e-5


def ignore(done: int, total: int) -> None:
    """No report is wanted."""


def installed(source: Path, target: Path) -> ModelFolder:
    job = Conversion(source, target)
    convert_any(job, ignore, CancelToken(), try_out=try_conversation, try_graph=try_graph)
    return ModelFolder.open(target)


def opened(folder: ModelFolder) -> Runtime:
    return Runtime(folder.path / MODEL_XML, EXACT, context_length=folder.config.context_length)


def all_logits(runtime: Runtime, ids: list[int]) -> npt.NDArray[np.float32]:
    runtime.start(ids, rows=len(ids))
    return np.array(runtime.wait())


def written(runtime: Runtime, ids: list[int]) -> list[int]:
    found: list[int] = []
    last = np.array(runtime.feed(ids))
    while len(found) < TOKENS:
        found.append(int(last.argmax()))
        last = np.array(runtime.feed(found[-1:]))
    return found


def greedy(model: Any, ids: list[int]) -> list[int]:
    found = list(ids)
    while len(found) < len(ids) + TOKENS:
        found.append(int(exported.logits(model, found)[-1].argmax()))
    return found[len(ids) :]


@pytest.mark.parametrize("kind", ["llama", "qwen2", "glm"])
def test_a_stateful_folder_is_taken_as_it_is(tmp_path: Path, kind: str) -> None:
    model = exported.make(kind)
    source = exported.write_folder(tmp_path / "source", model)
    folder = installed(source, tmp_path / "model")
    folder.verify()

    for name in (MODEL_XML, MODEL_BIN):
        assert (folder.path / name).read_bytes() == (source / name).read_bytes()
    assert error(all_logits(opened(folder), IDS), exported.logits(model, IDS)) < CLOSE
    assert written(opened(folder), IDS) == greedy(model, IDS)


@pytest.mark.parametrize(("kind", "within"), [("llama", ""), ("qwen2", "onnx")])
def test_an_onnx_export_gets_states(tmp_path: Path, kind: str, within: str) -> None:
    model = exported.make(kind)
    source = exported.write_onnx(tmp_path / "source", model, within=within)
    folder = installed(source, tmp_path / "model")
    folder.verify()

    assert error(all_logits(opened(folder), IDS), exported.logits(model, IDS)) < CLOSE
    assert written(opened(folder), IDS) == greedy(model, IDS)


@pytest.mark.parametrize("weights", ["int8", "int4"])
def test_compressed_weights_stay_as_they_are(tmp_path: Path, weights: Weights) -> None:
    """In the layout that NNCF writes, as our conversion does."""
    model = exported.make("glm", hidden_size=128, intermediate_size=512)
    checkpoint, source = tmp_path / "checkpoint", tmp_path / "source"
    model.save_pretrained(checkpoint)
    exported.write_texts(checkpoint, model)
    convert(Conversion(checkpoint, tmp_path / "ours", weights=weights), ignore, CancelToken())
    ours = ModelFolder.open(tmp_path / "ours")
    source.mkdir()
    exported.write_texts(source, model)
    for name in (MODEL_XML, MODEL_BIN):
        (source / name).write_bytes((ours.path / name).read_bytes())
    folder = installed(source, tmp_path / "model")

    assert (folder.info().weights, folder.manifest["graph"]) == (weights, "as it was")
    assert error(all_logits(opened(folder), IDS), all_logits(opened(ours), IDS)) == 0
    assert written(opened(folder), IDS) == written(opened(ours), IDS)
    assert folder.base().fingerprint == ours.base().fingerprint
    assert folder.config.key_pairs is False


def test_it_is_the_same_model_as_our_conversion_and_has_its_styles(tmp_path: Path) -> None:
    """Ours keeps the rotary dimensions of keys in another order: a style's rows follow it."""
    model = exported.make("glm")
    theirs = installed(exported.write_folder(tmp_path / "source", model), tmp_path / "theirs")
    checkpoint = tmp_path / "checkpoint"
    model.save_pretrained(checkpoint)
    exported.write_texts(checkpoint, model)
    convert(Conversion(checkpoint, tmp_path / "ours", weights="fp16"), ignore, CancelToken())
    ours = ModelFolder.open(tmp_path / "ours")
    rows = np.random.default_rng(1).normal(0, 1, (2, 2, 5, 2, 8)).astype(np.float32)
    prefix = Prefix(rows, ours.base())

    assert theirs.base().fingerprint == ours.base().fingerprint
    assert (theirs.config.key_pairs, ours.config.key_pairs) == (True, False)
    logits = []
    for folder in (theirs, ours):
        runtime = opened(folder)
        runtime.use_prefix(prepare(prefix, folder.config, np.float32))
        logits.append(all_logits(runtime, IDS))
    assert error(logits[0], logits[1]) < CLOSE
    assert error(logits[0], all_logits(opened(theirs), IDS)) > 0.01
