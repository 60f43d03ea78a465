"""The command `tokens`: its input's checks, and ids on the starter's tokenizer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsassistant.cli.commands.tokens import read_items
from newsassistant.core.errors import InputError
from newsassistant.core.types import Message
from tests.unit.text.tiny_sentencepiece import chatglm_model

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Cli


def test_texts_and_conversations_are_read(tmp_path: Path) -> None:
    path = tmp_path / "in.json"
    path.write_text('["", [{"role": "user", "content": "hi", "name": "x"}]]', encoding="utf-8")

    assert read_items(path) == ["", [Message("user", "hi")]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "expected JSON"),
        ("[" * 100_000, "expected JSON"),
        ('{"a": 1}', "content is dict, expected a list"),
        ("[1]", "[0] is int, expected a text"),
        ('["a", []]', "[1] is an empty list"),
        ("[[1]]", "[0][0] is int, expected an object"),
        ('[[{"role": "boss", "content": ""}]]', "[0][0].role is 'boss'"),
        ('[[{"role": ["user"], "content": ""}]]', "[0][0].role is ['user']"),
        ('[[{"role": "user"}]]', "[0][0].content is NoneType"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "in.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(InputError) as caught:
        read_items(path)

    assert words in caught.value.text()


def test_bytes_that_are_no_utf8(tmp_path: Path) -> None:
    path = tmp_path / "in.json"
    path.write_bytes(b'["\xff\xfe\xfa"]')

    with pytest.raises(InputError, match="expected JSON"):
        read_items(path)


@pytest.mark.parametrize("model", ["none", "."])
def test_a_folder_without_a_tokenizer(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.json").write_text('["a"]')

    result = cli("tokens", model, "in.json", "out.json")

    assert result.code == 1
    assert result.err.count("\n") == 1
    assert not (tmp_path / "out.json").exists()


@pytest.mark.model
def test_ids_and_decoded_text(cli: Cli, starter_model_dir: Path, tmp_path: Path) -> None:
    texts = ["Hello world", "", "你好 <|im_end|>", "a\ud800b"]
    talk = [{"role": "user", "content": "Hello <|im_end|>"}]
    (tmp_path / "in.json").write_text(json.dumps([*texts, talk]))

    done = cli("tokens", starter_model_dir, tmp_path / "in.json", tmp_path / "out.json")
    *words, chat = json.loads((tmp_path / "out.json").read_text("utf-8"))

    assert done.code == 0
    assert [word["decoded"] for word in words[:3]] == texts[:3]
    assert words[1]["ids"] == []
    assert list(chat) == ["ids"]
    # A typed control token stays text: the only end marks are the template's own.
    assert chat["ids"].count(2) == 2


@pytest.mark.model
def test_official_is_accepted(cli: Cli, starter_model_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "in.json").write_text("[]")
    out = tmp_path / "out.json"

    assert cli("tokens", starter_model_dir, tmp_path / "in.json", out, "--official").code == 0
    assert json.loads(out.read_text("utf-8")) == []


@pytest.mark.parametrize("official", [False, True])
def test_chatglm_by_the_folder_s_kind(cli: Cli, tmp_path: Path, official: bool) -> None:
    (tmp_path / "config.json").write_text('{"tokenizer": "chatglm"}')
    (tmp_path / "ice_text.model").write_bytes(chatglm_model())
    talk = [{"role": "user", "content": "[MASK]"}]
    (tmp_path / "in.json").write_text(json.dumps(["[MASK]", talk, "a  b\n"]))
    options = ["--official"] if official else []

    done = cli("tokens", tmp_path, tmp_path / "in.json", tmp_path / "out.json", *options)
    mask, chat, spaced = json.loads((tmp_path / "out.json").read_text("utf-8"))

    assert done.code == 0
    assert (len(mask["ids"]) == 1) == official
    assert mask["decoded"] == ("" if official else "[MASK]")
    # [gMASK] <sop> follow the question.
    assert chat["ids"][:-2] == mask["ids"]
    assert spaced["decoded"] == "a  b\n"
