"""Checkpoint folders -> model folders: complete, verified, and nothing left where it failed."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections import namedtuple
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import openvino as ov
import pytest

from newsassistant.cli.shared.arguments import WEIGHTS
from newsassistant.convert import export
from newsassistant.convert.export import Conversion, Converted, Weights, convert
from newsassistant.core.errors import (
    CancelledError,
    CheckpointError,
    ModelError,
    NewsAssistantError,
)
from newsassistant.core.types import CancelToken
from newsassistant.engine.compiled import RuntimeOptions
from newsassistant.engine.layout import layout_of
from newsassistant.engine.runtime import Runtime
from newsassistant.model.checkpoint import Checkpoint, read_tensors
from newsassistant.model.families import read_config
from newsassistant.model.folder import MODEL_BIN, MODEL_XML, ModelFolder
from tests.hostile import place_strange_files
from tests.unit.model import configs
from tests.unit.model.configs import Shapes, write_checkpoint
from tests.unit.model.forge import safetensors_file, write
from tests.unit.model.quantizing import quantized, typed_file

Usage = namedtuple("Usage", "total used free")
FAMILIES: dict[str, tuple[dict[str, Any], Callable[[], Shapes]]] = {
    "chatglm": (configs.V1, configs.v1_shapes),
    "chatglm2": (configs.V2, configs.v2_shapes),
    "chatglm3": (configs.V3, configs.v2_shapes),
    "glm": (configs.GLM, configs.glm_shapes),
}
PROMPT = {"chatglm": [1, 2, 43, 40]}


def ignore(done: int, total: int) -> None:
    """No report is wanted."""


def random_arrays(shapes: Shapes) -> dict[str, npt.NDArray[np.float32]]:
    source = np.random.default_rng(3)
    return {name: source.normal(0, 0.3, shape).astype("f4") for name, shape in shapes.items()}


def checkpoint(folder: Path, family: str = "chatglm3", **changes: Any) -> Path:
    values, shapes = FAMILIES[family]
    return write_checkpoint(folder / "source", {**values, **changes}, random_arrays(shapes()))


def run(source: Path, target: Path, weights: Weights = "int8", **options: Any) -> Converted:
    return convert(Conversion(source, target, weights=weights, **options), ignore, CancelToken())


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("weights", WEIGHTS)
@pytest.mark.parametrize("family", FAMILIES)
def test_each_family_becomes_a_model_that_runs(
    tmp_path: Path, family: str, weights: Weights
) -> None:
    converted = run(checkpoint(tmp_path, family), tmp_path / "model", weights)
    folder = ModelFolder.open(converted.path)
    folder.verify()

    assert converted == Converted(tmp_path / "model", folder.config, has_tokenizer=False)
    assert (folder.config.family, folder.manifest["weights"]) == (family, weights)
    assert folder.manifest["source"] == "source"
    assert folder.info().name == "model"
    assert names(tmp_path / "model") == ["config.json", "manifest.json", MODEL_BIN, MODEL_XML]
    options = RuntimeOptions(inference_precision="f32", kv_cache_precision="f32")
    layout = layout_of(folder.config)
    runtime = Runtime(folder.path / MODEL_XML, options, context_length=64, layout=layout)
    logits = runtime.feed(PROMPT.get(family, [1, 2, 3]))
    assert logits.shape == (50,)
    assert np.isfinite(logits).all()


@pytest.mark.parametrize("family", ["chatglm", "glm"])
def test_the_weights_leave_their_fingerprint(tmp_path: Path, family: str) -> None:
    source = checkpoint(tmp_path, family)
    first = ModelFolder.open(run(source, tmp_path / "a", "fp16").path).base()
    again = ModelFolder.open(run(source, tmp_path / "b", "int4", name="B").path).base()
    arrays = random_arrays(FAMILIES[family][1]())
    norm = next(name for name in arrays if name.endswith("post_attention_layernorm.weight"))
    arrays[norm] += 1
    write(source / "model.safetensors", safetensors_file(arrays))
    other = ModelFolder.open(run(source, tmp_path / "c").path).base()

    assert len(first.fingerprint) == 64
    assert again == replace(first, name="B")
    assert other.fingerprint != first.fingerprint


def test_the_numbers_of_weights_agree(tmp_path: Path) -> None:
    """Each precision is close to fp16, so all of them are the same model."""
    logits = {}
    for weights in WEIGHTS:
        target = tmp_path / weights
        run(checkpoint(tmp_path / f"of-{weights}"), target, weights)  # type: ignore[arg-type]
        options = RuntimeOptions(inference_precision="f32", kv_cache_precision="f32")
        runtime = Runtime(target / MODEL_XML, options, context_length=64)
        logits[weights] = np.array(runtime.feed([1, 2, 3]))

    assert 0 < np.abs(logits["int8"] - logits["fp16"]).max() < 0.05 * np.abs(logits["fp16"]).max()
    np.testing.assert_array_equal(logits["int4"], logits["int8"])  # no row is 128 long here


def test_reports_count_up_to_the_end(tmp_path: Path) -> None:
    reports: list[tuple[int, int]] = []
    job = Conversion(checkpoint(tmp_path), tmp_path / "model")

    convert(job, lambda done, total: reports.append((done, total)), CancelToken())

    assert reports == [(0, 5), (1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


@pytest.mark.parametrize(
    ("family", "files"),
    [
        ("chatglm", ["ice_text.model", "tokenizer_config.json"]),
        ("chatglm2", ["tokenizer.model", "tokenizer_config.json"]),
        ("chatglm3", ["tokenizer.model"]),
        ("glm", ["tokenizer.json", "tokenizer_config.json"]),
    ],
)
def test_tokenizer_files_come_along(tmp_path: Path, family: str, files: list[str]) -> None:
    source = checkpoint(tmp_path, family)
    for name in files:
        (source / name).write_text(json.dumps({"chat_template": "{{ messages }}"}))
    (source / "modeling_chatglm.py").write_text("raise SystemExit")

    converted = run(source, tmp_path / "model")

    assert converted.has_tokenizer
    extra = ["chat_template.jinja"] if family == "glm" else []
    expected = {"config.json", "manifest.json", MODEL_BIN, MODEL_XML, *files, *extra}
    assert set(names(tmp_path / "model")) == expected
    folder = ModelFolder.open(tmp_path / "model")
    assert set(folder.manifest["files"]) == expected - {"manifest.json"}
    if extra:
        assert folder.chat_template() == "{{ messages }}"


def test_a_template_in_a_file_of_its_own_wins(tmp_path: Path) -> None:
    source = checkpoint(tmp_path, "glm")
    (source / "tokenizer.json").write_text("{}")
    (source / "tokenizer_config.json").write_text('{"chat_template": "old"}')
    (source / "chat_template.jinja").write_text("新\r\n", encoding="utf-8", newline="")

    run(source, tmp_path / "model")

    assert (tmp_path / "model" / "chat_template.jinja").read_bytes() == "新\n".encode()


@pytest.mark.parametrize(
    ("template", "words"),
    [(None, "no chat template"), (b"\xff\xfe", "chat_template.jinja: no UTF-8 text at byte 0")],
)
def test_a_tokenizer_without_a_readable_template_is_an_error(
    tmp_path: Path, template: bytes | None, words: str
) -> None:
    source = checkpoint(tmp_path, "glm")
    (source / "tokenizer.json").write_text("{}")
    if template is not None:
        (source / "chat_template.jinja").write_bytes(template)

    with pytest.raises(CheckpointError, match=words):
        run(source, tmp_path / "model")
    assert names(tmp_path) == ["source"]


@pytest.mark.parametrize(
    ("family", "stops", "temperature", "top_p", "fallback"),
    [
        ("chatglm", {41}, 0.95, 0.7, 5),
        ("chatglm2", {2}, 0.8, 0.8, 5),
        ("glm", {30, 31}, 0.8, 0.8, 198),
    ],
)
def test_official_sampling_and_stops(
    tmp_path: Path, family: str, stops: set[int], temperature: float, top_p: float, fallback: int
) -> None:
    run(checkpoint(tmp_path, family), tmp_path / "model")
    folder = ModelFolder.open(tmp_path / "model")

    assert folder.stop_ids == stops
    params = folder.generation
    assert (params.temperature, params.top_p, params.top_k) == (temperature, top_p, 50)
    assert params.max_tokens == 32  # half of the context
    assert params.fallback_id == fallback


def test_an_empty_target_is_used_and_its_parents_are_made(tmp_path: Path) -> None:
    source = checkpoint(tmp_path)
    (tmp_path / "empty").mkdir()
    run(source, tmp_path / "empty")
    run(source, tmp_path / "not" / "there" / "model")

    ModelFolder.open(tmp_path / "empty").verify()
    ModelFolder.open(tmp_path / "not" / "there" / "model").verify()


def refused(source: Path, target: Path, **options: Any) -> NewsAssistantError:
    """The error; nothing has been left."""
    before = names(target.parent) if target.parent.is_dir() else []
    with pytest.raises(NewsAssistantError) as caught:
        run(source, target, **options)
    assert (names(target.parent) if target.parent.is_dir() else []) == before
    return caught.value


def test_targets_that_are_taken(tmp_path: Path) -> None:
    source = checkpoint(tmp_path)
    (tmp_path / "file").write_text("mine")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("mine")

    assert refused(source, tmp_path / "file").code == "target-exists"
    assert refused(source, tmp_path / "full").code == "target-exists"
    assert refused(source, source).code == "target-exists"
    assert refused(source, tmp_path / "file" / "model").code == "target-unwritable"
    assert (tmp_path / "file").read_text() == "mine"
    assert names(tmp_path / "full") == ["file"]


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_target_that_appears_meanwhile_is_kept(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "model"

    def appear(done: int, total: int) -> None:
        if done == total and kind == "file":
            target.write_text("mine")
        elif done == total:
            (target / "mine").mkdir(parents=True)

    with pytest.raises(ModelError) as caught:
        convert(Conversion(checkpoint(tmp_path), target), appear, CancelToken())

    assert caught.value.code == "target-exists"
    assert names(tmp_path) == ["model", "source"]
    assert target.is_file() or names(target) == ["mine"]


@pytest.mark.parametrize("step", [0, 1, 2, 3])
def test_cancelling_leaves_nothing(tmp_path: Path, step: int) -> None:
    cancel = CancelToken()
    job = Conversion(checkpoint(tmp_path), tmp_path / "model")

    def press(done: int, total: int) -> None:
        if done == step:
            cancel.cancel()

    with pytest.raises(CancelledError):
        convert(job, press, cancel)
    assert names(tmp_path) == ["source"]


def test_too_little_disk_is_noticed_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []

    def usage(path: Path) -> Usage:
        asked.append(path)
        return Usage(1 << 40, 0, 50 << 20)

    source = checkpoint(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", usage)
    error = refused(source, tmp_path / "not" / "there" / "model")

    assert (error.code, asked) == ("disk-full", [tmp_path])
    assert "needs 0.1 GB" in error.text()
    assert names(tmp_path) == ["source"]


@pytest.mark.parametrize("place", ["scratch", "save"])
def test_a_disk_that_fills_up_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    def full(*arguments: Any, **options: Any) -> None:
        if place == "scratch":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        raise RuntimeError("basic_ios::clear: iostream error")

    source = checkpoint(tmp_path)
    if place == "scratch":
        monkeypatch.setattr("newsassistant.convert.weights._grow", full)
    else:
        monkeypatch.setattr(ov, "save_model", full)

    error = refused(source, tmp_path / "model")
    assert error.code == "target-unwritable"
    assert "disk" in error.text() or "space" in error.text()


def test_a_wrong_checkpoint_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    values, shapes = FAMILIES["chatglm3"]
    arrays = random_arrays(shapes())
    norm = "transformer.encoder.final_layernorm.weight"
    wrong = {**arrays, "extra.weight": np.zeros(1, "f4"), norm: np.zeros(9, "f4")}
    del wrong["transformer.output_layer.weight"]

    error = refused(write_checkpoint(tmp_path / "a", values, wrong), tmp_path / "model")
    assert "output_layer.weight is missing, expected [50, 8]" in error.text()
    assert f"{norm} is [9], expected [8]" in error.text()
    assert "extra.weight is not expected" in error.text()

    other = {**values, "num_attention_heads": 3}
    error = refused(write_checkpoint(tmp_path / "b", other, arrays), tmp_path / "model")
    assert "query_key_value.weight is [16, 8], expected [20, 8]" in error.text()

    nameless = {**values, "_name_or_path": "x"}
    source = write_checkpoint(tmp_path / "c", nameless, arrays)
    assert refused(source, tmp_path / "model").code == "family-unknown"
    assert run(source, tmp_path / "model", family="chatglm2").config.family == "chatglm2"
    assert refused(tmp_path / "none", tmp_path / "x").code == "file-not-found"


def adapter(folder: Path, module: str, out: int, width: int) -> Path:
    """A LoRA adapter of one module, in PEFT's files."""
    folder.mkdir()
    (folder / "adapter_config.json").write_text('{"r": 2, "lora_alpha": 4}')
    source = np.random.default_rng(4)
    named = {
        f"base_model.model.{module}.lora_A.weight": source.normal(0, 1, (2, width)).astype("f4"),
        f"base_model.model.{module}.lora_B.weight": source.normal(0, 1, (out, 2)).astype("f4"),
    }
    write(folder / "adapter_model.safetensors", safetensors_file(named))
    return folder


