"""Tokenizer and template beside a graph: found, bounded, and never through a link."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from newsassistant.convert.foreign.texts import copy_texts
from newsassistant.core.errors import CheckpointError


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "tokenizer.json").write_text("{}")
    return folder


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


def configure(source: Path, **values: Any) -> None:
    (source / "tokenizer_config.json").write_text(json.dumps(values))


def refused(source: Path, work: Path, kind: Any = "bpe") -> str:
    with pytest.raises(CheckpointError) as caught:
        copy_texts(source, work, kind)
    return caught.value.code


def test_the_template_is_found_where_exporters_put_it(source: Path, work: Path) -> None:
    configure(source, chat_template="{{ messages }}")
    assert copy_texts(source, work, "bpe") == ["tokenizer.json", "chat_template.jinja"]
    assert (work / "chat_template.jinja").read_text() == "{{ messages }}"

    (source / "chat_template.jinja").write_text("{{ other }}")
    copy_texts(source, work, "bpe")
    assert (work / "chat_template.jinja").read_text() == "{{ other }}"


def test_of_several_templates_the_default_is_taken(source: Path, work: Path) -> None:
    templates = [{"name": "tools", "template": "a"}, {"name": "default", "template": "b"}]
    configure(source, chat_template=templates)
    copy_texts(source, work, "bpe")

    assert (work / "chat_template.jinja").read_text() == "b"


def test_tokens_that_the_template_names_are_told(source: Path, work: Path) -> None:
    configure(
        source,
        chat_template="{{ bos_token }}{{ messages }}{{ eos_token }}",
        bos_token={"content": "<s>"},
        eos_token="</s>",
        pad_token="unused",
    )
    copy_texts(source, work, "bpe")

    text = (work / "chat_template.jinja").read_text()
    assert text.startswith("{%- set bos_token = '<s>' -%}{%- set eos_token = '</s>' -%}{{ bos")


def test_a_token_that_would_be_jinja_is_refused(source: Path, work: Path) -> None:
    configure(source, chat_template="{{ bos_token }}", bos_token="'%}{{ evil }}")

    assert refused(source, work) == "checkpoint-invalid"


def test_what_is_missing_is_named(source: Path, work: Path) -> None:
    assert refused(source, work) == "foreign-template"
    assert refused(source, work, "chatglm3") == "foreign-tokenizer"
    (source / "tokenizer.model").write_bytes(b"model")
    assert copy_texts(source, work, "chatglm3") == ["tokenizer.model"]


@pytest.mark.skipif(os.name == "nt", reason="Windows makes links for administrators only")
@pytest.mark.parametrize("name", ["tokenizer.json", "chat_template.jinja", "tokenizer_config.json"])
def test_links_out_of_the_folder_are_refused(
    source: Path, work: Path, tmp_path: Path, name: str
) -> None:
    configure(source, chat_template="{{ messages }}")
    (tmp_path / "outside").write_text('{"chat_template": "secret"}')
    (source / name).unlink(missing_ok=True)
    (source / name).symlink_to(tmp_path / "outside")

    assert refused(source, work) == "checkpoint-invalid"
