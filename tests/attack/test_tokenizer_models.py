"""Damaged and hostile sentencepiece models end in a tokenizer or in our error, never worse."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsassistant.core.errors import ModelError
from newsassistant.core.types import Message
from newsassistant.text.load import load_prompt, load_tokenizer
from newsassistant.text.tokenizers.detokenizer import decode
from tests.attack import rounds
from tests.unit.text.tiny_sentencepiece import chatglm2_model, chatglm_model

MODELS = 153
FILES = {"chatglm": "ice_text.model", "chatglm2": "tokenizer.model", "chatglm3": "tokenizer.model"}
TEXTS = ("hello 新闻 [MASK]<eop>", "", "\n\t  \ud800\0", "x" * 500)


def attacks(valid: bytes, count: int) -> Iterator[bytes]:
    """Cut, flipped, repeated, emptied and invented models."""
    source = random.Random(9)
    yield from (b"", b"\0", b"\xff" * 1000, b"version https://git-lfs", valid + valid)
    # Fields of protobuf that announce 2^60 bytes, a billion pieces, and nothing at all.
    yield b"\x0a" + b"\xff" * 8 + b"\x0f"
    yield b"\x0a\x00" * 100_000
    yield b"\x12\x04\x20\xff\xff\x7f" + valid
    for _ in range(count - 8):
        changed = bytearray(valid)
        way = source.randrange(4)
        if way == 0:
            del changed[source.randrange(len(changed)) :]
        elif way == 1:
            for _ in range(source.randrange(1, 40)):
                changed[source.randrange(len(changed))] = source.randrange(256)
        elif way == 2:
            start = source.randrange(len(changed))
            changed[start:start] = source.randbytes(source.randrange(1, 200))
        else:
            start = source.randrange(len(changed))
            del changed[start : start + source.randrange(1, 400)]
        yield bytes(changed)


@pytest.mark.parametrize("kind", sorted(FILES))
def test_a_hostile_model_ends_in_a_tokenizer_or_in_our_error(kind: str, tmp_path: Path) -> None:
    valid = chatglm_model() if kind == "chatglm" else chatglm2_model()
    faults: list[str] = []
    for number, content in enumerate(attacks(valid, rounds(MODELS) // len(FILES))):
        (tmp_path / FILES[kind]).write_bytes(content)
        try:
            tokenizer = load_tokenizer(tmp_path, kind)
            prompt = load_prompt(tmp_path, kind, tokenizer)
            for text in TEXTS:
                decode(tokenizer, tokenizer.encode(text))
                tokenizer.encode_offsets(text)
                prompt.ids([Message("user", text)])
        except ModelError as error:
            if error.code != "model-damaged" or len(error.text("zh")) > 2000:
                faults.append(f"{number}: {error}")
        except BaseException as error:
            faults.append(f"{number}: {type(error).__name__} {error}"[:200])

    assert not faults, faults[:10]