@pytest.mark.parametrize("name", ["ice_text.model", "tokenizer_config.json"])
def test_strange_files_of_a_tokenizer_are_refused_before_the_weights(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Checkpoint, "tensor", never)
    source = checkpoint(tmp_path, "chatglm")
    (source / "ice_text.model").write_bytes(b"x")
    (source / name).unlink(missing_ok=True)
    (tmp_path / "secret").write_text("secret")

    for _ in place_strange_files(source, name):
        assert name in refused(source, tmp_path / "model").text()
    (source / name).unlink(missing_ok=True)
    (source / name).symlink_to(tmp_path / "secret")
    assert "link to another place" in refused(source, tmp_path / "model").text()
    assert names(tmp_path) == ["secret", "source"]


@pytest.mark.parametrize(
    ("rows", "values", "expected"),
    [
        (130_528, None, None),
        (130_528, {"num_image_tokens": 0}, 0),
        (130_528, {"a": 1}, 0),
        (150_528, None, 20_000),
        (150_528, {"num_image_tokens": 0, "a": 1}, 20_000),
        (130_529, {"num_image_tokens": 7}, 7),
    ],
)
def test_the_rows_tell_how_many_ids_are_images(
    tmp_path: Path, rows: int, values: dict[str, int] | None, expected: int | None
) -> None:
    """ChatGLM-6B of March 2023 has 20,000 of them; its tokenizer may be of another month."""
    source = write_checkpoint(tmp_path / "source", {})
    (source / "ice_text.model").write_bytes(b"x")
    if values is not None:
        (source / "tokenizer_config.json").write_text(json.dumps(values))
    config = read_config(Checkpoint.open(checkpoint(tmp_path / "v1", "chatglm")))
    config = replace(config, vocab_size=rows)
    work = tmp_path / "work"
    work.mkdir()

    export._copy_tokenizer(Checkpoint.open(source), config, work)

    if expected is None:
        assert names(work) == ["ice_text.model"]
        return
    written = json.loads((work / "tokenizer_config.json").read_text())
    assert written == {**(values or {}), "num_image_tokens": expected}


