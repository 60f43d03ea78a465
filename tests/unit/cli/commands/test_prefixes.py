"""The command `prefixes`: what it lists, takes, tells, asks and deletes."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsassistant.app.installed.styles import StyleLibrary
from newsassistant.core.paths import Paths
from newsassistant.model.base import Base
from newsassistant.model.folder import ModelFolder
from newsassistant.model.prefixes.files import write_prefix
from newsassistant.model.prefixes.manifest import PREFIX
from tests.unit.app.installed.test_models import make_model
from tests.unit.model.example_prefixes import prefix, write_official, write_peft

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Cli


@pytest.fixture
def library(home: Paths) -> StyleLibrary:
    return StyleLibrary(home.prefixes)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_official(tmp_path / "Bulletin")


def test_no_style_yet(cli: Cli) -> None:
    result = cli("prefixes", "list")

    assert (result.code, result.out) == (0, "")
    assert "prefixes add PATH" in result.err
    assert json.loads(cli("prefixes", "list", "--json").out) == []


def test_what_was_added_is_listed(cli: Cli, source: Path) -> None:
    added = cli("prefixes", "add", source, "--licence", "CC0")
    head, row = cli("prefixes", "list").out.splitlines()

    assert (added.code, added.out) == (0, "")
    assert "The house style Bulletin is installed; its id is bulletin." in added.err
    assert head.split() == ["ID", "NAME", "BASE", "TOKENS", "SIZE", "LICENCE"]
    assert row.split() == ["bulletin", "Bulletin", "THUDM/chatglm2-6b", "3", "0.3", "kB", "CC0"]


def test_the_list_as_json(cli: Cli, source: Path) -> None:
    cli("prefixes", "add", source / "pytorch_model.bin", "--name", "快讯")
    (style,) = json.loads(cli("prefixes", "list", "--json").out)

    assert (style["id"], style["name"], style["length"]) == ("style", "快讯", 3)
    assert style["base"]["family"] == "chatglm2"
    assert (style["source"], style["position_offset"]) == ("chatglm-ptuning-v2", 0)


def test_a_damaged_style_is_named_beside_the_list(
    cli: Cli, source: Path, library: StyleLibrary
) -> None:
    cli("prefixes", "add", source)
    (library.path("bulletin") / PREFIX).unlink()
    result = cli("prefixes", "list")

    assert (result.code, result.out) == (0, "")
    assert "bulletin cannot be used. The house style's file prefix.safe" in result.err


@pytest.mark.parametrize("damage", ["none", "cut", "lora"])
def test_what_is_no_prefix_is_an_error_of_one_line(
    cli: Cli, tmp_path: Path, source: Path, library: StyleLibrary, damage: str
) -> None:
    path = source
    if damage == "none":
        path = tmp_path / "nowhere"
    elif damage == "cut":
        (source / "pytorch_model.bin").write_bytes(b"PK\x03\x04")
    else:
        path = write_peft(tmp_path / "lora", peft_type="LORA")
    result = cli("prefixes", "add", path)

    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("newsassistant: ")
    assert result.err.count("\n") == 1
    assert library.list() == []


def test_inspecting_says_everything_and_which_models_fit(
    cli: Cli, home: Paths, tmp_path: Path
) -> None:
    base = ModelFolder.open(make_model(home.models / "wire")).base()
    write_prefix(tmp_path / "own", prefix(base), name="Bulletin", loss=1.5, steps=300)
    lines = cli("prefixes", "inspect", tmp_path / "own").out.splitlines()

    assert lines[0] == "name        Bulletin"
    assert lines[1] == "comes from  News Assistant"
    assert "tokens; real ones at positions from 0" in "\n".join(lines)
    assert "licence     not known" in lines
    assert "training    loss 1.5, steps 300" in lines
    assert lines[-1] == "fits        wire"


def test_inspecting_tells_why_a_model_does_not_fit(cli: Cli, home: Paths, source: Path) -> None:
    make_model(home.models / "wire")
    cli("prefixes", "add", source)
    lines = cli("prefixes", "inspect", "bulletin").out.splitlines()

    assert lines[0].split() == ["id", "bulletin"]
    assert lines[-2].split(maxsplit=1) == ["fits", "no installed model"]
    assert lines[-1].startswith("does not fit  wire: The house style was made for another model")


def test_inspecting_as_json(cli: Cli, home: Paths, tmp_path: Path) -> None:
    base = ModelFolder.open(make_model(home.models / "wire")).base()
    sizes = base.layers, base.kv_heads, base.head_dim
    write_prefix(tmp_path / "a", prefix(Base("", *sizes)), name="a")
    write_prefix(tmp_path / "b", prefix(Base("glm", 9, 9, 2)), name="b")
    fitting = json.loads(cli("prefixes", "inspect", tmp_path / "a", "--json").out)
    other = json.loads(cli("prefixes", "inspect", tmp_path / "b", "--json").out)

    assert fitting["models"] == [{"id": "wire", "fits": True, "error": None, "reason": ""}]
    assert (fitting["id"], fitting["name"]) == ("", "a")
    assert fitting["size_bytes"] == prefix(Base("", *sizes)).nbytes
    assert other["models"][0]["fits"] is False
    assert other["models"][0]["error"] == "prefix-other-shape"


def test_inspecting_reads_the_rows(cli: Cli, source: Path, library: StyleLibrary) -> None:
    cli("prefixes", "add", source)
    path = library.path("bulletin") / PREFIX
    path.write_bytes(path.read_bytes()[:-1] + b"\x7f")
    result = cli("prefixes", "inspect", "bulletin")

    assert result.code == 1
    assert "is damaged: found SHA-256" in result.err
    assert cli("prefixes", "inspect", "unknown").code == 1


def test_another_name(cli: Cli, source: Path, library: StyleLibrary) -> None:
    cli("prefixes", "add", source)
    result = cli("prefixes", "rename", "bulletin", "Short news")

    assert result.code == 0
    assert "The house style bulletin is now called Short news." in result.err
    assert library.find("bulletin").name == "Short news"
    assert cli("prefixes", "rename", "bulletin", " ").code == 2


def test_removal_asks_first(
    cli: Cli, source: Path, library: StyleLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    cli("prefixes", "add", source)
    monkeypatch.setattr("sys.stdin", Terminal("n\n"))
    kept = cli("prefixes", "remove", "bulletin")
    assert "Delete the house style bulletin" in kept.err
    assert len(library.list()) == 1

    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    assert cli("prefixes", "remove", "bulletin").code == 1  # nobody could be asked
    assert "removed" in cli("prefixes", "remove", "bulletin", "--yes").err
    assert library.list() == []
    assert "is not installed" in cli("prefixes", "remove", "bulletin", "--yes").err


def test_chinese_words(cli: Cli, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    cli("prefixes", "add", source)
    out = cli("prefixes", "inspect", "bulletin").out

    assert "来源      ChatGLM 官方 P-Tuning v2" in out
    assert "适用于    没有已安装的模型" in out


def test_the_newest_of_a_runs_checkpoints_is_taken_if_asked_for(cli: Cli, tmp_path: Path) -> None:
    for step in (5, 10):
        write_official(tmp_path / "run" / f"checkpoint-{step}")

    asked = cli("prefixes", "add", tmp_path / "run")
    assert (asked.code, "checkpoint-5, checkpoint-10" in asked.err) == (1, True)
    assert "--newest" in asked.err
    assert cli("prefixes", "add", tmp_path / "run", "--newest").code == 0
