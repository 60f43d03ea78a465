"""The command `convert`: what it shows, its errors, and Ctrl-C in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections import namedtuple
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsassistant.cli.shared.console import Console
from newsassistant.model.folder import ModelFolder
from newsassistant.text.tokenizers.tokenizer import define_bpe
from tests.unit.model import configs
from tests.unit.model.example_prefixes import encoder
from tests.unit.text.conftest import CONTROL, TEMPLATE, byte_pieces

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Cli

ROOT = Path(__file__).resolve().parents[4]
TIMEOUT_S = 60
Usage = namedtuple("Usage", "total used free")

# The real command; it waits inside the conversion until it is interrupted.
WAIT = """
import sys, threading
from newsassistant.cli.main import main
from newsassistant.convert import decoder
from newsassistant.core.types import CancelToken
pressed = threading.Event()
cancel, build = CancelToken.cancel, decoder.build_model
def press(token):
    cancel(token)
    pressed.set()
def slow(config, weights, *, store, on_layer):
    def wait(layer):
        print("converting", flush=True)
        pressed.wait(60)
        on_layer(layer)
    return build(config, weights, store=store, on_layer=wait)
CancelToken.cancel, decoder.build_model = press, slow
raise SystemExit(main(sys.argv[1:]))
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A tiny ChatGLM3 checkpoint without tokenizer files."""
    shapes = configs.v2_shapes()
    arrays = {name: array / 1e4 for name, array in configs.numbered(shapes).items()}
    return configs.write_checkpoint(tmp_path / "source", configs.V3, arrays)


def speaking(folder: Path) -> Path:
    """A tiny GLM checkpoint with a tokenizer and a template."""
    rows = 300
    shapes = {
        name: tuple(rows if size == 50 else size for size in shape)
        for name, shape in configs.glm_shapes().items()
    }
    arrays = {name: array / 1e4 for name, array in configs.numbered(shapes).items()}
    configs.write_checkpoint(folder, {**configs.GLM, "vocab_size": rows}, arrays)
    definition = define_bpe([*CONTROL, *byte_pieces()], [], [0, 1, 2], pre="gpt-2")
    (folder / "tokenizer.json").write_text(json.dumps(definition), encoding="utf-8")
    (folder / "chat_template.jinja").write_text(TEMPLATE, encoding="utf-8")
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "home")


def test_what_it_says(cli: Cli, source: Path, tmp_path: Path) -> None:
    result = cli("convert", source, tmp_path / "model")

    assert (result.code, result.out) == (0, "")
    said = result.err.splitlines()
    assert said[0] == f"The model is in {tmp_path / 'model'}. Its family is chatglm3."
    assert "no tokenizer files" in said[1]
    assert ModelFolder.open(tmp_path / "model").manifest["weights"] == "int8"


def test_a_checkpoint_with_a_tokenizer_needs_no_warning(cli: Cli, tmp_path: Path) -> None:
    source = speaking(tmp_path / "glm")

    result = cli("convert", source, tmp_path / "model", "--weights", "fp16")

    assert (result.code, len(result.err.splitlines())) == (0, 1), result.err
    assert ModelFolder.open(tmp_path / "model").manifest["weights"] == "fp16"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("tokenizer.json", b"{}", "tokenizer.json"),
        ("tokenizer.json", b"version https://git-lfs.github.com/spec/v1", "git lfs pull"),
        ("chat_template.jinja", b"{{ messages[99].content }}", "template"),
    ],
)
def test_what_the_model_needs_later_is_tried_first(
    cli: Cli, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    source = speaking(tmp_path / "glm")
    (source / name).write_bytes(content)

    result = cli("convert", source, tmp_path / "model", "--json")

    assert result.code != 0
    assert words in result.err
    assert ".model-" not in result.err
    assert not [line for line in result.out.splitlines() if "done" in json.loads(line)]
    assert names(tmp_path) == ["glm"]


def test_json_lines(cli: Cli, source: Path, tmp_path: Path) -> None:
    result = cli("convert", source, tmp_path / "model", "--json")

    assert (result.code, result.err) == (0, "")
    family, *progress, end = [json.loads(line) for line in result.out.splitlines()]
    assert family == {"family": "chatglm3"}
    assert [line["done"] for line in progress] == [0, 1, 2, 3, 4, 5]
    assert {line["total"] for line in progress} == {5}
    assert all(line["left_s"] >= 0 for line in progress)
    assert progress[-1]["left_s"] == 0
    assert end == {
        "path": str(tmp_path / "model"),
        "has_tokenizer": False,
        "has_style": False,
        "family": "chatglm3",
    }


def test_a_style_inside_a_checkpoint_is_told(cli: Cli, tmp_path: Path) -> None:
    """The official finetune_demo of ChatGLM3 saves all weights and the prefix encoder."""
    arrays = {**configs.numbered(configs.v2_shapes()), **encoder()}
    source = configs.write_checkpoint(tmp_path / "tuned", configs.V3, arrays)
    result = cli("convert", source, tmp_path / "model")

    assert result.code == 0
    assert f"`newsassistant prefixes add {source}`" in result.err
    assert cli("prefixes", "add", source).code == 0


def test_the_progress_line(
    cli: Cli, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[dict[str, object]] = []

    def keep(console: Console, key: str, **params: object) -> None:
        shown.append({"key": key, **params})

    monkeypatch.setattr(Console, "progress", keep)
    cli("convert", source, tmp_path / "model")

    assert [line["percent"] for line in shown] == [0, 20, 40, 60, 80, 100]
    assert {line["key"] for line in shown} == {"converting"}
    assert shown[-1]["seconds"] == 0


@pytest.mark.parametrize("kind", ["taken", "disk", "tensors", "missing", "family"])
def test_errors_are_one_line_and_leave_nothing(
    cli: Cli, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    target = tmp_path / "model"
    words = {
        "taken": f"{target} exists and is not empty. Name another folder",
        "disk": "0.1 GB while it is made; 0.0 GB are free",
        "tensors": "query_key_value.weight is [16, 8], expected [24, 8]",
        "missing": "config.json",
        "family": "do not say which ChatGLM generation",
    }
    changed = {"tensors": {**configs.V3, "multi_query_group_num": 2}}
    changed["family"] = {**configs.V3, "_name_or_path": "somebody/model"}
    if kind == "taken":
        target.mkdir()
        (target / "mine").write_text("x")
    elif kind == "disk":
        monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(9, 9, 0))
    elif kind == "missing":
        (source / "config.json").unlink()
    else:
        (source / "config.json").write_text(json.dumps(changed[kind]))
    before = names(tmp_path)

    result = cli("convert", source, target)

    assert (result.code, result.out) == (1, "")
    assert words[kind] in result.err
    assert len(result.err.splitlines()) == 1
    assert names(tmp_path) == before


def test_a_family_can_be_named(cli: Cli, source: Path, tmp_path: Path) -> None:
    config = {**configs.V3, "_name_or_path": "somebody/model"}
    (source / "config.json").write_text(json.dumps(config))

    assert cli("convert", source, tmp_path / "model", "--family", "chatglm2").code == 0
    assert ModelFolder.open(tmp_path / "model").config.family == "chatglm2"


def test_an_adapter_that_is_not_there(cli: Cli, source: Path, tmp_path: Path) -> None:
    result = cli("convert", source, tmp_path / "model", "--lora", tmp_path / "none")

    assert result.code == 1
    assert f"There is no file {tmp_path / 'none'}." in result.err
    assert names(tmp_path) == ["source"]


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to another process")
def test_ctrl_c_leaves_nothing(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "deep" / "model"
    command = [sys.executable, "-c", WAIT, "convert", str(source), str(target)]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "converting\n"
    assert len(names(target.parent)) == 1  # the hidden folder that it works in

    os.kill(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=TIMEOUT_S)

    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert names(target.parent) == []
