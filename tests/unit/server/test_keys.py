"""Keys: made once, kept as hashes, and a file that others can read or have spoilt is refused."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from newsassistant.core.errors import InputError
from newsassistant.server.keys import add_key, read_keys


def test_a_key_is_known_by_its_hash_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    anna, ben = add_key(path, "anna"), add_key(path, "ben.b")

    keys = read_keys(path)
    assert (keys.user_of(anna), keys.user_of(ben)) == ("anna", "ben.b")
    assert keys.user_of(anna + "x") is None
    assert keys.user_of("") is None
    assert anna not in path.read_text()
    assert os.name != "posix" or stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("user", ["", "a b", "a:b", "-a", "a" * 41, "安娜", "a\n"])
def test_names_that_are_refused(tmp_path: Path, user: str) -> None:
    with pytest.raises(InputError) as caught:
        add_key(tmp_path / "keys", user)
    assert caught.value.code == "keys-user"


def test_a_user_has_one_key(tmp_path: Path) -> None:
    key = add_key(tmp_path / "keys", "anna")
    with pytest.raises(InputError) as caught:
        add_key(tmp_path / "keys", "anna")

    assert caught.value.code == "keys-taken"
    assert read_keys(tmp_path / "keys").user_of(key) == "anna"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "keys-empty"),
        ("# nobody\n\n", "keys-empty"),
        ("anna:plain\n", "keys-invalid"),
        (f"anna:sha256:{'0' * 64}\nanna:sha256:{'1' * 64}\n", "keys-invalid"),
        (f"anna:sha256:{'G' * 64}\n", "keys-invalid"),
    ],
)
def test_files_that_are_refused(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "keys"
    path.write_text(text)
    path.chmod(0o600)

    with pytest.raises(InputError) as caught:
        read_keys(path)
    assert caught.value.code == code


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such rights")
def test_a_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    add_key(path, "anna")
    path.chmod(0o640)

    with pytest.raises(InputError) as caught:
        read_keys(path)
    assert caught.value.code == "keys-open"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_keys(tmp_path / "none")
    assert caught.value.code == "file-not-found"
