"""A model folder: whole, or refused with the reason."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newsassistant.core.errors import ModelError
from newsassistant.core.types import GenerationParams
from newsassistant.model.base import Base
from newsassistant.model.folder import (
    CHAT_TEMPLATE,
    CONFIG,
    MANIFEST,
    MODEL_BIN,
    MODEL_XML,
    TOKENIZER,
    ModelFolder,
    sha256_of,
    write_manifest,
)
from tests.unit.model.test_config import CONFIG as SIZES

FILES = (MODEL_XML, MODEL_BIN, CONFIG, TOKENIZER, CHAT_TEMPLATE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "tiny"
    path.mkdir()
    for name in FILES:
        (path / name).write_text(f"content of {name} 中", encoding="utf-8")
    config = {
        "model": SIZES.to_dict(),
        "stop_ids": [2, 0],
        "generation": {"temperature": 0.5, "max_tokens": 9},
    }
    (path / CONFIG).write_text(json.dumps(config), encoding="utf-8")
    write_manifest(path, FILES, name="Tiny", weights="int8", licence="Apache-2.0", build=1)
    return path


def edit(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    values = json.loads(path.read_text(encoding="utf-8"))
    change(values)
    path.write_text(json.dumps(values), encoding="utf-8")


def refused(path: Path) -> ModelError:
    with pytest.raises(ModelError) as caught:
        ModelFolder.open(path)
    return caught.value


def test_a_whole_folder_opens(folder: Path) -> None:
    opened = ModelFolder.open(folder)

    assert opened.config == SIZES
    assert opened.stop_ids == {0, 2}
    assert opened.generation == GenerationParams(temperature=0.5, max_tokens=9)
    assert opened.chat_template() == f"content of {CHAT_TEMPLATE} 中"
    opened.verify()
    info = opened.info(device="CPU")
    assert (info.id, info.name, info.weights, info.licence) == (
        "tiny",
        "Tiny",
        "int8",
        "Apache-2.0",
    )
    assert info.size_bytes == sum((folder / name).stat().st_size for name in FILES)
    assert (info.context_length, info.device) == (512, "CPU")
    assert info.generation == opened.generation


def test_a_folder_says_which_prefixes_fit(folder: Path) -> None:
    digest = "0123456789abcdef" * 4
    edit(folder / MANIFEST, lambda values: values.update(base_fingerprint=digest))
    opened = ModelFolder.open(folder)

    assert opened.base() == Base.of(SIZES, fingerprint=digest, name="Tiny")
    assert Base.of_info(opened.info()) == opened.base()


@pytest.mark.parametrize("found", [None, "", "abc", 7, ["a"], "G" * 64])
def test_without_a_usable_fingerprint_there_is_none(folder: Path, found: object) -> None:
    edit(folder / MANIFEST, lambda values: values.update(base_fingerprint=found))

    assert ModelFolder.open(folder).base().fingerprint == ""


def test_the_weights_are_as_large_as_their_file(folder: Path) -> None:
    info = ModelFolder.open(folder).info()

    assert info.weight_bytes == (folder / MODEL_BIN).stat().st_size


def test_the_manifest_holds_sizes_and_hashes(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))

    data = (folder / MODEL_BIN).read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    assert manifest["files"][MODEL_BIN] == {"size": len(data), "sha256": digest}
    assert sha256_of(folder / MODEL_BIN) == digest
    assert set(manifest["files"]) == set(FILES)


def test_a_missing_folder(tmp_path: Path) -> None:
    assert refused(tmp_path / "none").code == "model-missing"


@pytest.mark.parametrize("name", [*FILES, MANIFEST])
def test_a_missing_file_is_damage(folder: Path, name: str) -> None:
    (folder / name).unlink()

    error = refused(folder)
    assert error.code == "model-damaged"
    assert name in error.text()


def test_a_file_cut_short_is_damage(folder: Path) -> None:
    (folder / MODEL_BIN).write_bytes(b"c")

    assert "1 bytes" in refused(folder).text()


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m.update(format=0),
        lambda m: m.pop("format"),
        lambda m: m.pop("files"),
        lambda m: m.update(files=[]),
        lambda m: m.update(files={}),
        lambda m: m["files"].update({MODEL_XML: 7}),
        lambda m: m["files"][MODEL_XML].update(size="many"),
        lambda m: m["files"][MODEL_XML].pop("sha256"),
        lambda m: m["files"].update({"../tiny/" + MODEL_XML: m["files"][MODEL_XML]}),
    ],
)
def test_a_strange_manifest_is_damage(
    folder: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    edit(folder / MANIFEST, change)

    assert refused(folder).code == "model-damaged"


def test_a_manifest_of_a_newer_version_is_no_damage(folder: Path) -> None:
    edit(folder / MANIFEST, lambda m: m.update(format=2, files={"of": "another kind"}))

    error = refused(folder)
    assert error.code == "model-too-new"
    assert "format 2; this program knows up to 1" in error.text()


@pytest.mark.parametrize("content", ["", "{", "[]", "null"])
def test_a_manifest_that_is_no_object_is_damage(folder: Path, content: str) -> None:
    (folder / MANIFEST).write_text(content, encoding="utf-8")

    assert refused(folder).code == "model-damaged"


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c.pop("stop_ids"),
        lambda c: c.update(stop_ids=["x"]),
        lambda c: c.update(generation={"heat": 1}),
        lambda c: c.update(generation=[1]),
        lambda c: c.pop("model"),
        lambda c: c.update(model=5),
        lambda c: c["model"].update(kv_heads=3),
    ],
)
def test_a_strange_config_is_a_model_error(
    folder: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    edit(folder / CONFIG, change)
    write_manifest(folder, FILES)

    assert refused(folder).code == "model-damaged"


def test_verify_finds_a_changed_byte(folder: Path) -> None:
    data = bytearray((folder / MODEL_BIN).read_bytes())
    data[0] ^= 1
    (folder / MODEL_BIN).write_bytes(data)
    opened = ModelFolder.open(folder)

    with pytest.raises(ModelError) as caught:
        opened.verify()
    assert MODEL_BIN in caught.value.text()
    (folder / MODEL_BIN).unlink()
    with pytest.raises(ModelError):
        opened.verify()


def test_a_template_that_is_not_text_is_damage(folder: Path) -> None:
    opened = ModelFolder.open(folder)
    (folder / CHAT_TEMPLATE).write_bytes(b"\xff\xfe\xff")

    with pytest.raises(ModelError) as caught:
        opened.chat_template()
    assert caught.value.code == "model-damaged"
