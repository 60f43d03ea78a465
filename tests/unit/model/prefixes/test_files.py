"""Prefix checkpoints on the disk: any format in, our own out, every bad file refused by name."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsassistant.core.errors import PrefixError
from newsassistant.model.base import Base
from newsassistant.model.folder import MANIFEST, sha256_of
from newsassistant.model.prefixes.files import read_prefix, write_prefix
from newsassistant.model.prefixes.manifest import PREFIX, read_info
from newsassistant.model.prefixes.prefix import Prefix
from tests.unit.model.example_prefixes import (
    LENGTH,
    encoder,
    flat,
    prefix,
    rows_of,
    write_official,
    write_peft,
)
from tests.unit.model.forge import header_file, safetensors_file, write

ANY_ORDER = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A prefix in our own format."""
    path = tmp_path / "style"
    write_prefix(path, prefix(), name="Bulletin", licence="CC0", steps=300, loss=1.5)
    return path


def edit(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    values = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    change(values)
    (folder / MANIFEST).write_text(json.dumps(values), encoding="utf-8")


def put_rows(folder: Path, data: bytes) -> None:
    """Other rows, with the right size and hash in the manifest."""
    path = write(folder / PREFIX, data)
    entry = {"size": len(data), "sha256": sha256_of(path)}
    edit(folder, lambda values: values["files"].update({PREFIX: entry}))


def refused(path: Path, read: Callable[[Path], object] = read_prefix) -> PrefixError:
    with pytest.raises(PrefixError) as caught:
        read(path)
    caught.value.text("en").encode()  # it can be shown: no lone surrogates
    return caught.value


def test_what_is_written_is_read_again(folder: Path) -> None:
    found = read_prefix(folder)

    np.testing.assert_array_equal(found.rows, prefix().rows)
    assert found.base == prefix().base
    assert found.facts["training"] == {"steps": 300, "loss": 1.5}
    assert sorted(os.listdir(folder)) == [MANIFEST, PREFIX]
    assert read_prefix(folder / PREFIX).length == read_prefix(folder / MANIFEST).length == LENGTH


def test_other_readers_can_open_the_rows(folder: Path) -> None:
    data = (folder / PREFIX).read_bytes()
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])

    assert length % 8 == 0
    assert header == {"rows": {"dtype": "F32", "shape": [2, 2, 3, 1, 4], "data_offsets": [0, 192]}}
    assert data[8 + length :] == prefix().rows.astype("<f4").tobytes()


@pytest.mark.parametrize("kind", [write_official, write_peft])
def test_every_format_becomes_ours(tmp_path: Path, kind: Callable[[Path], Path]) -> None:
    there = read_prefix(kind(tmp_path / "there"))
    write_prefix(tmp_path / "here", there, name="Bulletin")
    here, info = read_prefix(tmp_path / "here"), read_info(tmp_path / "here")

    np.testing.assert_array_equal(here.rows, rows_of(flat()))
    assert (here.base, here.position_offset) == (there.base, there.position_offset)
    assert info.source == there.facts["source"] != "newsassistant"


def test_a_file_stands_for_its_folder(tmp_path: Path) -> None:
    official, peft = write_official(tmp_path / "a"), write_peft(tmp_path / "b")

    assert read_prefix(official / "pytorch_model.bin").position_offset == 0
    assert read_prefix(peft / "adapter_model.safetensors").position_offset == LENGTH
    assert read_prefix(peft / "adapter_config.json").position_offset == LENGTH
    assert "expected a folder" in str(refused(official / "config.json"))


def test_facts_survive_being_copied(folder: Path, tmp_path: Path) -> None:
    write_prefix(tmp_path / "copy", read_prefix(folder), name="Other", note="again")
    copy, first = read_info(tmp_path / "copy"), read_info(folder)

    assert (copy.name, copy.licence, copy.created_at) == ("Other", "CC0", first.created_at)
    assert copy.training == {"steps": 300, "loss": 1.5, "note": "again"}


def test_what_is_there_is_replaced(folder: Path) -> None:
    write_prefix(folder, prefix(rows=prefix().rows + 1), name="Second")

    np.testing.assert_array_equal(read_prefix(folder).rows, prefix().rows + 1)
    assert read_info(folder).name == "Second"
    assert sorted(os.listdir(folder)) == [MANIFEST, PREFIX]


