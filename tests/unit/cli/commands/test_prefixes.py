"""The command `prefixes`: what it lists, takes, tells, asks and deletes."""

from __future__ import annotations

import hashlib
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


# --- a style travels -----------------------------------------------------------------------------


@pytest.fixture
def file(cli: Cli, source: Path, tmp_path: Path) -> Path:
    """A style that was exported with everything that can be said of it."""
    (tmp_path / "LICENCE").write_text("\n  Free for all  \nUse it.\n", encoding="utf-8")
    said = {
        "--signed-off-by": "A. Editor",
        "--day": "2026-11-30",
        "--remark": "Read with 40 stories.",
        "--licence": tmp_path / "LICENCE",
        "--notes": "For the night's wire",
        "--language": "en",
    }
    cli("prefixes", "add", source)
    words = [word for pair in said.items() for word in pair]
    path = tmp_path / "bulletin.newsstyle"
    result = cli("prefixes", "export", "bulletin", "--output", path, *words)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert (result.code, result.out) == (0, f"{digest}  bulletin.newsstyle\n")
    assert "can compare its SHA-256" in result.err
    cli("prefixes", "remove", "bulletin", "--yes")
    return path


def test_a_style_travels_as_a_file(
    cli: Cli, home: Paths, file: Path, library: StyleLibrary
) -> None:
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    refused = cli("prefixes", "add", file)
    assert refused.code == 1
    assert "it was made for THUDM/chatglm2-6b (chatglm2, 2 layers, " in refused.err
    assert "--any-model" in refused.err
    assert library.list() == []

    added = cli("prefixes", "add", file, "--any-model")
    assert added.code == 0
    assert "Signed off by A. Editor on 2026-11-30. Read with 40 stories." in added.err
    assert digest in added.err
    out = cli("prefixes", "inspect", "bulletin").out
    for told in ("For the night's wire", "A. Editor on 2026-11-30", digest, "Free for all"):
        assert told in out
    (style,) = json.loads(cli("prefixes", "list", "--json").out)
    assert style["sign_off"]["name"] == "A. Editor"
    assert style["package_sha256"] == digest


def test_a_file_that_an_installed_model_can_use_is_taken(
    cli: Cli, home: Paths, tmp_path: Path
) -> None:
    base = ModelFolder.open(make_model(home.models / "wire")).base()
    write_prefix(tmp_path / "own", prefix(base), name="Bulletin")
    file = tmp_path / "a.newsstyle"

    assert cli("prefixes", "export", tmp_path / "own", "--output", file).code == 0
    assert cli("prefixes", "add", file).code == 0
    assert "fits" in cli("prefixes", "inspect", file).out


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--output", "a.zip"], 2, "ends in .newsstyle"),
        (["--output", "a.newsstyle", "--day", "30.11.2026"], 2, "expected a day"),
        (["--output", "a.newsstyle", "--remark", "Good."], 1, "needs the name"),
        ([], 2, "--output"),
    ],
)
def test_what_cannot_be_exported(
    cli: Cli, source: Path, tmp_path: Path, options: list[str], code: int, said: str
) -> None:
    options = [str(tmp_path / word) if word[0] == "a" else word for word in options]
    result = cli("prefixes", "export", source, *options)

    assert (result.code, said in result.err) == (code, True)
    assert not (tmp_path / "a.newsstyle").exists()