def never(*arguments: object, **options: object) -> None:
    raise AssertionError("a number is read too early")


def test_text_and_shapes_are_tried_before_the_first_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Checkpoint, "tensor", never)
    source = checkpoint(tmp_path, "glm")
    (source / "tokenizer.json").write_text("{}")
    (source / "chat_template.jinja").write_text("{{ messages }}")
    seen: list[list[str]] = []

    def try_out(folder: Path) -> None:
        seen.append(names(folder))
        raise ModelError("model-damaged", path=folder, detail=f"…{folder}: no pieces")

    with pytest.raises(ModelError) as caught:
        convert(Conversion(source, tmp_path / "model"), ignore, CancelToken(), try_out=try_out)
    assert "cannot be used: source: no pieces." in caught.value.text()
    assert seen == [["chat_template.jinja", "config.json", "tokenizer.json"]]
    (source / "config.json").write_text(json.dumps({**FAMILIES["glm"][0], "eos_token_id": []}))
    assert "eos_token_id" in refused(source, tmp_path / "model").text()
    assert names(tmp_path) == ["source"]


@pytest.mark.parametrize("number", [np.nan, np.inf, 1e38])
@pytest.mark.parametrize("weights", WEIGHTS)
def test_an_unusable_number_is_named_with_its_tensor(
    tmp_path: Path, weights: Weights, number: float
) -> None:
    values, shapes = FAMILIES["glm"]
    for name in ("model.layers.1.self_attn.k_proj.weight", "model.layers.0.input_layernorm.weight"):
        arrays = random_arrays(shapes())
        arrays[name].flat[3] = number
        source = write_checkpoint(tmp_path / "source", values, arrays)

        error = refused(source, tmp_path / "model", weights=weights)
        assert (error.code, error.params["name"]) == ("checkpoint-number", name)
        assert names(tmp_path) == ["source"]


