"""Prefixes of the official scripts: evaluated as their encoder does, or refused by name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from newsassistant.core.errors import CheckpointError, NewsAssistantError, PrefixError
from newsassistant.model.prefixes import official as prefix_official
from newsassistant.model.prefixes.official import read_official
from tests.unit.model import configs
from tests.unit.model.example_prefixes import (
    ENCODER,
    LENGTH,
    V2_BASE,
    WIDTH,
    encoder,
    flat,
    rows_of,
    write_official,
)
from tests.unit.model.forge import (
    Archive,
    Tensor,
    name,
    number,
    safetensors_file,
    state_dict,
    torch_file,
    write,
)

EMBEDDING = f"{ENCODER}embedding.weight"


def refused(folder: Path) -> NewsAssistantError:
    with pytest.raises((PrefixError, CheckpointError)) as caught:
        read_official(folder)
    return caught.value


def test_an_embedding_holds_the_rows(tmp_path: Path) -> None:
    found = read_official(write_official(tmp_path))

    np.testing.assert_array_equal(found.rows, rows_of(flat()))
    assert (found.base, found.position_offset) == (V2_BASE, 0)
    assert found.facts == {"source": "chatglm-ptuning-v2", "training": {}}


@pytest.mark.parametrize("inner", [1, 7])
def test_a_projection_is_evaluated(tmp_path: Path, inner: int) -> None:
    tensors = encoder(inner)
    wide = {key.removeprefix(ENCODER): array.astype(float) for key, array in tensors.items()}
    hidden = np.tanh(wide["embedding.weight"] @ wide["trans.0.weight"].T + wide["trans.0.bias"])
    table = hidden @ wide["trans.2.weight"].T + wide["trans.2.bias"]
    found = read_official(write_official(tmp_path, tensors))

    assert found.rows.dtype == np.float32
    np.testing.assert_allclose(found.rows, rows_of(table.astype("f4")), atol=1e-5)


def test_a_projection_through_too_wide_a_layer_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows themselves would be small."""
    monkeypatch.setattr(prefix_official, "MAX_ROW_BYTES", 4 * LENGTH * WIDTH)

    assert read_official(write_official(tmp_path / "fits", encoder(WIDTH))).length == LENGTH
    assert "bytes of rows" in str(refused(write_official(tmp_path / "wide", encoder(WIDTH + 1))))


def test_the_files_say_how_long_it_is_and_nobody_is_asked(tmp_path: Path) -> None:
    config = {**configs.V2, "pre_seq_len": 99, "prefix_projection": True, "quantization_bit": 4}

    found = read_official(write_official(tmp_path, config=config))
    assert found.length == LENGTH


def test_half_precision_safetensors_and_other_leading_names_are_read(tmp_path: Path) -> None:
    folder = write_official(tmp_path)
    (folder / "pytorch_model.bin").unlink()
    tensors = {"prefix_encoder.embedding.weight": flat().astype(np.float16)}
    write(folder / "model.safetensors", safetensors_file(tensors))

    np.testing.assert_array_equal(read_official(folder).rows, rows_of(flat()))


def test_a_whole_model_with_a_prefix_gives_the_prefix(tmp_path: Path) -> None:
    whole = configs.numbered(configs.v2_shapes()) | encoder()

    found = read_official(write_official(tmp_path, whole))
    np.testing.assert_array_equal(found.rows, rows_of(flat()))


def test_the_first_generation_has_as_many_key_heads_as_heads(tmp_path: Path) -> None:
    table = np.ones((LENGTH, 2 * 2 * 8), dtype=np.float32)
    found = read_official(write_official(tmp_path, {EMBEDDING: table}, configs.V1))

    assert found.base.family == "chatglm"
    assert found.rows.shape == (2, 2, LENGTH, 2, 4)


@pytest.mark.parametrize(
    ("folder", "named", "family"),
    [
        ("checkpoint-3000", "THUDM/chatglm3-6b", "chatglm3"),
        ("adgen-chatglm2-6b-pt-128-2e-2/checkpoint-3000", "/models/base", "chatglm2"),
        ("chatglm3-6b-style", "base", "chatglm3"),
        ("out/checkpoint-3000", "base", ""),
    ],
)
def test_the_family_is_told_by_names_or_left_open(
    tmp_path: Path, folder: str, named: str, family: str
) -> None:
    config = {**configs.V2, "_name_or_path": named}

    assert read_official(write_official(tmp_path / folder, config=config)).base.family == family


def test_what_the_trainer_noted_comes_along(tmp_path: Path) -> None:
    folder = write_official(tmp_path)
    state = {"global_step": 3000, "epoch": 1.5, "log_history": [{"loss": 1.0}]}
    (folder / "trainer_state.json").write_text(json.dumps(state))
    assert read_official(folder).facts["training"] == {"steps": 3000, "epochs": 1.5}

    (folder / "trainer_state.json").write_text('{"global_step": "3000", "epoch": [')
    assert read_official(folder).facts["training"] == {}


def test_a_whole_model_without_a_prefix_is_named(tmp_path: Path) -> None:
    error = refused(write_official(tmp_path, configs.numbered(configs.v2_shapes())))

    assert (error.code, error.params) == ("prefix-none", {"path": "pytorch_model.bin"})


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert refused(write_official(tmp_path, {})).code == "prefix-none"


@pytest.mark.parametrize("shape", [(LENGTH, WIDTH + 1), (LENGTH,), (0, WIDTH), (5000, WIDTH)])
def test_another_shape_is_named_with_expected_and_found(
    tmp_path: Path, shape: tuple[int, ...]
) -> None:
    error = refused(write_official(tmp_path, {EMBEDDING: np.zeros(shape, dtype=np.float32)}))

    assert f"{EMBEDDING} is {list(shape)}, expected [" in str(error)


