"""The command `logits`: checks of its input, and its output on the starter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from newsassistant.cli.commands.logits import CHUNK, read_ids
from newsassistant.core.errors import InputError
from newsassistant.core.types import CancelToken
from newsassistant.model.config import ModelConfig

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Cli

CONFIG = ModelConfig(
    family="llama",
    layers=1,
    hidden_size=8,
    heads=1,
    kv_heads=1,
    head_dim=8,
    ffn_size=8,
    vocab_size=100,
    context_length=16,
    norm_eps=1e-5,
    rotary_dim=8,
    rope_theta=1e4,
)


def stored(tmp_path: Path, values: Any) -> Path:
    """An .npy file of `values`."""
    path = tmp_path / "ids.npy"
    np.save(path, values)
    return path


@pytest.mark.parametrize("dtype", ["u1", "i4", "<i8", ">i8", "u8"])
@pytest.mark.parametrize("shape", [(3,), (1, 3)])
def test_integers_of_any_kind_are_read(tmp_path: Path, dtype: str, shape: tuple[int, ...]) -> None:
    ids = read_ids(stored(tmp_path, np.array([1, 99, 0], dtype).reshape(shape)), CONFIG)

    assert (ids.dtype, ids.tolist()) == (np.dtype("i8"), [1, 99, 0])


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (np.array([1.0]), "dtype is float64, expected an integer type"),
        (np.array([True]), "dtype is bool"),
        (np.array(["a"]), "dtype is <U1"),
        (np.zeros((2, 3), "i8"), "shape is [2, 3], expected [n] or [1, n]"),
        (np.array(5), "shape is []"),
        (np.zeros(17, "i8"), "number of ids is 17, expected 1 to 16"),
        (np.array([0, -1]), "id is -1, expected 0 to 99"),
        (np.array([100]), "id is 100, expected 0 to 99"),
        (np.array([2**64 - 1], "u8"), "id is 18446744073709551615"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, values: Any, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_ids(stored(tmp_path, values), CONFIG)

    assert words in caught.value.text()


HEADER = b"{'descr': '<i8', 'fortran_order': False, 'shape': (%s,), }"


def npy(header: bytes) -> bytes:
    """The start of an .npy file with `header`."""
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not numpy",
        b"PK\x03\x04 an npz",
        npy(HEADER % b"1000000000000"),
        npy(HEADER % b"-5"),
        npy(b"{'descr': '|O', 'fortran_order': False, 'shape': (1,), }"),
        npy(b"{'descr': ((("),
        npy(b"[1]"),
        npy(b"\xff\xff"),
    ],
)
def test_files_that_are_no_array(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "ids.npy"
    path.write_bytes(data)

    with pytest.raises(InputError) as caught:
        read_ids(path, CONFIG)

    assert caught.value.code == "input-invalid"


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "no.npy", "file-not-found"), (tmp_path, "file-unreadable")):
        with pytest.raises(InputError) as caught:
            read_ids(path, CONFIG)
        assert caught.value.code == code


def test_a_missing_model(cli: Cli, tmp_path: Path) -> None:
    result = cli("logits", tmp_path / "none", "ids.npy", "out.npy")

    assert result.code == 1
    assert "not installed" in result.err


@pytest.fixture
def bare_model(starter_model_dir: Path, tmp_path: Path) -> Path:
    """The starter without its tokenizer files."""
    from newsassistant.model import folder as layout

    target = tmp_path / "bare"
    target.mkdir()
    names = [layout.MODEL_XML, layout.MODEL_BIN, layout.CONFIG]
    for name in names:
        (target / name).symlink_to(starter_model_dir / name)
    layout.write_manifest(target, names)
    return target


@pytest.mark.model
def test_all_positions_of_a_text_longer_than_a_chunk(
    cli: Cli, bare_model: Path, tmp_path: Path
) -> None:
    ids = stored(tmp_path, np.arange(1, CHUNK + 4))

    assert cli("logits", bare_model, ids, tmp_path / "out.npy").code == 0
    whole = np.load(tmp_path / "out.npy")
    first = stored(tmp_path, np.arange(1, 4))
    assert cli("logits", bare_model, first, tmp_path / "out.npy").code == 0
    part = np.load(tmp_path / "out.npy")

    assert (whole.dtype, whole.shape[0], part.shape) == ("f4", CHUNK + 3, (3, whole.shape[1]))
    np.testing.assert_allclose(part, whole[:3], atol=1e-3)
    assert sorted(path.name for path in tmp_path.glob("*out.npy*")) == ["out.npy"]


@pytest.mark.model
def test_a_cancelled_run_leaves_the_old_file(bare_model: Path, tmp_path: Path) -> None:
    from newsassistant.cli.commands.logits import _write
    from newsassistant.core.errors import CancelledError
    from newsassistant.model.folder import ModelFolder

    out = tmp_path / "out.npy"
    out.write_bytes(b"old")
    cancel = CancelToken()
    cancel.cancel()

    with pytest.raises(CancelledError):
        _write(ModelFolder.open(bare_model), np.arange(3), out, cancel)

    assert out.read_bytes() == b"old"


@pytest.mark.model
def test_a_prefix_of_another_model_is_refused(
    cli: Cli, bare_model: Path, house: Path, tmp_path: Path
) -> None:
    ids = stored(tmp_path, np.arange(1, 4))
    result = cli("logits", bare_model, ids, tmp_path / "out.npy", "--prefix", "house")

    assert result.code == 1
    assert "1 layers" in result.err
    assert "30 layers" in result.err
    assert not (tmp_path / "out.npy").exists()


@pytest.mark.model
def test_a_prefix_changes_the_logits(cli: Cli, bare_model: Path, tmp_path: Path) -> None:
    from newsassistant.model.folder import ModelFolder
    from newsassistant.model.prefixes.files import write_prefix
    from tests.unit.engine.conftest import random_prefix

    prefix = random_prefix(ModelFolder.open(bare_model).base())
    write_prefix(tmp_path / "style", prefix, name="Style")
    ids, out = stored(tmp_path, np.arange(1, 4)), tmp_path / "out.npy"
    assert cli("logits", bare_model, ids, out).code == 0
    plain = np.load(out)
    assert cli("logits", bare_model, ids, out, "--prefix", tmp_path / "style").code == 0

    assert np.load(out).shape == plain.shape
    assert not np.allclose(np.load(out), plain, atol=0.1)
