"""`newsassistant tokens`: texts and conversations in, token ids out, for comparing tokenizers.

The folder needs no weights.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

from newsassistant.cli.shared.arguments import file_name, invalid
from newsassistant.core.errors import InputError, ModelError
from newsassistant.core.files import read_bytes
from newsassistant.core.outside import MissingError, UnfitError, decode_json
from newsassistant.core.types import Message, Role

if TYPE_CHECKING:
    from newsassistant.cli.shared.command import Commands
    from newsassistant.cli.shared.console import Context

MAX_BYTES = 64 << 20
Conversation = list[Message]
Item = str | Conversation


def declare(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add(
        "tokens",
        run,
        help="the token ids of texts and conversations",
        description="IN.json is a list of strings, for which `ids` and `decoded` without special "
        "ids are written, or of conversations (lists of `role` and `content`), for which the "
        "`ids` of the chat prompt are.",
    )
    add = parser.add_argument
    add("model_dir", type=file_name, metavar="MODEL_DIR", help="a converted model's folder")
    add("source", type=file_name, metavar="IN.json", help="strings or conversations")
    add("out", type=file_name, metavar="OUT.json", help="the file to write")
    add(
        "--official",
        action="store_true",
        help="treat typed control tokens as the official tokenizer does (ChatGLM-6B)",
    )


def run(options: argparse.Namespace, context: Context) -> int:
    """Write one object for each item; raises InputError, ModelError."""
    from newsassistant.cli.shared.files import replacing

    folder = Path(options.model_dir)
    if not folder.is_dir():
        raise ModelError("model-missing", model=options.model_dir)
    items = read_items(Path(options.source))
    results = encode(folder, items, official=options.official)
    text = json.dumps(results, ensure_ascii=False)
    with replacing(Path(options.out)) as file:
        file.write(text.encode() + b"\n")
    return 0


def encode(folder: Path, items: list[Item], *, official: bool = False) -> list[dict[str, object]]:
    """`{"ids", "decoded"}` of each text, `{"ids"}` of each conversation; raises ModelError."""
    from newsassistant.text.load import load_prompt, load_tokenizer, tokenizer_kind
    from newsassistant.text.prompts.prompt import PromptTemplate
    from newsassistant.text.tokenizers.detokenizer import decode

    kind = tokenizer_kind(folder)
    tokenizer = load_tokenizer(folder, kind, official=official)
    prompt: PromptTemplate | None = None
    results: list[dict[str, object]] = []
    for item in items:
        if isinstance(item, str):
            ids = tokenizer.encode(item)
            results.append({"ids": ids, "decoded": decode(tokenizer, ids)})
        else:
            prompt = prompt or load_prompt(folder, kind, tokenizer)
            results.append({"ids": prompt.ids(item)})
    return results


def read_items(path: Path) -> list[Item]:
    """The strings and conversations in a JSON file; raises InputError naming the first wrong."""
    try:
        data = read_bytes(path, MAX_BYTES)
    except MissingError as error:
        raise InputError("file-not-found", path=path) from error
    except UnfitError as error:
        raise InputError("file-unreadable", path=path, detail=error) from error
    try:
        values = decode_json(data, where=path.name)
    except UnfitError as error:
        raise invalid(path, "content", str(error), "JSON") from error
    if not isinstance(values, list):
        raise invalid(path, "content", type(values).__name__, "a list")
    return [_item(path, f"[{index}]", value) for index, value in enumerate(values)]


def _item(path: Path, place: str, value: object) -> Item:
    if isinstance(value, list):
        if not value:
            raise invalid(path, place, "an empty list", "a text or a conversation")
        return [_message(path, f"{place}[{index}]", turn) for index, turn in enumerate(value)]
    return _text(path, place, value)


def _message(path: Path, place: str, value: object) -> Message:
    if not isinstance(value, dict):
        raise invalid(path, place, type(value).__name__, "an object with role and content")
    role = value.get("role")
    if role not in get_args(Role):
        raise invalid(path, f"{place}.role", repr(role), "system, user or assistant")
    return Message(cast(Role, role), _text(path, f"{place}.content", value.get("content")))


def _text(path: Path, place: str, value: object) -> str:
    if not isinstance(value, str):
        raise invalid(path, place, type(value).__name__, "a text")
    return value
