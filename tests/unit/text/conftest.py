"""A tokenizer small enough to reason about, and the starter's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsassistant.text.prompts.prompt import ChatTemplate
from newsassistant.text.tokenizers.tokenizer import BpeTokenizer, define_bpe

CONTROL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
TEMPLATE = (
    "{% for message in messages %}"
    "{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


def byte_pieces() -> list[str]:
    """GPT-2's printable stand-ins for the bytes 0..255, written from its published rule."""
    shown = {*range(33, 127), *range(161, 173), *range(174, 256)}
    hidden = iter(range(256, 512))
    return [chr(byte if byte in shown else next(hidden)) for byte in range(256)]


@pytest.fixture(scope="session")
def tokenizer() -> BpeTokenizer:
    """All bytes, three merges and three control tokens."""
    merges = ["t h", "th e", "Ġ the"]
    pieces = [*CONTROL, *byte_pieces(), "th", "the", "Ġthe"]
    return BpeTokenizer(define_bpe(pieces, merges, [0, 1, 2], pre="smollm"))


@pytest.fixture(scope="session")
def template(tokenizer: BpeTokenizer) -> ChatTemplate:
    return ChatTemplate(TEMPLATE, tokenizer)


@pytest.fixture(scope="session")
def starter_tokenizer(starter_model_dir: Path) -> BpeTokenizer:
    return BpeTokenizer.from_file(starter_model_dir / "tokenizer.json")


@pytest.fixture(scope="session")
def starter_template(starter_model_dir: Path, starter_tokenizer: BpeTokenizer) -> ChatTemplate:
    source = (starter_model_dir / "chat_template.jinja").read_text(encoding="utf-8")
    return ChatTemplate(source, starter_tokenizer)


@pytest.fixture
def trials(shared_dir: Path) -> Path:
    """The inputs that the program once got wrong; the test is skipped where they are not."""
    folder = shared_dir / "trials"
    if not (folder / "text").is_dir():
        pytest.skip("the trials are not there")
    return folder
