"""The tokenizer and the chat template that lie beside a graph, as our folders have them.

Knows nothing of graphs. A tokenizer that is itself a graph is not run: it would bring operations
of its own.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from newsassistant.core.errors import CheckpointError
from newsassistant.core.files import read_bytes, read_text
from newsassistant.core.outside import UnfitError
from newsassistant.model.checkpoint import MAX_TOKENIZER_CONFIG, TOKENIZER_CONFIG, Checkpoint
from newsassistant.model.folder import CHAT_TEMPLATE, MAX_TEMPLATE
from newsassistant.text.load import BPE_MODEL, SENTENCEPIECE_MODEL, Kind

MAX_TOKENIZER = 64 << 20
_GRAPH = "openvino_tokenizer.xml"
_NAMED = ("bos_token", "eos_token", "pad_token", "unk_token")
"""What templates may write by name; the official code gives them these from the config."""
_LONGEST_TOKEN = 200


def copy_texts(source: Path, work: Path, kind: Kind) -> list[str]:
    """Write what the tokenizer needs into `work`; the names of the files.

    Raises CheckpointError("foreign-tokenizer") where it is not there, "checkpoint-invalid" for what
    cannot be read or leads out of the folder.
    """
    name = BPE_MODEL if kind == "bpe" else SENTENCEPIECE_MODEL
    if not os.path.lexists(source / name):
        found = _GRAPH if os.path.lexists(source / _GRAPH) else "nothing"
        raise CheckpointError("foreign-tokenizer", path=source.name, actual=found, expected=name)
    (work / name).write_bytes(_read(source, name, MAX_TOKENIZER))
    if kind != "bpe":
        return [name]
    template = _template(source)
    (work / CHAT_TEMPLATE).write_text(template, encoding="utf-8", newline="")
    return [name, CHAT_TEMPLATE]


def _read(source: Path, name: str, limit: int) -> bytes:
    try:
        return read_bytes(source / name, limit, within=source)
    except UnfitError as error:
        raise CheckpointError("checkpoint-invalid", detail=error) from error


def _template(source: Path) -> str:
    """The Jinja source, in a file or in tokenizer_config.json, with the tokens that it names."""
    if os.path.lexists(source / TOKENIZER_CONFIG):
        _read(source, TOKENIZER_CONFIG, MAX_TOKENIZER_CONFIG)  # not through a link
    values = Checkpoint(source, {}).tokenizer_config()
    template: object = None
    if os.path.lexists(source / CHAT_TEMPLATE):
        try:
            template = read_text(source / CHAT_TEMPLATE, MAX_TEMPLATE, within=source)
        except UnfitError as error:
            raise CheckpointError("checkpoint-invalid", detail=error) from error
    template = template or _default(values.get("chat_template"))
    if not isinstance(template, str):
        raise CheckpointError("foreign-template", path=source.name)
    whole = _named_tokens(template, values) + template.replace("\r\n", "\n")
    if len(whole) > MAX_TEMPLATE:
        detail = f"the chat template is longer than {MAX_TEMPLATE} bytes"
        raise CheckpointError("checkpoint-invalid", detail=detail)
    return whole


def _default(found: object) -> object:
    """The template for chats where there are several."""
    if not isinstance(found, list):
        return found
    named = {each.get("name"): each.get("template") for each in found if isinstance(each, dict)}
    return named.get("default")


def _named_tokens(template: str, values: Mapping[str, Any]) -> str:
    """Jinja that says what `bos_token` and the like are, where the template writes them."""
    lines = []
    for name in _NAMED:
        token = values.get(name)
        token = token.get("content") if isinstance(token, dict) else token
        if name not in template or not isinstance(token, str):
            continue
        if len(token) > _LONGEST_TOKEN or not token.isprintable() or set("'\\") & set(token):
            detail = f"{TOKENIZER_CONFIG}: {name} is no token"
            raise CheckpointError("checkpoint-invalid", detail=detail)
        lines.append(f"{{%- set {name} = '{token}' -%}}")
    return "".join(lines)
