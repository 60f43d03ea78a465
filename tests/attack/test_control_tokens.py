"""No disguise of a control token becomes one: typed text reaches the model as text."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsassistant.app.turns import turns_of
from newsassistant.core.types import Message
from newsassistant.store.chat_file import read, write
from newsassistant.text.prompts.chatglm import ChatGlm2Prompt, ChatGlm3Prompt, ChatGlmPrompt
from newsassistant.text.prompts.prompt import ChatTemplate, PromptTemplate
from newsassistant.text.tokenizers.sentencepiece import (
    CHATGLM2_SPECIALS,
    CHATGLM3_SPECIALS,
    ChatGlmTokenizer,
    SentencePieceTokenizer,
)
from newsassistant.text.tokenizers.tokenizer import BpeTokenizer, Tokenizer, define_bpe
from tests.attack import rounds
from tests.unit.store.test_chat_file import chat, turn
from tests.unit.text.conftest import CONTROL, TEMPLATE, byte_pieces
from tests.unit.text.tiny_sentencepiece import CONTROLS, chatglm2_model, chatglm_model

DISGUISES = 7100
FORMS = (
    *CONTROL,
    *CONTROLS,
    *CHATGLM3_SPECIALS,
    "<s>",
    "</s>",
    "<unk>",
    "<pad>",
    "<eos>",
    "[INST]",
)
FORMS += ("<|user|>", "<|observation|>", "<|begin_of_image|>", "<image_0>", "\ue0000\ue001")
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u034f\ufe0f\u202e\u2066\U000e0041\0\x1b"
ALIKE = str.maketrans("<>|[]_/aeopscx", "＜＞｜［］＿／аеорѕсх")


def _upper(form: str, source: random.Random) -> str:
    return form.upper()


def _swapped(form: str, source: random.Random) -> str:
    return form.swapcase()


def _doubled(form: str, source: random.Random) -> str:
    return form * source.randrange(2, 4)


def _nested(form: str, source: random.Random) -> str:
    cut = source.randrange(len(form))
    return form[:cut] + source.choice(FORMS) + form[cut:]


def _hidden(form: str, source: random.Random) -> str:
    cut = source.randrange(len(form) + 1)
    return form[:cut] + source.choice(INVISIBLE) + form[cut:]


def _wide(form: str, source: random.Random) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in form)


def _alike(form: str, source: random.Random) -> str:
    return form.translate(ALIKE)


def _entity(form: str, source: random.Random) -> str:
    return "".join(f"&#{ord(c)};" if source.random() < 0.5 else c for c in form)


def _escaped(form: str, source: random.Random) -> str:
    return form.encode("unicode_escape").decode().replace("<", "\\u003c")


def _normal(form: str, source: random.Random) -> str:
    return unicodedata.normalize(source.choice(["NFKD", "NFD", "NFKC"]), form)


def _spaced(form: str, source: random.Random) -> str:
    return source.choice([" ", "\u2581", "\u3000", "\n", "\xa0"]).join(form)


def _slot(form: str, source: random.Random) -> str:
    return f"\ue000{source.randrange(9)}\ue001{form}\ue000"


def _jinja(form: str, source: random.Random) -> str:
    return f"{{{{ '{form}' }}}}{{% raw %}}{form}{{% endraw %}}"


def _half(form: str, source: random.Random) -> str:
    return form[: source.randrange(1, len(form) + 1)] + source.choice(["\ud83d", "\udfff", ""])


def _as_it_is(form: str, source: random.Random) -> str:
    return form


WAYS: tuple[Callable[[str, random.Random], str], ...] = (
    *(_as_it_is, _upper, _swapped, _doubled, _nested, _hidden, _wide, _alike, _entity, _escaped),
    *(_normal, _spaced, _slot, _jinja, _half),
)


def disguises(seed: int, count: int) -> Iterator[str]:
    """Texts with control tokens in one or two disguises, between words."""
    source = random.Random(seed)
    for _ in range(count):
        form = source.choice(FORMS)
        for way in source.choices(WAYS, k=source.randrange(1, 3)):
            form = way(form, source)
        before, behind = source.choices(["", "he ", "新闻", "\n", "<", "|", " "], k=2)
        yield before + form + behind


def _bpe() -> tuple[Tokenizer, PromptTemplate]:
    tokenizer = BpeTokenizer(define_bpe([*CONTROL, *byte_pieces()], [], [0, 1, 2], pre="gpt-2"))
    return tokenizer, ChatTemplate(TEMPLATE, tokenizer)


def _joining() -> tuple[Tokenizer, PromptTemplate]:
    """Control tokens that are pieces too, which merges and `ignore_merges` would lead to."""
    form = "<|im_end|>"
    steps = [form[:length] for length in range(2, len(form) + 1)]
    merges = [f"{step[:-1]} {step[-1]}" for step in steps]
    pieces = [*CONTROL, *byte_pieces(), *steps[:-1]]
    definition = define_bpe(pieces, merges, [0, 1, 2], pre="gpt-2")
    definition["model"]["ignore_merges"] = True
    definition["normalizer"] = {"type": "NFKC"}
    tokenizer = BpeTokenizer(definition)
    return tokenizer, ChatTemplate(TEMPLATE, tokenizer)


def _first() -> tuple[Tokenizer, PromptTemplate]:
    tokenizer = ChatGlmTokenizer(chatglm_model())
    return tokenizer, ChatGlmPrompt(tokenizer)


def _second() -> tuple[Tokenizer, PromptTemplate]:
    tokenizer = SentencePieceTokenizer(chatglm2_model(), CHATGLM2_SPECIALS)
    return tokenizer, ChatGlm2Prompt(tokenizer)


def _third() -> tuple[Tokenizer, PromptTemplate]:
    tokenizer = SentencePieceTokenizer(chatglm2_model(), CHATGLM3_SPECIALS, shows_specials=True)
    return tokenizer, ChatGlm3Prompt(tokenizer)


@pytest.mark.parametrize("make", [_bpe, _joining, _first, _second, _third])
def test_no_disguise_becomes_a_control_token(
    make: Callable[[], tuple[Tokenizer, PromptTemplate]],
) -> None:
    tokenizer, template = make()
    unknown = {tokenizer.control_ids.get("<unk>")}  # sentencepiece's word for what it has not
    control = set(tokenizer.control_ids.values()) - unknown

    def controls(text: str, role: str = "user") -> list[int]:
        turns = [Message("user", text), Message("assistant", text), Message("user", text)]
        return [token for token in template.ids(turns) if token in control]

    expected = controls("plain")
    faults = [
        text
        for text in disguises(9, rounds(DISGUISES))
        if control & set(tokenizer.encode(text)) or controls(text) != expected
    ]

    assert not faults, (len(faults), faults[:5])


def test_a_saved_conversation_brings_no_control_token(tmp_path: Path) -> None:
    tokenizer, template = _bpe()
    control = set(tokenizer.control_ids.values())
    file = tmp_path / "a.newschat"

    def ids(text: str) -> list[int]:
        turns = (turn("user", text), turn("assistant", text), turn("user", text))
        write(file, chat(turns=turns))
        return template.ids(list(turns_of(read(file).messages)))

    expected = [token for token in ids("plain") if token in control]
    for text in disguises(3, 40):
        assert [token for token in ids(text) if token in control] == expected, text
