"""ChatGLM's tokenizers on tiny models: what typed markers become, ids, offsets and decoding."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sentencepiece import SentencePieceProcessor

from newsassistant.text.tokenizers.detokenizer import StreamingDetokenizer, decode
from newsassistant.text.tokenizers.sentencepiece import (
    CHATGLM2_SPECIALS,
    CHATGLM3_SPECIALS,
    OFFICIAL_FORMS,
    ChatGlmTokenizer,
    SentencePieceTokenizer,
)
from tests.unit.text.tiny_sentencepiece import CONTROLS, chatglm2_model, chatglm_model

WITHOUT_SURROGATES = st.text(st.characters(exclude_categories=["Cs"]))
Any = ChatGlmTokenizer | SentencePieceTokenizer


@pytest.fixture(scope="module")
def first() -> ChatGlmTokenizer:
    return ChatGlmTokenizer(chatglm_model())


@pytest.fixture(scope="module")
def official() -> ChatGlmTokenizer:
    return ChatGlmTokenizer(chatglm_model(), official=True)


@pytest.fixture(scope="module")
def second() -> SentencePieceTokenizer:
    return SentencePieceTokenizer(chatglm2_model(), CHATGLM2_SPECIALS)


@pytest.fixture(scope="module")
def third() -> SentencePieceTokenizer:
    return SentencePieceTokenizer(chatglm2_model(), CHATGLM3_SPECIALS, shows_specials=True)


def pieces(tokenizer: Any, text: str) -> list[str]:
    return [tokenizer.piece(index) for index in tokenizer.encode(text)]


def test_no_random_text_becomes_a_control_id(
    first: ChatGlmTokenizer, third: SentencePieceTokenizer
) -> None:
    source = random.Random(11)
    markers = [*CONTROLS, *CHATGLM3_SPECIALS, "<unk>", "<pad>", "<s>", "</s>", "<0x41>", "\0", "😀"]
    parts = [*markers, *OFFICIAL_FORMS, *" \n\t<>[]|好aZ\u3000\ufeff\u2581", "\ud800", " " * 81]
    for _ in range(1_000):
        text = "".join(source.choices(parts, k=source.randrange(1, 12)))
        for tokenizer in (first, third):
            ids = tokenizer.encode(text)

            assert not set(ids) & set(tokenizer.control_ids.values()), text
            assert tokenizer.encode_offsets(text)[0] == ids


def test_official_markers_count_and_eat_spaces(official: ChatGlmTokenizer) -> None:
    control = official.control_ids

    assert official.encode("<unk>") == [control["<unk>"]]
    text = " \u3000<sop> \n[MASK]\t<eop><pad> "
    assert pieces(official, text) == ["<sop>", "[MASK]", "<eop>", "<pad>"]
    # Each stretch of text gets its own space in front, and loses those beside a marker.
    ids = official.encode("  好 [MASK] 你 ")
    at = ids.index(control["[MASK]"])
    assert ids[:at] == official.encode("  好")
    assert ids[at + 1 :] == official.encode("你 ")


@pytest.mark.parametrize("text", ["[gMASK]", "[sMASK]", "</s>", "<s>", "[mask]", "<ENC>"])
def test_other_markers_are_text_officially_too(official: ChatGlmTokenizer, text: str) -> None:
    assert decode(official, official.encode(text)) == text
    assert not set(official.encode(text)) & set(official.control_ids.values())


def test_white_space_becomes_markers(first: ChatGlmTokenizer) -> None:
    space = "\u2581"

    assert pieces(first, "\n\t") == [space, "<n>", "<|tab|>"]
    assert pieces(first, " " * 80) == [space, "<|blank_80|>"]
    assert pieces(first, "x" + " " * 163)[-3:] == ["<|blank_80|>", "<|blank_80|>", "<|blank_3|>"]
    assert pieces(first, "<n><|blank_7|>") == [space, "<n>", "<|blank_7|>"]
    # Eighty and one: the one is an ordinary space, and spaces at the end are trimmed.
    assert pieces(first, "x" + " " * 81) == pieces(first, "x" + " " * 80)


def test_chatglm_normalises(first: ChatGlmTokenizer) -> None:
    assert decode(first, first.encode("Ａ，ﬁ ① \u200bx ")) == "A,fi 1 x"
    assert first.encode(" ") == []
    assert decode(first, first.encode("a . let 's")) == "a. let's"  # the official tidying


def test_image_ids_stand_in_front() -> None:
    plain = ChatGlmTokenizer(chatglm_model(), official=True)
    moved = ChatGlmTokenizer(chatglm_model(), image_tokens=20_000, official=True)
    text = "你好 [MASK] 😀\n"

    assert moved.encode(text) == [20_000 + index for index in plain.encode(text)]
    assert moved.control_ids["<sop>"] == 20_000 + plain.control_ids["<sop>"]
    assert decode(moved, moved.encode(text)) == decode(plain, plain.encode(text))
    assert decode(moved, [7]) == "<image_7>"


@given(text=WITHOUT_SURROGATES)
def test_chatglm2_keeps_every_character(second: SentencePieceTokenizer, text: str) -> None:
    assert decode(second, second.encode(text)) == text.replace("\u2581", " ")


@pytest.mark.parametrize("name", ["first", "official", "second", "third"])
def test_offsets_end_at_the_text(name: str, request: pytest.FixtureRequest) -> None:
    tokenizer: Any = request.getfixturevalue(name)
    source = random.Random(13)
    for _ in range(300):
        parts = ["word", "好", "  ", " ", "\n", "\t", "😀", "ﬁ", "[MASK]", "<sop>", " " * 85]
        text = "".join(source.choices(parts, k=source.randrange(10))) + "x"
        ids, ends = tokenizer.encode_offsets(text)

        assert ids == tokenizer.encode(text)
        assert ends == sorted(ends)
        assert ends[-1] == len(text)


def test_offsets_count_the_characters_typed(first: ChatGlmTokenizer) -> None:
    ids, ends = first.encode_offsets("a\n    好\t!")
    shown = [first.piece(index) for index in ids]

    assert list(zip(shown, ends, strict=True))[-5:] == [
        ("<n>", 2),
        ("<|blank_4|>", 6),
        ("好", 7),
        ("<|tab|>", 8),
        ("!", 9),
    ]


def test_any_ids_decode_as_sentencepiece_does(third: SentencePieceTokenizer) -> None:
    processor = SentencePieceProcessor(model_proto=chatglm2_model())
    source = random.Random(17)
    choices = [*range(1, 400), *range(3, 259)]  # bytes twice
    for _ in range(2_000):
        ids = source.choices(choices, k=source.randrange(12))

        assert decode(third, ids) == processor.decode(ids), ids


def test_a_stream_holds_whole_characters_only(first: ChatGlmTokenizer) -> None:
    text = "你好😀𝄞 it 's <n> 👨\u200d👩"
    stream = StreamingDetokenizer(first)
    deltas = [stream.push(index) for index in first.encode(text)]

    assert "\ufffd" not in "".join(deltas)
    assert "".join(deltas) + stream.finish() == decode(first, first.encode(text))


def test_ids_outside_the_vocabulary(
    first: ChatGlmTokenizer, second: SentencePieceTokenizer, third: SentencePieceTokenizer
) -> None:
    for tokenizer in (first, second, third):
        assert decode(tokenizer, [-1, 10**6, 1 << 40]) == ""
        assert tokenizer.decode_bytes(10**6) == b""
        assert tokenizer.piece(10**6) == ""


def test_only_chatglm3_shows_its_control_tokens(
    second: SentencePieceTokenizer, third: SentencePieceTokenizer
) -> None:
    word = second.encode("hello")

    assert decode(second, [second.control_ids["sop"], *word, 2]) == "hello"
    assert decode(third, [third.control_ids["<|user|>"], *word, 2]) == "<|user|> hello"
    assert third.decode_bytes(third.control_ids["<|user|>"]) == b""


def test_bytes_of_single_ids(first: ChatGlmTokenizer, second: SentencePieceTokenizer) -> None:
    assert b"".join(map(second.decode_bytes, second.encode("好 😀"))) == " 好 😀".encode()
    newline = first.encode("\n")[-1]
    assert first.decode_bytes(newline) == b"\n"
    assert first.decode_bytes(first.control_ids["<eop>"]) == b""


@pytest.mark.parametrize("model", [b"", b"xx", b"\0" * 64, chatglm2_model()[:500]])
def test_a_broken_model_is_a_value_error(model: bytes) -> None:
    with pytest.raises(ValueError, match="sentencepiece model"):
        SentencePieceTokenizer(model, CHATGLM2_SPECIALS)
