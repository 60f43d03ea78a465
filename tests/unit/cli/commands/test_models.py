"""The command `models`: what it lists, asks, says and does, on folders that look like models."""

from __future__ import annotations

import io
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from newsassistant.app.installed.conversion import Result
from newsassistant.app.installed.files import describe
from newsassistant.app.installed.install import Installer
from newsassistant.app.installed.needs import PROGRAM_BYTES
from newsassistant.app.machine import memory
from newsassistant.cli.commands import models
from newsassistant.cli.shared.console import Context
from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from newsassistant.download import catalog
from newsassistant.model.folder import ModelFolder
from tests.unit.app.installed.test_install import FakeConverter
from tests.unit.app.installed.test_models import make_model
from tests.unit.download.hubs import FILES, MODEL, open_hub
from tests.unit.download.server import Site, serving
from tests.unit.model import configs
from tests.unit.model.example_prefixes import ENCODER, LENGTH, write_official
from tests.unit.model.test_config import CONFIG as SIZES

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Cli

Answer = Callable[[str], None]


@pytest.fixture(autouse=True)
def converter(monkeypatch: pytest.MonkeyPatch) -> FakeConverter:
    """Conversions do not start processes."""
    fake = FakeConverter()

    def make(context: Context) -> Installer:
        return Installer(context.paths, convert=fake, try_out=lambda folder: None)

    monkeypatch.setattr(models, "make_installer", make)
    return fake


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A hub with one model, which is in the catalogue too."""
    for name in ("http_proxy", "all_proxy", "hf_endpoint"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr(catalog, "MODELS", (MODEL,))
    with serving() as running:
        open_hub(running)
        open_hub(running, "modelscope")
        yield running


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Lets a user at a terminal type a line."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    def type_in(text: str) -> None:
        monkeypatch.setattr("sys.stdin", Terminal(text))

    return type_in


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "Checkpoint"
    path.mkdir()
    return path


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


# --- list, verify ---------------------------------------------------------------------------------


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
    assert row[head.index("MEMORY") :].split() == ["4.5", "GB", "MIT"]  # 4 GB are kept at most


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
    parts = [model[f"{part}_bytes"] for part in ("weight", "cache", "kept")]
    assert min(parts) > 0
    assert model["memory_bytes"] == sum(parts) + PROGRAM_BYTES


def test_a_model_that_may_not_fit_is_named(
    cli: Cli, installed: Path, spare: Callable[[int, int], None]
) -> None:
    assert cli("models", "list").err == ""

    spare(400_000_000, 8_000_000_000)
    assert "wire needs 0.6 GB of memory, 0.4 GB are free" in cli("models", "list").err
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


# --- add -----------------------------------------------------------------------------------------


def test_a_folder_is_added(cli: Cli, home: Paths, source: Path, converter: FakeConverter) -> None:
    result = cli("models", "add", source, "--weights", "int4", "--name", "wire")

    assert (result.code, result.out) == (0, "")
    assert "The model wire is installed." in result.err
    assert converter.calls == [(source, "int4")]
    assert os.listdir(home.models) == ["wire"]


def test_a_model_that_cannot_chat_or_may_not_fit_is_told(
    cli: Cli, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FakeConverter, "__call__", without_tokenizer)
    monkeypatch.setattr(memory, "read_spare", lambda: memory.Spare(100_000_000, 1 << 40))
    result = cli("models", "add", source)

    assert "no tokenizer files" in result.err
    assert "checkpoint needs 0.6 GB of memory, 0.1 GB are free" in result.err


def without_tokenizer(self: FakeConverter, source: Path, target: Path, **options: object) -> Result:
    make_model(target)
    return Result(False)


def test_a_style_inside_is_installed_and_named(
    cli: Cli, home: Paths, tmp_path: Path, converter: FakeConverter
) -> None:
    sizes = {"num_layers": SIZES.layers, "multi_query_group_num": SIZES.kv_heads}
    width = 2 * SIZES.layers * SIZES.kv_size
    source = write_official(
        tmp_path / "house",
        {f"{ENCODER}embedding.weight": np.zeros((LENGTH, width), np.float32)},
        {**configs.V2, **sizes, "kv_channels": SIZES.head_dim},
    )
    converter.has_style = True
    result = cli("models", "add", source, "--family", "chatglm2")

    assert converter.families == ["chatglm2"]
    assert "Its family is" in result.err
    assert "its id is house" in result.err
    assert (home.prefixes / "house").is_dir()


def test_a_style_inside_that_cannot_be_used_is_told(
    cli: Cli, source: Path, converter: FakeConverter
) -> None:
    converter.has_style = True
    result = cli("models", "add", source)

    assert result.code == 0
    assert "is installed." in result.err
    assert "A house style is inside the checkpoint, but cannot be used." in result.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["none"], "no folder"), ([".", "--name", "a b"], "a b cannot be the name of a model")],
)
def test_what_cannot_be_added(cli: Cli, arguments: list[str], words: str) -> None:
    result = cli("models", "add", *arguments)

    assert (result.code, result.out) == (1, "")
    assert words in result.err


# --- download ------------------------------------------------------------------------------------


@pytest.mark.parametrize("hub", models.SOURCES)
def test_a_model_is_fetched_after_its_licence_was_shown(
    cli: Cli, home: Paths, site: Site, hub: str
) -> None:
    result = cli("models", "download", "tiny", "--endpoint", site.url, "--source", hub, "--yes")

    assert (result.code, result.out) == (0, "Licence text 许可\n\n")
    assert "Press licence: Free for the press." in result.err
    assert "Tiny: 10.3 kB to fetch from 127.0.0.1" in result.err
    assert "The model tiny is installed." in result.err
    ModelFolder.open(home.models / "tiny").verify()
    assert os.listdir(home.downloads) == []


def test_without_a_yes_nothing_is_fetched(
    cli: Cli, home: Paths, site: Site, answer: Answer
) -> None:
    answer("n\n")
    result = cli("models", "download", "tiny", "--endpoint", site.url)

    assert result.code == 0
    assert result.err.splitlines()[-2:] == [
        "Do you agree to the licence, and shall it be fetched? y or n:",
        "Nothing was done.",
    ]
    assert not home.downloads.exists()


def test_a_yes_at_the_terminal_is_enough(cli: Cli, home: Paths, site: Site, answer: Answer) -> None:
    answer("Yes\n")

    assert cli("models", "download", "tiny", "--endpoint", site.url, "--name", "w").code == 0
    assert os.listdir(home.models) == ["w"]


def test_without_a_terminal_the_option_is_needed(
    cli: Cli, home: Paths, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    result = cli("models", "download", "tiny", "--endpoint", site.url)

    assert result.code == 1
    assert "--yes" in result.err
    assert not home.downloads.exists()


def test_the_setting_and_the_environment_name_a_mirror(
    cli: Cli, home: Paths, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    Settings(hub_endpoint=site.url).save(home.settings_file)
    assert cli("models", "download", "tiny", "--yes").code == 0

    monkeypatch.setenv("HF_ENDPOINT", "nowhere")
    result = cli("models", "download", "tiny", "--yes", "--name", "b")
    assert "nowhere is not an address of a hub" in result.err


def test_what_is_there_already_is_told(cli: Cli, home: Paths, site: Site) -> None:
    (home.downloads / "tiny").mkdir(parents=True)
    (home.downloads / "tiny" / "config.json").write_bytes(FILES["config.json"] * 100_000)

    result = cli("models", "download", "tiny", "--endpoint", site.url, "--yes")
    assert "2.2 MB of it are here already" in result.err


def test_a_model_without_a_licence_text(cli: Cli, site: Site) -> None:
    files = {name: data for name, data in FILES.items() if "LICENSE" not in name}
    open_hub(site, files=files)
    result = cli("models", "download", "tiny", "--endpoint", site.url, "--yes")

    assert (result.code, result.out) == (0, "")
    assert "shows no licence text" in result.err


def test_a_licence_cannot_steer_the_terminal(cli: Cli, site: Site) -> None:
    open_hub(site, files={**FILES, "MODEL_LICENSE": b"be \x1b[31mkind\x07\r\n\tplease"})
    result = cli("models", "download", "tiny", "--endpoint", site.url, "--yes")

    assert result.out == "be [31mkind\n\tplease\n\n"


def test_an_unknown_or_installed_model_needs_no_connection(
    cli: Cli, home: Paths, site: Site
) -> None:
    make_model(home.models / "tiny")

    assert "is known for download" in cli("models", "download", "gpt-9").err
    assert "is installed already" in cli("models", "download", "tiny").err
    assert site.requests == []


# --- remove --------------------------------------------------------------------------------------


def test_a_model_is_removed(cli: Cli, home: Paths, answer: Answer) -> None:
    make_model(home.models / "wire")
    answer("n\n")
    assert "Nothing was done." in cli("models", "remove", "wire").err
    assert os.listdir(home.models) == ["wire"]

    answer("y\n")
    assert "The model wire is removed." in cli("models", "remove", "wire").err
    assert os.listdir(home.models) == []


@pytest.mark.parametrize("name", ["none", "..", "../prefixes", "", ".wire"])
def test_nothing_else_is_removed(cli: Cli, home: Paths, name: str) -> None:
    make_model(home.models / ".wire")
    result = cli("models", "remove", name, "--yes")

    assert result.code == 1
    assert "not installed" in result.err
    assert os.listdir(home.models) == [".wire"]
