"""What lists show of a prefix: its manifest, whoever wrote it, and its name, which can change."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newsassistant.core.errors import PrefixError
from newsassistant.model.folder import MANIFEST
from newsassistant.model.prefixes.files import read_prefix, write_prefix
from newsassistant.model.prefixes.manifest import PREFIX, read_info, rename_prefix
from tests.unit.model.example_prefixes import LENGTH, prefix
from tests.unit.model.forge import write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A prefix in our own format."""
    path = tmp_path / "style"
    write_prefix(path, prefix(), name="Bulletin", licence="CC0", steps=300, loss=1.5)
    return path


def edit(folder: Path, **changes: object) -> None:
    values = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    kept = {key: value for key, value in {**values, **changes}.items() if value is not None}
    (folder / MANIFEST).write_text(json.dumps(kept), encoding="utf-8")


def test_lists_show_it_without_its_rows(folder: Path) -> None:
    info = read_info(folder)

    assert (info.id, info.name, info.licence, info.source) == (
        "style",
        "Bulletin",
        "CC0",
        "newsassistant",
    )
    assert (info.base, info.length, info.position_offset) == (prefix().base, LENGTH, 0)
    assert info.size_bytes == (folder / PREFIX).stat().st_size
    assert info.created_at.endswith("+00:00")
    assert info.path == folder
    write(folder / PREFIX, b"x" * info.size_bytes)
    assert read_info(folder) == info


def test_facts_that_cannot_be_kept_are_left_out(tmp_path: Path) -> None:
    facts: dict[str, Any] = {
        "loss": float("nan"),
        "best": float("inf"),
        "none": None,
        "list": [1],
        "seed": 7,
    }
    write_prefix(tmp_path, prefix(), name="x", instruction="Say it. " * 99, **facts)

    training = read_info(tmp_path).training
    assert training == {"seed": 7, "instruction": ("Say it. " * 99).strip()}


def test_what_a_stranger_wrote_can_be_shown(folder: Path) -> None:
    facts = {"steps": 3, "note": "a\x1b[2Jb", "list": [1], "none": None, "big": 10**30}
    edit(folder, name="\x1b]0;x\x07" + "n" * 999, training=facts)
    info = read_info(folder)

    assert info.training == {"steps": 3, "note": "a[2Jb"}
    assert info.name.isprintable()
    assert len(info.name) == 200


def test_a_nameless_prefix_is_called_by_its_folder(folder: Path) -> None:
    edit(folder, name=None)

    assert read_info(folder).name == "style"


def test_only_the_name_changes(folder: Path) -> None:
    before = read_info(folder)
    info = rename_prefix(folder, "短讯\n")

    assert info.name == "短讯"
    assert (info.created_at, info.training) == (before.created_at, before.training)
    assert read_prefix(folder).facts["name"] == "短讯"


@pytest.mark.parametrize("foreign", ["1e999", '"\\ud800"'])
def test_a_foreign_key_that_cannot_be_written_again(folder: Path, foreign: str) -> None:
    text = (folder / MANIFEST).read_text(encoding="utf-8")
    (folder / MANIFEST).write_text(f'{{"foreign": {foreign},{text[1:]}', encoding="utf-8")

    assert read_info(folder).name == "Bulletin"
    with pytest.raises(PrefixError) as caught:
        rename_prefix(folder, "x")
    assert caught.value.code == "prefix-invalid"
    assert read_info(folder).name == "Bulletin"
