"""A GGUF read back: values, tokenizer parts, quantised tensors, parts; what is wrong is named."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from gguf import GGMLQuantizationType, GGUFWriter, quantize

from newsassistant.core.errors import CheckpointError
from newsassistant.model.gguf.file import GgufFile, find_gguf
from newsassistant.model.gguf.llama import llama_config
from tests.unit.model.gguf.test_llama import matrix, write


@pytest.fixture
def file(tmp_path: Path) -> GgufFile:
    return write(tmp_path / "tiny.gguf")


def test_the_tokenizer_parts(file: GgufFile) -> None:
    parts = file.tokenizer()

    assert parts.tokens[:3] == ["<end>", "a", "b"]
    assert parts.merges == ["a b"]
    assert parts.control_ids == [0, 7]
    assert (parts.eos_id, parts.pre_tokenizer, parts.chat_template) == (
        0,
        "smollm",
        "{{ messages }}",
    )


def test_quantised_tensors_are_dequantised(tmp_path: Path) -> None:
    writer = GGUFWriter(str(tmp_path / "q.gguf"), "llama")
    values = matrix(4, 64)
    packed = quantize(values, GGMLQuantizationType.Q4_1)
    writer.add_tensor("w", packed, raw_dtype=GGMLQuantizationType.Q4_1)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()

    read = GgufFile(tmp_path / "q.gguf").tensor("w")
    assert read.shape == (4, 64)
    assert np.abs(read - values).max() < 0.3  # half of a sixteenth of the range of a block


def test_what_is_missing_or_foreign_is_named(tmp_path: Path) -> None:
    file = write(tmp_path / "a.gguf", without="rope", tokenizer="llama")

    for call, detail in (
        (lambda: llama_config(file), "llama.rope.freq_base"),
        (file.tokenizer, "tokenizer.ggml.scores"),
        (lambda: file.tensor("blk.9.attn_q.weight"), "blk.9.attn_q.weight"),
    ):
        with pytest.raises(CheckpointError) as caught:
            call()
        assert detail in caught.value.text()


@pytest.mark.parametrize("data", [b"", b"GGUF", b"not a model at all" * 10, b"GGUF" + b"\xff" * 64])
def test_what_is_no_gguf_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "bad.gguf"
    path.write_bytes(data)

    with pytest.raises(CheckpointError) as caught:
        GgufFile(path)
    assert caught.value.code == "checkpoint-invalid"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError):
        GgufFile(tmp_path / "none.gguf")


@pytest.mark.parametrize("part", [0.3, 0.9])
def test_a_file_cut_short_is_refused(tmp_path: Path, part: float) -> None:
    path = tmp_path / "tiny.gguf"
    write(path)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])

    with pytest.raises(CheckpointError):
        GgufFile(path)


def test_lists_that_do_not_fit_together_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "lists.gguf"
    writer = GGUFWriter(str(path), "llama")
    writer.add_tokenizer_model("gpt2")
    writer.add_token_list(["a", "b"])
    writer.add_token_types([1])
    writer.add_token_merges(["a b"])
    writer.add_eos_token_id(0)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()

    with pytest.raises(CheckpointError) as caught:
        GgufFile(path).tokenizer()
    assert "different lengths" in caught.value.text()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("llama.block_count", 1 << 31),
        ("llama.attention.head_count", 0),
        ("llama.embedding_length", "many"),
        ("llama.rope.freq_base", float("nan")),
        ("llama.rope.freq_base", float("inf")),
    ],
)
def test_values_out_of_bounds_are_named(tmp_path: Path, key: str, value: object) -> None:
    file = write(tmp_path / "tiny.gguf", instead={key: value})

    with pytest.raises(CheckpointError) as caught:
        llama_config(file)
    assert key in caught.value.text()


def test_every_cut_of_the_head_is_refused_or_read(tmp_path: Path) -> None:
    """No cut, and no byte that has been changed, ends in another kind of error."""
    path = tmp_path / "tiny.gguf"
    write(path)
    data = path.read_bytes()
    source = np.random.default_rng(3)
    codes: set[str] = set()
    for _ in range(150):
        wrong = bytearray(data)
        for place in source.integers(4, 1200, 3):
            wrong[place] = int(source.integers(0, 256))
        path.write_bytes(bytes(wrong))
        try:
            file = GgufFile(path)
            llama_config(file)
            file.tokenizer()
            for name in file.tensors:
                file.tensor(name)
        except CheckpointError as error:
            codes.add(error.code)
    assert codes <= {"checkpoint-invalid", "checkpoint-tensor", "config-invalid"}
    assert "checkpoint-invalid" in codes


def test_a_list_within_a_list_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "nested.gguf"
    key = b"\x01" + b"\x00" * 7 + b"a"
    level = (9).to_bytes(4, "little") + (1).to_bytes(8, "little")
    head = b"GGUF" + (3).to_bytes(4, "little") + bytes(8) + (1).to_bytes(8, "little")
    path.write_bytes(head + key + (9).to_bytes(4, "little") + level * 20_000)

    with pytest.raises(CheckpointError) as caught:
        GgufFile(path)
    assert caught.value.code == "checkpoint-invalid"


def test_a_tensor_twice_in_two_parts_is_refused(tmp_path: Path) -> None:
    for number in (1, 2):
        write(tmp_path / f"tiny-0000{number}-of-00002.gguf", opened=False)

    with pytest.raises(CheckpointError) as caught:
        GgufFile(tmp_path / "tiny-00001-of-00002.gguf")
    assert "is there twice" in caught.value.text()


def test_the_first_part_is_asked_for_and_the_others_must_be_there(tmp_path: Path) -> None:
    write(tmp_path / "tiny-00002-of-00003.gguf", opened=False)
    with pytest.raises(CheckpointError) as caught:
        GgufFile(tmp_path / "tiny-00002-of-00003.gguf")
    assert "name the first one" in caught.value.text()

    write(tmp_path / "tiny-00001-of-00003.gguf", opened=False)
    with pytest.raises(CheckpointError) as caught:
        GgufFile(tmp_path / "tiny-00001-of-00003.gguf")
    assert caught.value.code == "checkpoint-missing"
    assert "tiny-00003-of-00003.gguf" in caught.value.text()


def test_the_model_in_a_folder_is_found(tmp_path: Path) -> None:
    assert find_gguf(tmp_path) is None
    assert find_gguf(tmp_path / "missing") is None
    for name in ("a-00001-of-00002.gguf", "a-00002-of-00002.gguf"):
        (tmp_path / name).write_bytes(b"")
    assert find_gguf(tmp_path) == tmp_path / "a-00001-of-00002.gguf"
    assert find_gguf(tmp_path / "b.GGUF") == tmp_path / "b.GGUF"

    (tmp_path / "b.gguf").write_bytes(b"")
    with pytest.raises(CheckpointError) as caught:
        find_gguf(tmp_path)
    assert "several models" in caught.value.text()
