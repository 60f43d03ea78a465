"""Streaming decoding: the same text as all at once, never half a character."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from newsassistant.text.tokenizers.detokenizer import StreamingDetokenizer, decode
from newsassistant.text.tokenizers.tokenizer import BpeTokenizer

WITHOUT_SURROGATES = st.text(st.characters(exclude_categories=["Cs"]))


@given(text=WITHOUT_SURROGATES)
def test_a_stream_is_the_whole_and_each_step_a_prefix(tokenizer: BpeTokenizer, text: str) -> None:
    stream = StreamingDetokenizer(tokenizer)
    so_far = ""
    for token_id in tokenizer.encode(text):
        so_far += stream.push(token_id)
        assert text.startswith(so_far)  # never a partial character

    assert so_far == text
    assert stream.finish() == ""


def test_any_ids_stream_to_what_they_decode_to(starter_tokenizer: BpeTokenizer) -> None:
    source = random.Random(7)
    for _ in range(200):
        ids = [source.randrange(-3, 49_155) for _ in range(40)]
        stream = StreamingDetokenizer(starter_tokenizer)
        text = "".join(map(stream.push, ids)) + stream.finish()

        assert text == decode(starter_tokenizer, ids)
        assert not any("\ud800" <= char <= "\udfff" for char in text)


def test_an_answer_that_ends_inside_a_character_shows_it(tokenizer: BpeTokenizer) -> None:
    ids = tokenizer.encode("a𝄞")[:-1]
    stream = StreamingDetokenizer(tokenizer)

    assert "".join(map(stream.push, ids)) == "a"
    assert stream.finish() == "\ufffd"
    assert decode(tokenizer, ids) == "a\ufffd"


def test_control_ids_leave_nothing(tokenizer: BpeTokenizer) -> None:
    ids = tokenizer.encode("ok")

    assert decode(tokenizer, [1, ids[0], 2, ids[1], 0]) == "ok"
