"""MindSpore's checkpoints of GLM-6B and GLM2-6B become the model that our own files make."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from newsassistant.convert.export import Conversion, convert
from newsassistant.core.errors import CheckpointError
from newsassistant.core.types import CancelToken
from newsassistant.engine.compiled import RuntimeOptions
from newsassistant.engine.layout import layout_of
from newsassistant.engine.runtime import Runtime
from newsassistant.model.checkpoint import Checkpoint, read_tensors
from newsassistant.model.folder import MODEL_BIN, MODEL_XML, ModelFolder
from newsassistant.model.formats.stored import StoredTensor, to_float
from newsassistant.model.mindformers import official_names
from tests.unit.model import configs
from tests.unit.model.configs import Shapes, write_checkpoint

MADE = Path(__file__).parent / "mindspore"
SHAPES = {"glm_6b": configs.v1_shapes(), "glm2_6b": configs.v2_shapes()}
VALUES: dict[str, dict[str, Any]] = {"glm_6b": configs.V1, "glm2_6b": configs.V2}
FILES = {
    "glm_6b.ckpt": "glm_6b",
    "glm2_6b.ckpt": "glm2_6b",
    "sliced.ckpt": "glm2_6b",
    "glm2_6b.safetensors": "glm2_6b",
}


def golden(shapes: Shapes) -> dict[str, npt.NDArray[np.float32]]:
    """The numbers that `mindspore/make.py` saved."""
    source = np.random.default_rng(3)
    return {name: source.normal(0, 0.3, shape).astype("f4") for name, shape in shapes.items()}


def folder_of(path: Path, file: str) -> Path:
    path.mkdir()
    (path / "config.json").write_text(json.dumps(VALUES[FILES.get(file, "glm2_6b")]))
    target = "model.safetensors" if file.endswith(".safetensors") else file
    shutil.copyfile(MADE / file, path / target)
    return path


def logits(source: Path, target: Path) -> npt.NDArray[np.float32]:
    done = convert(Conversion(source, target, weights="fp16"), lambda *_: None, CancelToken())
    config = ModelFolder.open(done.path).config
    options = RuntimeOptions(inference_precision="f32", kv_cache_precision="f32")
    runtime = Runtime(target / MODEL_XML, options, context_length=64, layout=layout_of(config))
    return np.array(runtime.feed([1, 2, 43, 40]))


@pytest.mark.parametrize("file", FILES)
def test_what_mindspore_saved_is_read_exactly(tmp_path: Path, file: str) -> None:
    checkpoint = Checkpoint.open(folder_of(tmp_path / "source", file))
    expected = golden(SHAPES[FILES[file]])
    assert set(checkpoint.names) == set(expected)
    for name, array in expected.items():
        np.testing.assert_array_equal(checkpoint.tensor(name), array)
        np.testing.assert_array_equal(checkpoint.rows(name, 1, 3), array[1:3])


@pytest.mark.parametrize(("file", "error"), [("half.ckpt", 2**-11), ("brain.ckpt", 2**-8)])
def test_half_numbers_are_read(tmp_path: Path, file: str, error: float) -> None:
    checkpoint = Checkpoint.open(folder_of(tmp_path / "source", file))
    for name, array in golden(configs.v2_shapes()).items():
        np.testing.assert_allclose(checkpoint.tensor(name), array, rtol=error, atol=1e-7)


@pytest.mark.parametrize("file", FILES)
def test_the_model_is_the_one_of_our_own_conversion(tmp_path: Path, file: str) -> None:
    family = FILES[file]
    own = write_checkpoint(tmp_path / "own", VALUES[family], golden(SHAPES[family]))
    theirs = folder_of(tmp_path / "theirs", file)

    np.testing.assert_array_equal(logits(theirs, tmp_path / "a"), logits(own, tmp_path / "b"))
    made, expected = ((tmp_path / name / MODEL_BIN).read_bytes() for name in "ab")
    assert made == expected


def test_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="encrypted"):
        Checkpoint.open(folder_of(tmp_path / "source", "encrypted.ckpt"))


def test_of_two_files_none_is_chosen(tmp_path: Path) -> None:
    source = folder_of(tmp_path / "source", "half.ckpt")
    shutil.copyfile(MADE / "brain.ckpt", source / "brain.ckpt")
    with pytest.raises(CheckpointError, match=r"2 \.ckpt files"):
        Checkpoint.open(source)


@pytest.mark.parametrize("name", ["embedding_weight", "wq.weight", "dense_left.weight"])
def test_the_later_order_of_rows_is_refused(tmp_path: Path, name: str) -> None:
    stored = {f"a.{name}": StoredTensor(f"a.{name}", tmp_path, "F32", (1,), 0)}
    with pytest.raises(CheckpointError, match="newer MindFormers"):
        official_names(stored)


def test_one_tensor_under_two_names_is_refused(tmp_path: Path) -> None:
    names = [
        "transformer.embedding.embedding_table",
        "transformer.embedding.word_embeddings.weight",
    ]
    stored = {name: StoredTensor(name, tmp_path, "F32", (1,), 0) for name in names}
    with pytest.raises(CheckpointError, match="the same tensor"):
        official_names(stored)


def test_slices_are_joined() -> None:
    tensor = read_tensors(MADE / "sliced.ckpt")["transformer.embedding.embedding_table"]
    whole = to_float(tensor.map())
    np.testing.assert_array_equal(tensor.rows(7, 40), whole[7:40])
    np.testing.assert_array_equal(tensor.rows(48, 99), whole[48:])
