"""Bases that can be trained, opened without torch; all others are refused with their reason."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from newsassistant.core.errors import CheckpointError, ModelError, TrainError
from newsassistant.core.types import Message
from newsassistant.model.checkpoint import Checkpoint
from newsassistant.model.folder import MODEL_XML
from newsassistant.train.source import Source, open_checkpoint
from tests.unit.model import configs
from tests.unit.model.forge import PROTO, REDUCE, STOP, Archive, name, text, write
from tests.unit.model.quantizing import quantized, typed_file
from tests.unit.train import tiny

QKV = "transformer.encoder.layers.0.self_attention.query_key_value.weight"


def test_a_checkpoint_in_the_layout_of_transformers(tiny_model: Path, tiny_source: Source) -> None:
    ids = tiny_source.template.ids([Message("user", "ab")])

    assert (tiny_source.name, tiny_source.path) == ("model", tiny_model)
    assert (tiny_source.config.family, tiny_source.stop_id) == ("glm", tiny.END)
    assert ids == [257, 10, 97, 98, 256, 258, 10]


def test_the_template_may_stand_in_the_tokenizers_config(tmp_path: Path) -> None:
    folder = tiny.write_tiny(tmp_path / "model")
    (folder / "chat_template.jinja").unlink()
    template = "{% for m in messages %}{{ m.content }}{% endfor %}!"
    (folder / "tokenizer_config.json").write_text(json.dumps({"chat_template": template}))

    assert open_checkpoint(folder).template.ids([Message("user", "a")]) == [97, 33]


@pytest.mark.parametrize(
    ("model", "family", "stop"),
    [("chatglm2_realvocab", "chatglm2", 2), ("chatglm3_realvocab", "chatglm3", 2)],
)
def test_official_checkpoints(shared_dir: Path, model: str, family: str, stop: int) -> None:
    source = open_checkpoint(shared_dir / "golden" / model / "checkpoint")

    assert (source.config.family, source.stop_id) == (family, stop)
    assert source.template.ids([Message("user", "你好")])[:2] == [64790, 64792]
    assert source.weights.qkv(0).shape == (64, 32)


@pytest.mark.parametrize("bits", [4, 8])
def test_a_quantised_checkpoint_is_trained_as_what_it_stands_for(
    shared_dir: Path, tmp_path: Path, bits: int
) -> None:
    whole = shared_dir / "golden" / "chatglm3_realvocab" / "checkpoint"
    arrays = all_of(whole)
    linear = {name: array for name, array in arrays.items() if name.endswith("_h.weight")}
    stored, meant = quantized({**linear, QKV: arrays[QKV]}, bits)
    for file in whole.iterdir():
        if file.suffix not in (".bin", ".safetensors") and not file.name.endswith("index.json"):
            shutil.copyfile(file, tmp_path / file.name)
    values = json.loads((whole / "config.json").read_text()) | {"quantization_bit": bits}
    (tmp_path / "config.json").write_text(json.dumps(values))
    write(tmp_path / "model.safetensors", typed_file({**arrays, **stored}))

    assert (open_checkpoint(tmp_path).weights.qkv(0) == meant[QKV]).all()


def all_of(folder: Path) -> dict[str, npt.NDArray[Any]]:
    """Every tensor of a checkpoint."""
    checkpoint = Checkpoint.open(folder)
    return {name: checkpoint.tensor(name, copy=True) for name in checkpoint.names}


def test_the_starter(starter_source: Source) -> None:
    source = starter_source

    assert (source.name, source.path, source.config.family) == ("starter", None, "starter")
    assert source.config.layers == 30
    assert source.weights.qkv_bias(0) is None
    ids = source.template.ids([Message("user", "a")])
    assert ids[-4] == source.tokenizer.control_ids["<|im_start|>"] or source.stop_id in ids


def refused(folder: Path) -> str:
    with pytest.raises(TrainError) as caught:
        open_checkpoint(folder)
    assert caught.value.code == "train-base"
    return caught.value.what()


def test_a_converted_folder_is_refused(tiny_model: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tiny_model, tmp_path / "model"))
    (folder / MODEL_XML).write_text("<net/>")

    assert "converted OpenVINO folder" in refused(folder)


def test_the_first_generation_is_refused(tmp_path: Path) -> None:
    arrays = {key: np.zeros(shape, "f4") for key, shape in configs.v1_shapes().items()}
    folder = configs.write_checkpoint(tmp_path / "chatglm-6b", configs.V1, arrays)

    assert "ChatGLM-6B of the first generation" in refused(folder)


def test_a_checkpoint_that_would_run_code_is_refused(tmp_path: Path) -> None:
    folder = tiny.write_tiny(tmp_path / "model")
    (folder / "model.safetensors").unlink()
    mark = tmp_path / "ran"
    bomb = PROTO + name("os", "system") + text(f"touch {mark}") + b"\x85" + REDUCE + STOP
    write(folder / "pytorch_model.bin", Archive(bomb).data())

    with pytest.raises(CheckpointError) as caught:
        open_checkpoint(folder)

    assert "os" in caught.value.what()
    assert not mark.exists()


@pytest.mark.parametrize(
    ("missing", "error"),
    [
        ("config.json", CheckpointError),
        ("model.safetensors", CheckpointError),
        ("tokenizer.json", ModelError),
        ("chat_template.jinja", ModelError),
    ],
)
def test_a_missing_file_is_named(tmp_path: Path, missing: str, error: type[ModelError]) -> None:
    folder = tiny.write_tiny(tmp_path / "model")
    (folder / missing).unlink()

    with pytest.raises(error) as caught:
        open_checkpoint(folder)

    assert missing.split(".")[0] in caught.value.what()


def test_weights_of_another_shape_are_named(tmp_path: Path) -> None:
    folder = tiny.write_tiny(tmp_path / "model")
    (folder / "config.json").write_text(json.dumps({**tiny.CONFIG, "intermediate_size": 40}))

    with pytest.raises(CheckpointError, match=r"gate_up_proj.weight is \[96, 32\], expected"):
        open_checkpoint(folder)


def test_an_end_outside_the_vocabulary_is_refused(tmp_path: Path) -> None:
    folder = tiny.write_tiny(tmp_path / "model", eos_token_id=9999)

    with pytest.raises(CheckpointError, match="eos_token_id"):
        open_checkpoint(folder)
