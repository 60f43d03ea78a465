"""The command `models` on folders that look like models."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsassistant.core.paths import Paths

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Cli


@pytest.fixture
def installed(starter_model_dir: Path, home: Paths) -> Path:
    """The starter's small files in the home folder, with a manifest of those."""
    from newsassistant.model import folder as layout

    target = home.models / "wire"
    target.mkdir(parents=True)
    names = [layout.CONFIG, layout.CHAT_TEMPLATE]
    for name in names:
        (target / name).write_bytes((starter_model_dir / name).read_bytes())
    layout.write_manifest(target, names, name="Wire model", weights="int8", licence="MIT")
    return target


def test_no_model_yet(cli: Cli) -> None:
    result = cli("models", "list")

    assert (result.code, result.out) == (0, "")
    assert "starter" in result.err


def test_no_model_yet_as_json(cli: Cli) -> None:
    assert json.loads(cli("models", "list", "--json").out) == []


@pytest.mark.model
def test_the_list_is_a_table(cli: Cli, installed: Path) -> None:
    head, row = cli("models", "list").out.splitlines()

    assert head.split() == ["ID", "NAME", "WEIGHTS", "CONTEXT", "SIZE", "LICENCE"]
    assert row.startswith("wire  Wire model  int8")
    assert row.index("int8") == head.index("WEIGHTS")


@pytest.mark.model
def test_the_list_as_json(cli: Cli, installed: Path) -> None:
    (model,) = json.loads(cli("models", "list", "--json").out)

    assert (model["id"], model["licence"]) == ("wire", "MIT")
    assert model["context_length"] > 0


@pytest.mark.model
def test_whole_files_are_verified(cli: Cli, installed: Path) -> None:
    result = cli("models", "verify", "wire")

    assert (result.code, result.err) == (0, "")
    assert "wire: all 2 files" in result.out


@pytest.mark.model
def test_a_changed_file_of_the_same_size_is_found(cli: Cli, installed: Path) -> None:
    path = installed / "chat_template.jinja"
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))

    result = cli("models", "verify", "wire")

    assert (result.code, result.out) == (1, "")
    assert "chat_template.jinja has hash" in result.err


@pytest.mark.parametrize("name", ["none", "..", "../models", "", "."])
def test_what_is_not_installed_is_not_looked_for_elsewhere(
    cli: Cli, home: Paths, name: str
) -> None:
    home.models.mkdir(parents=True)

    result = cli("models", "verify", name)

    assert result.code == 1
    assert "not installed" in result.err
