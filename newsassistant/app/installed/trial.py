"""Tries the tokenizer and the template of a model in a child process, before the model is used.

What others wrote may end the process that reads it, hang it or fill the memory: in the child that
costs a sentence.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict

from newsassistant.app.machine.process import Ended, Limits, command, run_child
from newsassistant.core.errors import ModelError
from newsassistant.core.files import read_bytes
from newsassistant.core.outside import Fields, UnfitError, decode_json
from newsassistant.core.types import CancelToken, Message, Role
from newsassistant.text.load import load_prompt, load_tokenizer, tokenizer_kind


class Turn(TypedDict):
    """A message as `newsassistant tokens` reads it."""

    role: Role
    content: str


PLAIN = "The minister said on Tuesday: 29,000 people took part, 3.5 % more than in May."
SCRIPTS = (
    "各地一批重大工程加紧建设，助力经济社会高质量发展。",
    "Der Fluß trat über die Ufer; l’été, œuvre, niño, Žižek, İstanbul.",
    "Правительство Ελλάδα ירושלים القاهرة नई दिल्ली กรุงเทพ 日本語 한국어",
    "€ £ ¥ ½ ² “quoted” – — … 👩‍🚀 🏳️‍🌈 e\u0301",
    "line one\n\n  line two\tend\r\n",
    "<|user|> <eop> [MASK] {{ 7 * 7 }} <s>",
    "a" * 2000,
    " " * 200,
)
_CONVERSATION: list[Turn] = [
    {"role": "user", "content": PLAIN},
    {"role": "assistant", "content": "29,000 people took part."},
    {"role": "user", "content": "Where?"},
]
OWN_ERROR = 1  # the exit code of the command line
MAX_BYTES = 4 << 20
MAX_IDS = 100_000


def try_conversation(
    folder: Path,
    *,
    program: Sequence[str] = (),
    cancel: CancelToken | None = None,
    limits: Limits | None = None,
) -> None:
    """Write and read texts of all scripts, and a conversation, as the model in `folder` would.

    Blocks for a second or two, and for a minute and a half at most; any thread but the window's.
    Raises ModelError: what the child has named, or "model-damaged" for what has ended it.
    """
    with tempfile.TemporaryDirectory() as work:
        asked, answered = Path(work, "in.json"), Path(work, "out.json")
        items: list[object] = [PLAIN, *SCRIPTS, _CONVERSATION]
        asked.write_text(json.dumps(items), encoding="utf-8")
        arguments = [*(program or command()), "tokens", str(folder.absolute())]
        try:
            ended = run_child(
                [*arguments, str(asked), str(answered)],
                on_event=lambda event: None,
                cancel=cancel or CancelToken(),
                kill_after_s=1.0,
                limits=limits or Limits(),
            )
        except OSError as error:
            raise _unfit(folder, error.strerror or str(error)) from error
        if ended.code == OWN_ERROR:
            _repeat(folder)
        if ended.code != 0:
            raise _unfit(folder, _why(ended))
        try:
            _check(decode_json(read_bytes(answered, MAX_BYTES), where="the trial"), len(items))
        except UnfitError as error:
            raise _unfit(folder, str(error)) from error


def _repeat(folder: Path) -> None:
    """Raise the error that the child has survived and told on one line, as an error."""
    kind = tokenizer_kind(folder)
    prompt = load_prompt(folder, kind, load_tokenizer(folder, kind))
    prompt.ids([Message(turn["role"], turn["content"]) for turn in _CONVERSATION])


def _why(ended: Ended) -> str:
    if ended.code < 0:
        return "its tokenizer or its chat template ends the program, or takes too long"
    return f"its tokenizer or its chat template fails: {ended.said}"


def _check(results: object, count: int) -> None:
    """Raise UnfitError unless each item has ids and ordinary English comes back."""
    if not isinstance(results, list) or len(results) != count:
        raise UnfitError("the trial has no result for each text")
    all_fields = [
        Fields(result, where=f"text {number} of the trial")
        for number, result in enumerate(results, start=1)
    ]
    if _letters(all_fields[0].text("decoded", longest=MAX_IDS)) != _letters(PLAIN):
        raise UnfitError("an English sentence does not come back from the tokenizer as it was")
    for fields in all_fields:
        if not fields.wholes("ids", 0, 1 << 31, most=MAX_IDS):
            raise UnfitError(f"{fields.where} has become nothing")


def _letters(text: str) -> str:
    """Without white space, which sentencepiece joins."""
    return "".join(text.split())


def _unfit(folder: Path, detail: str) -> ModelError:
    return ModelError("model-damaged", path=folder, detail=detail)
