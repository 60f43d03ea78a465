"""A model folder's tokenizer and prompt by the kind that its config.json names.

Knows nothing of weights or engines: a folder with tokenizer files alone is enough.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, get_args

from newsassistant.core.errors import ModelError
from newsassistant.text.chatglm import ChatGlm2Prompt, ChatGlm3Prompt, ChatGlmPrompt
from newsassistant.text.prompt import ChatTemplate, PromptTemplate
from newsassistant.text.sentencepiece import (
    CHATGLM2_SPECIALS,
    CHATGLM3_SPECIALS,
    ChatGlmTokenizer,
    SentencePieceTokenizer,
)
from newsassistant.text.tokenizer import BpeTokenizer, Tokenizer

Kind = Literal["bpe", "chatglm", "chatglm2", "chatglm3"]
KINDS: tuple[Kind, ...] = get_args(Kind)
DEFAULT_KIND: Kind = "bpe"

CONFIG = "config.json"
TOKENIZER_CONFIG = "tokenizer_config.json"
CHAT_TEMPLATE = "chat_template.jinja"
BPE_MODEL = "tokenizer.json"
CHATGLM_MODEL = "ice_text.model"
SENTENCEPIECE_MODEL = "tokenizer.model"
# The official default of ChatGLM-6B's tokenizer, where its config does not say otherwise.
IMAGE_TOKENS = 20_000
MAX_IMAGE_TOKENS = 1 << 20


def tokenizer_kind(folder: Path) -> Kind:
    """The kind that `folder`'s config.json names, "bpe" where it names none.

    Raises ModelError("model-damaged"). Blocks on the disk.
    """
    config = folder / CONFIG
    kind = _read_object(config).get("tokenizer", DEFAULT_KIND) if config.exists() else DEFAULT_KIND
    return _known(folder, kind)


def load_tokenizer(folder: Path, kind: str, *, official: bool = False) -> Tokenizer:
    """The tokenizer in `folder`; blocks on the disk.

    `official`: control tokens typed into text count where the official tokenizer lets them
    (ChatGLM-6B only); for comparisons, never for what people write.
    Raises ModelError("model-damaged") for a file that is missing or wrong, or an unknown kind.
    """
    match _known(folder, kind):
        case "bpe":
            return BpeTokenizer.from_file(folder / BPE_MODEL)
        case "chatglm":
            images = _image_tokens(folder)
            return _made(
                folder / CHATGLM_MODEL,
                lambda model: ChatGlmTokenizer(model, image_tokens=images, official=official),
            )
        case "chatglm2":
            return _made(
                folder / SENTENCEPIECE_MODEL,
                lambda model: SentencePieceTokenizer(model, CHATGLM2_SPECIALS),
            )
        case "chatglm3":
            return _made(
                folder / SENTENCEPIECE_MODEL,
                lambda model: SentencePieceTokenizer(model, CHATGLM3_SPECIALS, shows_specials=True),
            )


def load_prompt(folder: Path, kind: str, tokenizer: Tokenizer) -> PromptTemplate:
    """What turns conversations into ids for the model in `folder`; blocks on the disk.

    Raises ModelError("model-damaged").
    """
    known = _known(folder, kind)
    if known == "bpe":
        return ChatTemplate(_read_text(folder / CHAT_TEMPLATE), tokenizer)
    prompts: dict[str, Callable[[Tokenizer], PromptTemplate]] = {
        "chatglm": ChatGlmPrompt,
        "chatglm2": ChatGlm2Prompt,
        "chatglm3": ChatGlm3Prompt,
    }
    try:
        return prompts[known](tokenizer)
    except KeyError as error:
        raise _damaged(folder, f"the tokenizer has no {error}") from error


def _known(folder: Path, kind: object) -> Kind:
    if kind not in KINDS:
        raise _damaged(folder, f"tokenizer {kind!r}, expected one of {', '.join(KINDS)}")
    return kind


def _made(path: Path, make: Callable[[bytes], Tokenizer]) -> Tokenizer:
    try:
        return make(_read(path))
    except ValueError as error:
        raise _damaged(path.parent, f"{path.name}: {error}") from error


def _image_tokens(folder: Path) -> int:
    """How many image ids stand in front of ChatGLM-6B's text ids.

    Without the file 0: so are all checkpoints since April 2023 (vocabulary of 130,528).
    """
    config = folder / TOKENIZER_CONFIG
    count = _read_object(config).get("num_image_tokens", IMAGE_TOKENS) if config.exists() else 0
    if not isinstance(count, int) or not 0 <= count <= MAX_IMAGE_TOKENS:
        raise _damaged(folder, f"{TOKENIZER_CONFIG}: num_image_tokens {count!r}")
    return count


def _read_object(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(_read(path))
    except (ValueError, RecursionError) as error:
        raise _damaged(path.parent, f"{path.name}: {error}") from error
    if not isinstance(values, dict):
        raise _damaged(path.parent, f"{path.name} holds no object")
    return values


def _read_text(path: Path) -> str:
    try:
        return _read(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise _damaged(path.parent, f"{path.name}: {error}") from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _damaged(path.parent, f"{path.name}: {error}") from error


def _damaged(folder: Path, detail: str) -> ModelError:
    return ModelError("model-damaged", path=folder, detail=detail)