@pytest.mark.parametrize("part", sorted(encoder(7)))
def test_every_part_of_a_projection_must_fit(tmp_path: Path, part: str) -> None:
    tensors = encoder(7)
    tensors[part] = np.zeros((*tensors[part].shape, 2), dtype=np.float32)

    assert part in str(refused(write_official(tmp_path, tensors)))


def test_a_projection_must_be_whole(tmp_path: Path) -> None:
    tensors = encoder(7)
    del tensors[f"{ENCODER}trans.0.bias"]
    assert "prefix_encoder.trans.0.bias is missing" in str(
        refused(write_official(tmp_path, tensors))
    )


@pytest.mark.parametrize("other", ["trans.1.weight", "embedding.weight.extra"])
def test_other_parts_of_an_encoder_are_not_guessed(tmp_path: Path, other: str) -> None:
    tensors = {**encoder(), f"{ENCODER}{other}": flat()}
    assert f"prefix_encoder.{other} is not expected" in str(
        refused(write_official(tmp_path, tensors))
    )


def test_two_encoders_are_one_too_many(tmp_path: Path) -> None:
    tensors = {**encoder(), "other.prefix_encoder.embedding.weight": flat()}
    assert "is there twice" in str(refused(write_official(tmp_path, tensors)))


@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize("projected", [0, 7])
def test_what_is_no_number_is_refused(tmp_path: Path, projected: int, value: float) -> None:
    tensors = encoder(projected)
    last = list(tensors)[-1]
    tensors[last].reshape(-1)[-1] = value

    assert refused(write_official(tmp_path, tensors)).code == "prefix-not-finite"


def test_numbers_too_large_for_float32_are_refused(tmp_path: Path) -> None:
    tensors = {key: np.full_like(array, 3e38) for key, array in encoder(7).items()}

    assert refused(write_official(tmp_path, tensors)).code == "prefix-not-finite"


@pytest.mark.parametrize("kind", ["LongStorage", "DoubleStorage", "CharStorage"])
def test_another_dtype_is_refused(tmp_path: Path, kind: str) -> None:
    folder = write_official(tmp_path)
    size = {"LongStorage": 8, "DoubleStorage": 8, "CharStorage": 1}[kind]
    pickle = state_dict({EMBEDDING: Tensor((LENGTH, WIDTH), kind=kind)})
    data = Archive(pickle, {"0": bytes(size * LENGTH * WIDTH)}).data()
    write(folder / "pytorch_model.bin", data)

    assert "expected F16, BF16 or F32" in str(refused(folder))


def test_a_promise_of_a_million_million_rows_allocates_nothing(tmp_path: Path) -> None:
    folder = write_official(tmp_path)
    huge = Tensor((10**12, WIDTH), count=1, strides=(0, 0))
    data = Archive(state_dict({EMBEDDING: huge}), {"0": bytes(4)}).data()
    write(folder / "pytorch_model.bin", data)
    assert refused(folder).code == "checkpoint-invalid"

    empty = Tensor((10**12, 0), count=0)
    data = Archive(state_dict({EMBEDDING: empty}), {"0": b""}).data()
    write(folder / "pytorch_model.bin", data)
    assert f"is [{10**12}, 0]" in str(refused(folder))


def test_a_small_file_cannot_ask_for_gigabytes_by_its_projection(tmp_path: Path) -> None:
    config = {**configs.V2, "num_layers": 1000, "multi_query_group_num": 4096, "kv_channels": 64}
    tensors = {EMBEDDING: np.zeros((4096, 1), dtype=np.float32)}

    error = refused(write_official(tmp_path, tensors, config))
    assert "bytes of rows, expected at most" in str(error)


def test_a_bomb_in_the_pickle_is_not_run(tmp_path: Path) -> None:
    folder = write_official(tmp_path)
    bomb = name("os", "system") + b"X\x04\x00\x00\x00exit\x85R"
    write(folder / "pytorch_model.bin", Archive(state_dict({EMBEDDING: bomb})).data())

    assert "os" in str(refused(folder))


def test_a_value_that_is_no_tensor_is_no_encoder(tmp_path: Path) -> None:
    folder = write_official(tmp_path)
    write(folder / "pytorch_model.bin", Archive(state_dict({EMBEDDING: number(7)})).data())

    assert refused(folder).code == "prefix-none"


def test_without_its_config_a_prefix_is_not_readable(tmp_path: Path) -> None:
    folder = write_official(tmp_path)
    (folder / "config.json").unlink()

    assert "config.json" in str(refused(folder))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"model_type": "llama"}, "model_type 'llama', expected 'chatglm'"),
        ({"model_type": None}, "model_type 'None'"),
        ({"num_layers": 10**12}, "num_layers"),
        ({"num_layers": 0}, "num_layers"),
        ({"kv_channels": "4"}, "kv_channels"),
        ({"multi_query_group_num": 10**400}, "multi_query_group_num"),
        ({"multi_query_group_num": True}, "multi_query_group_num"),
    ],
)
def test_a_strange_config_is_named(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    assert said in str(refused(write_official(tmp_path, config={**configs.V2, **change})))


def test_one_file_of_a_folder_can_be_named(tmp_path: Path) -> None:
    folder = write_official(tmp_path)
    other = write(folder / "best.bin", torch_file({EMBEDDING: flat() + 1}))

    np.testing.assert_array_equal(read_official(folder, other).rows, rows_of(flat() + 1))
