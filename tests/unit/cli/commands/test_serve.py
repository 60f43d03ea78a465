"""The command `serve`: what it refuses before it listens, and keys."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsassistant.server.keys import read_keys
from newsassistant.server.listening import Place, open_port

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Cli


def test_a_key_is_made_and_shown_once(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "keys"
    done = cli("serve", "--new-key", "anna", "--keys", path)

    key = done.out.strip()
    assert done.code == 0
    assert read_keys(path).user_of(key) == "anna"
    assert key not in done.err
    assert os.name != "posix" or stat.S_IMODE(path.stat().st_mode) == 0o600
    again = cli("serve", "--new-key", "anna", "--keys", path)
    assert (again.code, again.out) == (1, "")
    assert "anna has a key" in again.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("--new-key", "anna"),
        ("--tls-cert", "a.pem"),
        ("--tls-key", "a.pem"),
        ("--port", "0"),
        ("--rows", "65"),
    ],
)
def test_options_that_do_not_fit(cli: Cli, arguments: tuple[str, ...]) -> None:
    assert cli("serve", *arguments).code == 2


def test_other_computers_need_keys_and_encryption(cli: Cli, tmp_path: Path) -> None:
    cli("serve", "--new-key", "anna", "--keys", tmp_path / "keys")
    keyless = cli("serve", "--host", "0.0.0.0")
    plain = cli("serve", "--host", "0.0.0.0", "--keys", tmp_path / "keys")

    assert (keyless.code, plain.code) == (1, 1)
    assert "--new-key" in keyless.err
    assert "--tls-cert" in plain.err


def test_a_taken_port_is_named_before_anything_is_loaded(cli: Cli) -> None:
    with open_port(Place(port=0)) as taken:
        number = taken.getsockname()[1]
        done = cli("serve", "--port", number)

    assert done.code == 1
    assert str(number) in done.err


def test_a_damaged_key_file_is_named(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "keys"
    path.write_text("anna:secret\n")
    path.chmod(0o600)
    done = cli("serve", "--keys", path)

    assert done.code == 1
    assert "Line 1" in done.err
    assert "secret" not in done.err
