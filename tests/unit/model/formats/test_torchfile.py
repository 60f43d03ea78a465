"""Files of torch.save: tensors where they lie, and nothing outside its storage."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from newsassistant.core.errors import CheckpointError
from newsassistant.model.formats.torchfile import read_torch
from tests.unit.model.forge import (
    PROTO,
    REDUCE,
    STOP,
    TUPLE1,
    Archive,
    Tensor,
    name,
    number,
    state_dict,
    text,
    torch_file,
    write,
)

NUMBERS = np.arange(24, dtype=np.float32)
HUGE = 1 << 62


def archive(tensor: Tensor, raw: bytes = NUMBERS.tobytes()) -> bytes:
    return Archive(state_dict({"w": tensor}), {"0": raw}).data()


def refused(tmp_path: Path, data: bytes) -> str:
    with pytest.raises(CheckpointError) as caught:
        read_torch(write(tmp_path / "bad.bin", data))
    assert "bad.bin" in str(caught.value)
    return str(caught.value)


def test_tensors_are_where_the_archive_says(tmp_path: Path) -> None:
    arrays: dict[str, npt.NDArray[Any]] = {
        "a": NUMBERS.reshape(4, 6),
        "b": NUMBERS.astype(np.float16),
        "one": np.array(7.5, dtype=np.float32),
    }

    found = read_torch(write(tmp_path / "m.bin", torch_file(arrays)))

    assert list(found) == ["a", "b", "one"]
    for key, array in arrays.items():
        assert found[key].map().dtype == array.dtype
        assert np.array_equal(found[key].map(), array)


def test_views_of_one_storage(tmp_path: Path) -> None:
    tensors: dict[str, Tensor | bytes] = {
        "part": Tensor((2, 6), count=24, offset=12),
        "turned": Tensor((6, 4), count=24, strides=(1, 6)),
        "column": Tensor((4,), count=24, offset=5, strides=(6,)),
        "none": Tensor((0, 6), count=24, offset=24),
        "odd strides of size 1": Tensor((1, 4), count=24, strides=(999, 1)),
    }
    path = write(tmp_path / "m", Archive(state_dict(tensors), {"0": NUMBERS.tobytes()}).data())

    found = read_torch(path)

    whole = NUMBERS.reshape(4, 6)
    assert np.array_equal(found["part"].map(), whole[2:])
    assert np.array_equal(found["turned"].map(), whole.T)
    assert np.array_equal(found["column"].map(), whole[:, 5])
    assert found["none"].map().shape == (0, 6)
    assert np.array_equal(found["odd strides of size 1"].map(), whole[:1, :4])


def test_values_that_are_no_tensors_are_left_out(tmp_path: Path) -> None:
    data = Archive(state_dict({"step": number(3), "w": Tensor((24,))}), {"0": NUMBERS.tobytes()})

    assert list(read_torch(write(tmp_path / "m", data.data()))) == ["w"]


def test_a_dtype_that_is_not_ours_is_listed_but_not_read(tmp_path: Path) -> None:
    data = archive(Tensor((12,), kind="LongStorage", count=12))

    tensor = read_torch(write(tmp_path / "m", data))["w"]

    assert (tensor.dtype, tensor.shape) == ("I64", (12,))
    with pytest.raises(CheckpointError, match="I64"):
        tensor.map()


@pytest.mark.parametrize(
    "lie",
    [
        Tensor((25,), count=24),
        Tensor((4, 6), count=24, offset=1),
        Tensor((4, 6), count=24, strides=(7, 1)),
        Tensor((4, 6), count=24, strides=(6, 2)),
        Tensor((2, 2), count=24, strides=(HUGE - 1, 1)),
        Tensor((HUGE - 1,), count=24, strides=(0,)),
        Tensor((HUGE - 1, HUGE - 1), count=24, strides=(0, 0)),
        Tensor((1 << 40, 24), count=24, strides=(0, 1)),
        Tensor((4, 6), count=24, strides=(6,)),
        Tensor((4, 6), count=24, strides=(-6, 1), offset=20),
        Tensor((-4, -6), count=24),
        Tensor((24,), count=24, offset=-1),
        Tensor((24,), count=24, offset=HUGE),
        Tensor((24,), count=25),
        Tensor((24,), count=-24),
        Tensor((24,), count=HUGE),
        Tensor((24,), kind="HalfStorage", count=24),
        Tensor((24,), key="1"),
        Tensor((24,), key="../0"),
        Tensor((24,), key="0/../0"),
    ],
)
def test_a_view_outside_its_storage_is_refused(tmp_path: Path, lie: Tensor) -> None:
    refused(tmp_path, archive(lie))


def test_a_malicious_file_creates_nothing(tmp_path: Path) -> None:
    target = tmp_path / "executed"
    for module in ("os", "posix"):
        call = name(module, "system") + text(f"touch {target}") + TUPLE1 + REDUCE
        data = Archive(state_dict({"w": call}), {}).data()

        message = refused(tmp_path, data)

        assert f"global '{module} system' is not allowed" in message
        assert not target.exists()


def test_an_older_file_says_what_to_do(tmp_path: Path) -> None:
    old = PROTO + number(0x1950A86A20F9469CFC6C) + STOP

    with pytest.raises(CheckpointError) as caught:
        read_torch(write(tmp_path / "old.bin", old))

    assert caught.value.code == "checkpoint-legacy"
    assert "save it again" in str(caught.value)


@pytest.mark.parametrize(
    ("forged", "says"),
    [
        (Archive(PROTO + number(3) + STOP), "holds a int"),
        (Archive(state_dict({}), byteorder=b"big"), "byte order"),
        (Archive(state_dict({}), prefix="a/b"), "0 entries named data.pkl"),
        (Archive(state_dict({}), extra=[("other/data.pkl", b"")]), "2 entries named data.pkl"),
        (Archive(state_dict({}), compression=zipfile.ZIP_DEFLATED), "compressed"),
        (Archive(state_dict({}), extra=[("../../evil", b"")]), "evil"),
        (Archive(bytes((16 << 20) + 1)), "at most"),
    ],
)
def test_an_archive_that_is_no_state_dict_is_refused(
    tmp_path: Path, forged: Archive, says: str
) -> None:
    assert says in refused(tmp_path, forged.data())


@pytest.mark.parametrize("data", [b"", b"hello world", b"PK\x03\x04", b"<html></html>"])
def test_what_is_no_torch_file_is_refused(tmp_path: Path, data: bytes) -> None:
    refused(tmp_path, data)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError):
        read_torch(tmp_path / "none.bin")