@pytest.mark.parametrize("failing", [1, 2])
def test_a_disk_that_fails_leaves_no_prefix(
    folder: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    calls: list[Path] = []
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == failing:
            raise OSError(28, "No space left on device")
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(PrefixError) as caught:
        write_prefix(folder, prefix(), name="Second")
    assert caught.value.code == "target-unwritable"
    assert "No space left" in str(caught.value)
    assert os.listdir(folder) == [PREFIX]
    refused(folder)


def test_unusable_rows_are_not_written(tmp_path: Path) -> None:
    rows = np.full((2, 2, LENGTH, 1, 4), np.nan, dtype=np.float32)
    with pytest.raises(PrefixError, match="no usable numbers"):
        write_prefix(tmp_path / "new", prefix(rows=rows), name="x")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert refused(tmp_path / "none").code == "file-not-found"
    assert refused(tmp_path / "none", read_info).code == "file-not-found"


def test_an_empty_folder_is_no_prefix(tmp_path: Path) -> None:
    assert refused(tmp_path).code == "prefix-none"


def test_a_runs_folder_names_the_checkpoints_inside(tmp_path: Path) -> None:
    for step in (500, 1000, 50):
        write_official(tmp_path / "run" / f"checkpoint-{step}")
    write_peft(tmp_path / "run" / "adapter")
    (tmp_path / "run" / "logs").mkdir()
    (tmp_path / "run" / "trainer_state.json").write_text("{}")

    error = refused(tmp_path / "run")

    found = "adapter, checkpoint-50, checkpoint-500, checkpoint-1000"
    assert (error.code, error.params["found"]) == ("prefix-inside", found)
    assert "checkpoint-1000 is the newest" in error.text()
    assert "checkpoint-1000 是最新的" in error.text("zh")


def test_evidence_for_peft_are_its_rows_and_not_its_config(tmp_path: Path) -> None:
    """Other programs ask for six lines of adapter_config.json beside the official files."""
    short = {"peft_type": "PREFIX_TUNING", "num_virtual_tokens": LENGTH}
    folder = write_official(tmp_path / "official")
    (folder / "adapter_config.json").write_text(json.dumps(short))

    for path in (folder, folder / "adapter_config.json"):
        assert read_prefix(path).facts["source"] == "chatglm-ptuning-v2"
    both = write_peft(write_official(tmp_path / "both"))
    assert read_prefix(both).facts["source"] == "peft"
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "adapter_config.json").write_text(json.dumps(short))
    assert "adapter_config.json" in refused(tmp_path / "none").text()


def test_weights_without_their_config_are_no_prefix(tmp_path: Path) -> None:
    folder = write_official(tmp_path / "run")
    (folder / "config.json").unlink()

    error = refused(folder)

    assert (error.code, error.params) == ("prefix-none", {"path": "run"})
    assert "run 中没有写作风格" in error.text("zh")


def test_a_changed_byte_is_noticed(folder: Path) -> None:
    data = bytearray((folder / PREFIX).read_bytes())
    data[-1] ^= 1
    write(folder / PREFIX, bytes(data))

    error = refused(folder)
    assert error.code == "prefix-damaged"
    assert "prefix.safetensors 已损坏：现为 SHA-256 " in error.text("zh")


def test_a_file_cut_short_is_noticed_by_lists_too(folder: Path) -> None:
    data = (folder / PREFIX).read_bytes()
    write(folder / PREFIX, data[:-4])

    assert f"found {len(data) - 4} B, expected {len(data)} B" in str(refused(folder, read_info))
    (folder / PREFIX).unlink()
    assert "found 0 B" in str(refused(folder, read_info))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (safetensors_file({"rows": np.zeros((2, 2, 3, 1, 4), dtype="f2")}), "rows is F16"),
        (safetensors_file({"rows": np.zeros((2, 2, 4, 1, 4), dtype="f4")}), "[2, 2, 4, 1, 4]"),
        (safetensors_file({"row": np.zeros((2, 2, 3, 1, 4), dtype="f4")}), "rows is missing"),
        (
            header_file(
                {"rows": {"dtype": "F32", "shape": [10**12, 4], "data_offsets": [0, 16 * 10**12]}},
                bytes(16),
            ),
            "outside the 16 bytes",
        ),
        (b"PK\x03\x04 no header", "header of"),
    ],
)
def test_rows_that_are_not_as_the_manifest_says(folder: Path, data: bytes, said: str) -> None:
    put_rows(folder, data)

    assert said in str(refused(folder))


