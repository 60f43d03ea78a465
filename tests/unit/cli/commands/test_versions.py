"""The command `versions`: for people and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Cli

OLD = "The mayor came. It cost £5m to build. Rain fell on the crowd."
NEW = "The mayor came. It cost £6m to build. Snow came from Paris."


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text(OLD, encoding="utf-8")
    new.write_text(NEW, encoding="utf-8")
    return old, new


def test_changes_are_listed(cli: Cli, files: tuple[Path, Path]) -> None:
    result = cli("versions", *files)

    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines() == [
        "1 sentence new, 1 changed, 1 removed; 1 number and 1 name new; 1 number gone.",
        "",
        "Changed: It cost £5m to build. → It cost £6m to build.",
        "Removed: Rain fell on the crowd.",
        "New: Snow came from Paris.",
        "New numbers: 6m",
        "New names: Paris",
        "Gone numbers: 5m",
    ]


def test_json(cli: Cli, files: tuple[Path, Path]) -> None:
    told = json.loads(cli("versions", *files, "--json").out)

    assert [each["change"] for each in told["sentences"]] == ["changed", "removed", "new"]
    assert told["sentences"][0]["old"]["text"] == "It cost £5m to build."
    assert [mark["text"] for mark in told["removed"]] == ["5m"]
    assert told["cut"] is False


def test_the_same_text_has_no_changes(cli: Cli, files: tuple[Path, Path]) -> None:
    assert "same sentences" in cli("versions", files[0], files[0]).out


def test_what_is_too_long_is_cut_and_said(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("The river rose again in the night. " * 1500, encoding="utf-8")

    assert "50,000 characters" in cli("versions", path, path).err
