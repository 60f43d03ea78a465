"""The command `models` on folders that look like models."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsassistant.app import memory
from newsassistant.app.installed.files import describe
from newsassistant.core.paths import Paths
from tests.unit.app.installed.test_models import make_model

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Cli


@pytest.fixture
def installed(home: Paths) -> Path:
    """A small model in the home folder."""
    path = make_model(home.models / "wire")
    describe(path, home.models, {"name": "Wire model", "weights": "int8", "licence": "MIT"})
    return path


@pytest.fixture(autouse=True)
def spare(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, int], None]:
    """Sets the computer's memory; enough of it at first."""

    def set_spare(free: int, total: int) -> None:
        monkeypatch.setattr(memory, "read_spare", lambda: memory.Spare(free, total))

    set_spare(1 << 40, 1 << 40)
    return set_spare


def test_no_model_yet(cli: Cli) -> None:
    result = cli("models", "list")

    assert (result.code, result.out) == (0, "")
    assert "starter" in result.err


def test_no_model_yet_as_json(cli: Cli) -> None:
    assert json.loads(cli("models", "list", "--json").out) == []


def test_the_list_is_a_table(cli: Cli, installed: Path) -> None:
    head, row = cli("models", "list").out.splitlines()

    assert head.split() == ["ID", "NAME", "WEIGHTS", "CONTEXT", "SIZE", "MEMORY", "LICENCE"]
    assert row.startswith("wire  Wire model  int8")
    assert row.index("int8") == head.index("WEIGHTS")
    assert row[head.index("MEMORY") :].split() == ["0.5", "GB", "MIT"]


def test_a_damaged_model_spoils_no_list(cli: Cli, installed: Path) -> None:
    broken = installed.parent / "broken"
    shutil.copytree(installed, broken)
    (broken / "manifest.json").write_text('{"format": 1e999}')
    result = cli("models", "list")

    assert result.code == 0
    assert [line.split()[0] for line in result.out.splitlines()] == ["ID", "wire"]
    assert result.err.startswith("broken cannot be used. ")
    assert len(json.loads(cli("models", "list", "--json").out)) == 1


def test_the_list_as_json(cli: Cli, installed: Path) -> None:
    (model,) = json.loads(cli("models", "list", "--json").out)

    assert (model["id"], model["licence"]) == ("wire", "MIT")
    assert model["context_length"] > 0
    assert model["memory_bytes"] > 500_000_000


def test_a_model_that_may_not_fit_is_named(
    cli: Cli, installed: Path, spare: Callable[[int, int], None]
) -> None:
    assert cli("models", "list").err == ""

    spare(400_000_000, 8_000_000_000)
    assert "wire needs 0.5 GB of memory, 0.4 GB are free" in cli("models", "list").err
    spare(100_000_000, 400_000_000)
    assert "this computer has only 0.4 GB" in cli("models", "list").err


def test_whole_files_are_verified(cli: Cli, installed: Path) -> None:
    result = cli("models", "verify", "wire")

    assert (result.code, result.err) == (0, "")
    assert "wire: all 5 files" in result.out


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
