"""Tokenizers and prompts by kind; folders that are wrong are named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, processors

from newsassistant.core.errors import ModelError
from newsassistant.core.types import Message
from newsassistant.text.load import KINDS, load_prompt, load_tokenizer, tokenizer_kind
from newsassistant.text.prompts.chatglm import ChatGlm2Prompt, ChatGlm3Prompt, ChatGlmPrompt
from newsassistant.text.tokenizers.detokenizer import decode
from newsassistant.text.tokenizers.sentencepiece import ChatGlmTokenizer, SentencePieceTokenizer
from newsassistant.text.tokenizers.tokenizer import BpeTokenizer
from tests.hostile import place_strange_files
from tests.unit.text.conftest import byte_pieces
from tests.unit.text.tiny_sentencepiece import chatglm2_model, chatglm_model

GLM_CONTROLS = ["<|endoftext|>", "[MASK]", "[gMASK]", "[sMASK]", "<sop>", "<eop>", "<|system|>"]
GLM_CONTROLS += ["<|user|>", "<|assistant|>", "<|observation|>"]
GLM_WORDS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}|"
GLM_WORDS += r" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
MERGES = [("h", "e"), ("Ġ", "he"), ("Ċ", "Ċ")]
GLM_TEMPLATE = (
    "[gMASK]<sop>{% for item in messages %}<|{{ item['role'] }}|>{{ item['metadata'] }}\n"
    "{{ item['content'] }}{% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}"
)


def glm_definition() -> str:
    """A tokenizer.json as GLM-4's: split by a pattern, byte-level, ids of controls behind."""
    vocabulary = {piece: index for index, piece in enumerate([*byte_pieces(), "he", "Ġhe", "ĊĊ"])}
    model = models.BPE(vocab=vocabulary, merges=MERGES, ignore_merges=True)
    tokenizer = Tokenizer(model)
    split = pre_tokenizers.Split(Regex(GLM_WORDS), behavior="isolated", invert=False)
    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split, byte_level])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(
        [AddedToken(form, special=True, normalized=False) for form in GLM_CONTROLS]
    )
    start = [(form, tokenizer.token_to_id(form)) for form in ("[gMASK]", "<sop>")]
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[gMASK] <sop> $A", pair=None, special_tokens=start
    )
    text: str = tokenizer.to_str()
    return text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files of all kinds side by side."""
    (tmp_path / "ice_text.model").write_bytes(chatglm_model())
    (tmp_path / "tokenizer.model").write_bytes(chatglm2_model())
    (tmp_path / "tokenizer.json").write_text(glm_definition(), encoding="utf-8")
    (tmp_path / "chat_template.jinja").write_text(GLM_TEMPLATE, encoding="utf-8")
    return tmp_path


def test_glm4_tokenizer_file(folder: Path) -> None:
    tokenizer = load_tokenizer(folder, "bpe")
    official = Tokenizer.from_str(glm_definition())
    for text in ("he he 1234  好😀\r\n\n x!\n", "", " ", "\t\ta"):
        ids = tokenizer.encode(text)

        assert ids == official.encode(text, add_special_tokens=False).ids
        assert decode(tokenizer, ids) == text
    typed = tokenizer.encode("<|user|>[gMASK]")
    assert not set(typed) & set(tokenizer.control_ids.values())
    assert decode(tokenizer, [*typed, tokenizer.control_ids["<eop>"]]) == "<|user|>[gMASK]"


def test_glm4_prompt(folder: Path) -> None:
    tokenizer = load_tokenizer(folder, "bpe")
    prompt = load_prompt(folder, "bpe", tokenizer)
    control = tokenizer.control_ids
    ids = prompt.ids([Message("user", "he<sop>")])

    assert ids == [
        *[control["[gMASK]"], control["<sop>"], control["<|user|>"]],
        *tokenizer.encode("\n"),
        *tokenizer.encode("he<sop>"),
        control["<|assistant|>"],
    ]


@pytest.mark.parametrize("content", ["he", "\n\n he", " \n\nhe\n", "  好"])
def test_glm4_prompt_is_encoded_as_one_text(folder: Path, content: str) -> None:
    tokenizer = load_tokenizer(folder, "bpe")
    messages = [Message("system", content), Message("user", content)]
    ids = load_prompt(folder, "bpe", tokenizer).ids(messages)

    text = f"[gMASK]<sop><|system|>\n{content}<|user|>\n{content}<|assistant|>"
    official = Tokenizer.from_str(glm_definition())
    assert ids == official.encode(text, add_special_tokens=False).ids


@pytest.mark.parametrize(
    ("kind", "prompt"),
    [("chatglm", ChatGlmPrompt), ("chatglm2", ChatGlm2Prompt), ("chatglm3", ChatGlm3Prompt)],
)
def test_chatglm_by_kind(folder: Path, kind: str, prompt: type) -> None:
    tokenizer = load_tokenizer(folder, kind)

    assert type(load_prompt(folder, kind, tokenizer)) is prompt
    assert "你好" in decode(tokenizer, tokenizer.encode("你好"))
    assert ("<|user|>" in tokenizer.control_ids) == (kind == "chatglm3")


def test_only_the_official_chatglm_lets_markers_count(folder: Path) -> None:
    safe = load_tokenizer(folder, "chatglm")
    official = load_tokenizer(folder, "chatglm", official=True)
    mask = safe.control_ids["[MASK]"]

    assert mask not in safe.encode("[MASK]")
    assert official.encode("[MASK]") == [mask]


@pytest.mark.parametrize(
    ("config", "images"), [(None, 0), ({"num_image_tokens": 5}, 5), ({}, 20_000)]
)
def test_image_tokens_of_chatglm(folder: Path, config: dict[str, int] | None, images: int) -> None:
    if config is not None:
        (folder / "tokenizer_config.json").write_text(json.dumps(config))

    assert load_tokenizer(folder, "chatglm").control_ids["<unk>"] == images


@pytest.mark.parametrize(
    ("config", "kind"), [(None, "bpe"), ({}, "bpe"), ({"tokenizer": "chatglm3"}, "chatglm3")]
)
def test_the_kind_that_config_names(
    tmp_path: Path, config: dict[str, str] | None, kind: str
) -> None:
    if config is not None:
        (tmp_path / "config.json").write_text(json.dumps(config))

    assert tokenizer_kind(tmp_path) == kind


@pytest.mark.parametrize(
    "text", ["", "[]", "[" * 100_000, '{"tokenizer": "word"}', '{"tokenizer": ["bpe"]}']
)
def test_a_config_that_is_wrong(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.json").write_text(text)

    with pytest.raises(ModelError):
        tokenizer_kind(tmp_path)


@pytest.mark.parametrize("kind", [*KINDS, "word"])
def test_an_empty_folder(tmp_path: Path, kind: str) -> None:
    with pytest.raises(ModelError):
        load_tokenizer(tmp_path, kind)


@pytest.mark.parametrize(
    ("kind", "name", "data"),
    [
        ("chatglm", "ice_text.model", b"no model"),
        ("chatglm", "tokenizer_config.json", b'{"num_image_tokens": "many"}'),
        ("chatglm", "tokenizer_config.json", b'{"num_image_tokens": -1}'),
        ("chatglm", "tokenizer_config.json", b"\xff"),
        ("chatglm2", "tokenizer.model", b""),
        ("chatglm3", "tokenizer.model", b"\0" * 99),
        ("bpe", "tokenizer.json", b"{}"),
    ],
)
def test_a_damaged_tokenizer(folder: Path, kind: str, name: str, data: bytes) -> None:
    (folder / name).write_bytes(data)

    with pytest.raises(ModelError) as caught:
        load_tokenizer(folder, kind)
    assert name in caught.value.text()


def test_a_prompt_that_cannot_be(folder: Path) -> None:
    second = load_tokenizer(folder, "chatglm2")
    (folder / "chat_template.jinja").write_bytes(b"\xff")

    with pytest.raises(ModelError, match=r"chat_template\.jinja"):
        load_prompt(folder, "bpe", second)
    with pytest.raises(ModelError, match="assistant"):
        load_prompt(folder, "chatglm3", second)


@pytest.mark.parametrize(
    "config", [{"model": {"vocab_size": 260}}, {"vocab_size": 260}, {"padded_vocab_size": 260}]
)
def test_an_id_without_a_row_is_refused(folder: Path, config: dict[str, object]) -> None:
    (folder / "config.json").write_text(json.dumps(config))

    for kind in KINDS:
        with pytest.raises(ModelError, match="has 260 rows"):
            load_tokenizer(folder, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_for_each_id_is_enough(folder: Path, kind: str) -> None:
    size = max(load_tokenizer(folder, kind).control_ids.values()) + 1
    loaded = load_tokenizer(folder, kind)
    assert isinstance(loaded, BpeTokenizer | ChatGlmTokenizer | SentencePieceTokenizer)
    assert loaded.size >= size
    (folder / "config.json").write_text(json.dumps({"vocab_size": loaded.size}))

    assert load_tokenizer(folder, kind).control_ids == loaded.control_ids


@pytest.mark.parametrize("name", ["tokenizer.json", "tokenizer.model", "chat_template.jinja"])
def test_a_strange_file_is_not_waited_for(folder: Path, name: str) -> None:
    kind = "chatglm2" if name == "tokenizer.model" else "bpe"
    tokenizer = load_tokenizer(folder, kind)
    (folder / name).unlink()
    for _ in place_strange_files(folder, name):
        with pytest.raises(ModelError):
            load_prompt(
                folder, kind, tokenizer if "jinja" in name else load_tokenizer(folder, kind)
            )
