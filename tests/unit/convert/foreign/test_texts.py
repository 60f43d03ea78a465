"""Tokenizer and chat template beside a graph."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsassistant.convert.foreign.texts import copy_texts
from newsassistant.core.errors import CheckpointError
from tests.unit.convert.foreign import toys
from tests.unit.train import tiny


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "source").mkdir()
    (tmp_path / "work").mkdir()
    return toys.write_texts(tmp_path / "source")


def test_both_are_written(source: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    assert copy_texts(source, work, "bpe") == ["tokenizer.json", "chat_template.jinja"]
    assert (work / "chat_template.jinja").read_text(encoding="utf-8") == tiny.TEMPLATE


def test_tokens_that_a_template_names_are_put_into_it(source: Path, tmp_path: Path) -> None:
    (source / "chat_template.jinja").write_text("{{ eos_token }}{{ x }}", encoding="utf-8")
    copy_texts(source, tmp_path / "work", "bpe")
    made = (tmp_path / "work" / "chat_template.jinja").read_text(encoding="utf-8")
    assert made == "{%- set eos_token = '<|end|>' -%}{{ eos_token }}{{ x }}"


def test_a_token_cannot_end_its_quotes(source: Path, tmp_path: Path) -> None:
    values = {"chat_template": "{{ eos_token }}", "eos_token": "'%}{{ 1 }}"}
    (source / "tokenizer_config.json").write_text(json.dumps(values), encoding="utf-8")
    with pytest.raises(CheckpointError, match="eos_token is no token"):
        copy_texts(source, tmp_path / "work", "bpe")


def test_the_template_for_chats_is_chosen(source: Path, tmp_path: Path) -> None:
    listed = [{"name": "tools", "template": "a"}, {"name": "default", "template": "b"}]
    values = {"chat_template": listed}
    (source / "tokenizer_config.json").write_text(json.dumps(values), encoding="utf-8")
    copy_texts(source, tmp_path / "work", "bpe")
    assert (tmp_path / "work" / "chat_template.jinja").read_text(encoding="utf-8") == "b"


@pytest.mark.parametrize(
    ("missing", "code"),
    [("tokenizer.json", "foreign-tokenizer"), ("tokenizer_config.json", "foreign-template")],
)
def test_what_is_missing_is_named(source: Path, tmp_path: Path, missing: str, code: str) -> None:
    (source / missing).unlink()
    (source / "openvino_tokenizer.xml").touch()
    with pytest.raises(CheckpointError) as caught:
        copy_texts(source, tmp_path / "work", "bpe")
    assert caught.value.code == code


def test_links_to_other_places_are_refused(source: Path, tmp_path: Path) -> None:
    for name in ("tokenizer.json", "tokenizer_config.json"):
        (tmp_path / "other").write_bytes((source / name).read_bytes())
        (source / name).unlink()
        (source / name).symlink_to(tmp_path / "other")
        with pytest.raises(CheckpointError) as caught:
            copy_texts(source, tmp_path / "work", "bpe")
        assert caught.value.code == "checkpoint-invalid"
        (source / name).unlink()
        (source / name).write_bytes((tmp_path / "other").read_bytes())
