"""A model folder's tokenizer and prompt by the kind that its config.json names.

Knows nothing of weights or engines: a folder with tokenizer files alone is enough.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

from newsassistant.core.errors import ModelError
from newsassistant.core.files import read_bytes, read_json, read_text
from newsassistant.core.outside import Fields, UnfitError, contained, is_whole
from newsassistant.core.plain import shown
from newsassistant.text.prompts.chatglm import ChatGlm2Prompt, ChatGlm3Prompt, ChatGlmPrompt
from newsassistant.text.prompts.prompt import ChatTemplate, PromptTemplate
from newsassistant.text.tokenizers.sentencepiece import (
    CHATGLM2_SPECIALS,
    CHATGLM3_SPECIALS,
    ChatGlmTokenizer,
    SentencePieceTokenizer,
)
from newsassistant.text.tokenizers.tokenizer import BpeTokenizer, Tokenizer

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
MAX_MODEL_BYTES = 64 << 20

_T = TypeVar("_T")
_Sized = BpeTokenizer | ChatGlmTokenizer | SentencePieceTokenizer


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
            sized: _Sized = BpeTokenizer.from_file(folder / BPE_MODEL)
        case "chatglm":
            images = _image_tokens(folder)
            sized = _made(
                folder / CHATGLM_MODEL,
                lambda model: ChatGlmTokenizer(model, image_tokens=images, official=official),
            )
        case "chatglm2":
            sized = _made(
                folder / SENTENCEPIECE_MODEL,
                lambda model: SentencePieceTokenizer(model, CHATGLM2_SPECIALS),
            )
        case "chatglm3":
            sized = _made(
                folder / SENTENCEPIECE_MODEL,
                lambda model: SentencePieceTokenizer(model, CHATGLM3_SPECIALS, shows_specials=True),
            )
    return _check_rows(folder, sized)


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
    with contained(lambda clause: _damaged(folder, f"the tokenizer lacks a token: {clause}")):
        return prompts[known](tokenizer)


def _known(folder: Path, kind: object) -> Kind:
    if not isinstance(kind, str) or kind not in KINDS:
        raise _damaged(folder, f"tokenizer {shown(kind)}, expected one of {', '.join(KINDS)}")
    return kind


def _made(path: Path, make: Callable[[bytes], _Sized]) -> _Sized:
    model = _read(path, lambda: read_bytes(path, MAX_MODEL_BYTES))
    with contained(lambda clause: _damaged(path.parent, f"{path.name}: {clause}")):
        return make(model)


def _check_rows(folder: Path, tokenizer: _Sized) -> Tokenizer:
    """`tokenizer`, if the model has a row for each id, as far as its config.json tells.

    An id without one would make the engine read what lies behind its weights.
    """
    config = folder / CONFIG
    if not config.exists():
        return tokenizer
    values = _read_object(config)
    rows = values["model"] if isinstance(values.get("model"), dict) else values
    count: Any = rows.get("padded_vocab_size") or rows.get("vocab_size")
    if is_whole(count, 1) and tokenizer.size > count:
        detail = f"the tokenizer has ids up to {tokenizer.size - 1}, the model has {count} rows"
        raise _damaged(folder, detail)
    return tokenizer


def _image_tokens(folder: Path) -> int:
    """How many image ids stand in front of ChatGLM-6B's text ids.

    Without the file 0: so are all checkpoints since April 2023 (vocabulary of 130,528).
    """
    config = folder / TOKENIZER_CONFIG
    if not config.exists():
        return 0
    fields = Fields(_read_object(config), where=TOKENIZER_CONFIG)
    with contained(lambda clause: _damaged(folder, clause)):
        return int(fields.whole("num_image_tokens", 0, MAX_IMAGE_TOKENS, default=IMAGE_TOKENS))


def _read_object(path: Path) -> dict[str, Any]:
    return _read(path, lambda: read_json(path))


def _read_text(path: Path) -> str:
    return _read(path, lambda: read_text(path))


def _read(path: Path, read: Callable[[], _T]) -> _T:
    try:
        return read()
    except UnfitError as error:
        raise _damaged(path.parent, str(error)) from error


def _damaged(folder: Path, detail: str) -> ModelError:
    return ModelError("model-damaged", path=folder, detail=detail)
