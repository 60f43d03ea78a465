"""Byte-level BPE: exact bytes, no control tokens out of ordinary text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsassistant.core.errors import ModelError
from newsassistant.text.tokenizers.detokenizer import decode
from newsassistant.text.tokenizers.tokenizer import BpeTokenizer, define_bpe

# Bytes that the starter's vocabulary has no piece for: controls, and the leads of unassigned planes
# (the others never occur in UTF-8).
LACKING = {0x04, 0x06, 0x13, 0x14, 0x16, 0x1D, 0xF1, 0xF2}
REPRESENTABLE = st.characters(exclude_categories=["Cs"]).filter(
    lambda char: not LACKING & set(char.encode())
)
WITHOUT_SURROGATES = st.text(st.characters(exclude_categories=["Cs"]))
STRINGS = [
    "Hello world",
    " leading and trailing ",
    "The government will invest £1.2 billion over 3 years.",
    "  two  spaces\n\n\nthree lines\tand a tab",
    "it's we'll I'D they've CAN'T",
    "123 4567 8,901.23 50% ½ ٣ ²",
    "各地一批重大工程加紧建设，助力经济社会高质量发展。",
    "日本語とハングル 한국어 и русский العربية עברית",
    "👩‍🚀 🏳️‍🌈 e\u0301 \u200b\u202e",
    "def f(x):\n    return x**2  # comment\n",
    "<|im_start|>user <|endoftext|> {{ x }} {% y %}",
    "\ue000" + "0\ue001",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "\r\n \r\n x\u00a0y\u3000z",
]


@given(text=WITHOUT_SURROGATES)
def test_decoding_gives_back_every_byte(tokenizer: BpeTokenizer, text: str) -> None:
    assert decode(tokenizer, tokenizer.encode(text)) == text


@given(text=st.text(REPRESENTABLE))
def test_the_starter_gives_back_every_byte_it_has(
    starter_tokenizer: BpeTokenizer, text: str
) -> None:
    assert decode(starter_tokenizer, starter_tokenizer.encode(text)) == text


def test_the_starter_lacks_only_bytes_that_articles_do_not_hold(
    starter_tokenizer: BpeTokenizer,
) -> None:
    single = {
        piece[0] for i in range(49152) if len(piece := starter_tokenizer.decode_bytes(i)) == 1
    }
    never_in_utf8 = {0xC0, 0xC1, *range(0xF5, 0x100)}

    assert set(range(256)) - single - never_in_utf8 == LACKING
    assert decode(starter_tokenizer, starter_tokenizer.encode("a\x04b\U00040000c")) != ""


@pytest.mark.parametrize("text", ["", "the", " the", "the the", "ththe", "<|im_end|>the"])
def test_merges_are_applied(tokenizer: BpeTokenizer, text: str) -> None:
    pieces = [tokenizer.decode_bytes(index).decode() for index in tokenizer.encode(text)]
    expected = {
        "": [],
        "the": ["the"],
        " the": [" the"],
        "the the": ["the", " the"],
        "ththe": ["th", "the"],
        "<|im_end|>the": [*"<|im_end|>", "the"],
    }

    assert pieces == expected[text]


def test_digits_stand_alone_only_where_the_model_wants_it(tokenizer: BpeTokenizer) -> None:
    pieces = [chr(byte) for byte in range(33, 127)] + ["12"]
    joined = BpeTokenizer(define_bpe(pieces, ["1 2"], [], pre="gpt-2"))
    apart = BpeTokenizer(define_bpe(pieces, ["1 2"], [], pre="smollm"))

    assert (len(joined.encode("12")), len(apart.encode("12"))) == (1, 2)
    with pytest.raises(ValueError, match="tekken"):
        define_bpe(pieces, [], [], pre="tekken")


@pytest.mark.parametrize("pre", ["llama-bpe", "glm4", "chatglm-bpe"])
def test_three_digits_stand_together_as_in_llama_3_and_glm_4(pre: str) -> None:
    digits = [chr(byte) for byte in range(33, 127)] + ["12", "123", "1234"]
    tokenizer = BpeTokenizer(define_bpe(digits, ["1 2", "12 3", "123 4"], [], pre=pre))

    pieces = [tokenizer.decode_bytes(index) for index in tokenizer.encode("1234")]
    assert pieces == [b"123", b"4"]


def test_a_word_that_is_a_piece_is_not_made_of_parts_in_llama_3() -> None:
    pieces = [chr(byte) for byte in range(33, 127)] + ["ab", "bc", "abc"]
    merges = ["b c", "a b", "ab c"]

    def encoded(pre: str) -> list[int]:
        return BpeTokenizer(define_bpe(pieces, merges, [], pre=pre)).encode("abc")

    assert encoded("llama-bpe") == [pieces.index("abc")]
    assert encoded("chatglm-bpe") == [pieces.index("a"), pieces.index("bc")]


@given(text=WITHOUT_SURROGATES)
def test_offsets_end_where_the_characters_end(tokenizer: BpeTokenizer, text: str) -> None:
    ids, ends = tokenizer.encode_offsets(text)

    assert ids == tokenizer.encode(text)
    assert ends == sorted(ends)
    assert ends[-1:] == ([len(text)] if text else [])
    for index, end in enumerate(ends):
        if index + 1 == len(ends) or ends[index + 1] > end:
            assert decode(tokenizer, ids[: index + 1]) == text[:end]


def test_control_tokens_never_come_from_text(starter_tokenizer: BpeTokenizer) -> None:
    control = starter_tokenizer.control_ids
    assert len(control) == 17

    for form in control:
        for text in (form, f" {form}", f"a{form}{form}b", form.upper()):
            ids = starter_tokenizer.encode(text)
            assert not set(ids) & set(control.values())
            assert decode(starter_tokenizer, ids) == text


def test_control_and_unknown_ids_have_no_bytes(tokenizer: BpeTokenizer) -> None:
    assert dict(tokenizer.control_ids) == {"<|endoftext|>": 0, "<|im_start|>": 1, "<|im_end|>": 2}
    assert [tokenizer.decode_bytes(index) for index in (0, 1, 2, -1, 10**6)] == [b""] * 5


def test_half_a_surrogate_pair_becomes_a_question_mark(tokenizer: BpeTokenizer) -> None:
    assert decode(tokenizer, tokenizer.encode("a\ud800b\udfff𝄞")) == "a?b?𝄞"
    assert tokenizer.encode_offsets("a\ud800b")[1] == [1, 2, 3]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"added_tokens": []}',
        b"\xff",
        b'{"added_tokens": [], "model": 1}',
    ],
)
def test_a_damaged_file_is_a_damaged_model(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "tokenizer.json"
    path.write_bytes(content)

    with pytest.raises(ModelError) as caught:
        BpeTokenizer.from_file(path)
    assert caught.value.code == "model-damaged"


def test_a_missing_file_is_a_damaged_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        BpeTokenizer.from_file(tmp_path / "tokenizer.json")


@pytest.mark.parametrize(
    "change",
    [
        {"model": {"type": "BPE"}},
        {"model": {"type": "None"}},
        {"model": {"type": "BPE", "vocab": {}, "merges": []}},
        {"model": {"type": "BPE", "vocab": {"a": 0}, "merges": [["a", "b"]]}},
        {"added_tokens": [{"id": 0}]},
        {"added_tokens": 5},
    ],
)
def test_a_definition_that_the_library_refuses_is_a_damaged_model(
    tmp_path: Path, change: dict[str, object]
) -> None:
    definition = {**define_bpe(["a", "b"], [], [], pre="gpt-2"), **change}
    path = tmp_path / "tokenizer.json"
    path.write_text(json.dumps(definition), encoding="utf-8")

    with pytest.raises(ModelError):
        BpeTokenizer.from_file(path)


def test_llama_cpp_gives_the_same_ids(starter_tokenizer: BpeTokenizer) -> None:
    llama_cpp = pytest.importorskip("llama_cpp", reason="llama-cpp-python is not installed")
    from newsassistant.convert.starter import find_gguf

    model = llama_cpp.Llama(str(find_gguf()), vocab_only=True, verbose=False)
    for text in STRINGS:
        ids = model.tokenize(text.encode(), add_bos=False, special=False)
        assert starter_tokenizer.encode(text) == ids, text
