"""A `.model` made of lists is what the library reads: pieces, scores, kinds, and how it splits."""

from __future__ import annotations

import pytest
from sentencepiece import SentencePieceProcessor

from newsassistant.text.tokenizers.sentencepiece_definition import define_sentencepiece

BYTES = [f"<0x{byte:02X}>" for byte in range(256)]
PIECES = ["<unk>", "<s>", "</s>", *BYTES, "▁a", "b", "▁ab", "▁", "a", "新", "新闻", "闻"]
SCORES = [0.0] * 259 + [-1.0, -20.0, -2.0, -21.0, -22.0, -23.0, -3.0, -24.0]
KINDS = [2, 3, 3, *[6] * 256, *[1] * 8]


def processor() -> SentencePieceProcessor:
    return SentencePieceProcessor(model_proto=define_sentencepiece(PIECES, SCORES, KINDS))


def test_the_lists_come_back() -> None:
    found = processor()

    assert [found.id_to_piece(index) for index in range(found.vocab_size())] == PIECES
    assert [found.get_score(index) for index in range(259, 267)] == SCORES[259:]
    assert [found.is_unknown(index) for index in range(3)] == [True, False, False]
    assert [found.is_control(index) for index in range(3)] == [False, True, True]
    assert [found.is_byte(index) for index in (2, 3, 258, 259)] == [False, True, True, False]


def test_it_joins_by_score_and_falls_back_to_bytes() -> None:
    found = processor()

    assert found.encode("ab", out_type=str) == ["▁ab"]
    assert found.encode("新闻", out_type=str) == ["▁", "新闻"]
    assert found.encode("é", out_type=str) == ["▁", "<0xC3>", "<0xA9>"]
    assert found.encode("a  a", out_type=str) == ["▁a", "▁", "▁a"]  # no blank is taken away
    assert found.decode(found.encode("é 新闻")) == "é 新闻"


@pytest.mark.parametrize(
    ("pieces", "scores", "kinds"),
    [(["a"], [], [1]), (["a"], [0.0], [0]), (["a"], [0.0], [7]), (["a", "b"], [0.0, 0.0], [1])],
)
def test_lists_that_do_not_fit_are_refused(
    pieces: list[str], scores: list[float], kinds: list[int]
) -> None:
    with pytest.raises(ValueError, match=r"length|kind"):
        define_sentencepiece(pieces, scores, kinds)