def test_rows_that_are_no_numbers(folder: Path) -> None:
    rows = prefix().rows.copy()
    rows[0] = np.inf
    put_rows(folder, safetensors_file({"rows": rows}))

    assert refused(folder).code == "prefix-not-finite"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": 2}, "format 2, expected 1; a newer version wrote it"),
        ({"format": None}, "format None, expected 1"),
        ({"format": True}, "format True, expected 1"),
        ({"length": 0}, "length is 0, expected a whole number from 1 to 4096"),
        ({"length": 10**12}, "length is 1000000000000"),
        ({"length": "3"}, "length is a str"),
        ({"length": 4}, "expected F32 [2, 2, 4, 1, 4]"),
        ({"position_offset": 2}, "position offset 2, expected 0 or 3"),
        ({"position_offset": 4}, "position_offset is 4"),
        ({"position_offset": None}, "position_offset is missing"),
        ({"name": 7}, "name is a int, expected text"),
        ({"base": None}, "base is missing, expected an object"),
        ({"base": []}, "base is a list, expected an object"),
        ({"base": {"layers": 10**400}}, "layers is a int"),
        ({"base": {"layers": 2, "kv_heads": 1, "head_dim": 4, "family": 3}}, "family is a int"),
        ({"training": "much"}, "training is a str"),
        ({"files": {}}, "prefix.safetensors is missing"),
    ],
)
def test_a_strange_manifest_is_named(folder: Path, change: dict[str, Any], said: str) -> None:
    edit(folder, lambda values: values.update(change))
    error = refused(folder)

    assert error.code == "prefix-invalid"
    assert said in str(error)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"format": 1, "format": 1}', '{"a": NaN}'])
def test_a_manifest_that_is_no_object_is_refused(folder: Path, text: str) -> None:
    (folder / MANIFEST).write_text(text, encoding="utf-8")

    assert "manifest.json" in str(refused(folder))
    assert "manifest.json" in str(refused(folder, read_info))


def test_every_usable_number_survives_bit_by_bit(tmp_path: Path) -> None:
    values = np.array([65_504, -65_504, 1e-45, 0.1], dtype=np.float32).reshape(1, 2, 1, 1, 2)
    write_prefix(tmp_path / "x", Prefix(values, Base("glm", 1, 1, 2), 1), name="x")

    assert read_prefix(tmp_path / "x").rows.tobytes() == values.tobytes()


@ANY_ORDER
@given(data=st.data())
def test_own_files_cut_anywhere_are_refused(tmp_path: Path, data: st.DataObject) -> None:
    write_prefix(tmp_path, prefix(), name="x", created_at="2026-01-01")
    name = data.draw(st.sampled_from([PREFIX, MANIFEST]))
    whole = (tmp_path / name).read_bytes()
    # The manifest ends with a newline that nobody needs.
    write(tmp_path / name, whole[: data.draw(st.integers(0, len(whole) - 2))])

    assert refused(tmp_path).code in ("prefix-invalid", "prefix-damaged")


@ANY_ORDER
@given(data=st.data())
def test_own_rows_cut_anywhere_are_refused_though_the_hash_is_right(
    tmp_path: Path, data: st.DataObject
) -> None:
    write_prefix(tmp_path, prefix(), name="x", created_at="2026-01-01")
    whole = (tmp_path / PREFIX).read_bytes()
    put_rows(tmp_path, whole[: data.draw(st.integers(1, len(whole) - 1))])

    assert refused(tmp_path).code == "prefix-invalid"


@ANY_ORDER
@given(data=st.data(), inner=st.sampled_from([0, 7]))
def test_official_files_cut_anywhere_are_refused(
    tmp_path: Path, data: st.DataObject, inner: int
) -> None:
    folder = write_official(tmp_path, encoder(inner))
    whole = (folder / "pytorch_model.bin").read_bytes()
    write(folder / "pytorch_model.bin", whole[: data.draw(st.integers(0, len(whole) - 1))])

    assert refused(folder).code == "prefix-invalid"


@ANY_ORDER
@given(data=st.data(), kind=st.sampled_from([write_official, write_peft]))
def test_files_changed_anywhere_are_read_or_refused(
    tmp_path: Path, data: st.DataObject, kind: Callable[[Path], Path]
) -> None:
    folder = kind(tmp_path / kind.__name__)
    name = data.draw(st.sampled_from(sorted(os.listdir(folder))))
    whole = bytearray((folder / name).read_bytes())
    whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    write(folder / name, bytes(whole))

    try:
        found = read_prefix(folder)
    except PrefixError as error:
        error.text("zh").encode()
    else:
        assert found.rows.dtype == np.float32
        assert np.isfinite(found.rows).all()