@pytest.mark.parametrize("bits", [4, 8])
@pytest.mark.parametrize("family", ["chatglm", "chatglm2", "chatglm3"])
def test_quantised_checkpoints_become_the_same_model(
    tmp_path: Path, family: str, bits: int
) -> None:
    values, shapes = FAMILIES[family]
    arrays = random_arrays(shapes())
    linear = {name: array for name, array in arrays.items() if ".layers." in name}
    linear = {name: array for name, array in linear.items() if array.ndim == 2}
    stored, meant = quantized(linear, bits)
    plain, packed = tmp_path / "plain", tmp_path / "packed"
    write_checkpoint(plain, values, {**arrays, **meant})
    write_checkpoint(packed, {**values, "quantization_bit": bits})
    write(packed / "model.safetensors", typed_file({**arrays, **stored}))

    for folder in (plain, packed):
        run(folder, tmp_path / f"{folder.name}-model", weights="fp16")

    made, expected = (
        (tmp_path / f"{folder}-model" / MODEL_BIN).read_bytes() for folder in ("packed", "plain")
    )
    assert made == expected


def test_an_adapter_is_merged_before_rounding(tmp_path: Path) -> None:
    """The same as a checkpoint whose weights already hold the sum."""
    values, shapes = FAMILIES["chatglm3"]
    arrays = random_arrays(shapes())
    module = "transformer.encoder.layers.1.self_attention.query_key_value"
    folder = adapter(tmp_path / "lora", module, 16, 8)
    stored = read_tensors(folder / "adapter_model.safetensors")
    up, down = (stored[f"base_model.model.{module}.lora_{part}.weight"].map() for part in "BA")
    summed = {**arrays, f"{module}.weight": arrays[f"{module}.weight"] + 2 * (up @ down)}

    run(write_checkpoint(tmp_path / "a", values, arrays), tmp_path / "merged", lora=folder)
    run(write_checkpoint(tmp_path / "b", values, summed), tmp_path / "summed")

    merged, expected = ((tmp_path / name / MODEL_BIN).read_bytes() for name in ("merged", "summed"))
    assert merged == expected
    assert ModelFolder.open(tmp_path / "merged").manifest["lora"] == "lora"


def test_an_adapter_of_a_tensor_that_is_not_used_is_refused(tmp_path: Path) -> None:
    """ChatGLM-6B's head is the embedding, whatever the files hold as lm_head."""
    folder = adapter(tmp_path / "lora", "lm_head", 50, 8)

    error = refused(checkpoint(tmp_path, "chatglm"), tmp_path / "model", lora=folder)
    assert "the model does not use lm_head.weight" in error.text()


def test_the_weights_are_counted(tmp_path: Path) -> None:
    """What the disk check computes is what the matrices have."""
    for family, (_, shapes) in FAMILIES.items():
        source = checkpoint(tmp_path / family, family)
        config = run(source, tmp_path / family / "model").config
        tables = sum("lm_head" in name for name in shapes()) if config.tied_head else 0
        matrices = sum(int(np.prod(s)) for s in shapes().values() if len(s) == 2)

        assert export._weight_count(config) == matrices - tables * 50 * 8
