"""Joining pieces: whole characters, sentencepiece's spaces, and filters that hold back enough."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest

from newsassistant.text.tokenizers.piece_decoder import (
    MARKERS,
    LeadingSpaces,
    Markers,
    PieceDecoder,
    Spelling,
    TextFilter,
    Tidy,
    tidy,
)


def joined(spellings: Sequence[Spelling], leading: LeadingSpaces = "drop-one") -> str:
    decoder = PieceDecoder(lambda index: spellings[index], leading=leading)
    return "".join(map(decoder.push, range(len(spellings)))) + decoder.finish()


def streamed(stage: TextFilter, text: str, source: random.Random) -> str:
    """`text` through the filter in random bites."""
    out = ""
    position = 0
    while position < len(text):
        size = source.randrange(1, 4)
        out += stage.push(text[position : position + size])
        position += size
    return out + stage.finish()


@pytest.mark.parametrize(
    ("leading", "text"), [("keep", "  a b"), ("drop-one", " a b"), ("drop-all", "a b")]
)
def test_spaces_in_front(leading: LeadingSpaces, text: str) -> None:
    assert joined(["\u2581", "", "\u2581a", "\u2581b"], leading) == text


def test_a_space_behind_bytes_stays() -> None:
    assert joined([0x41, "\u2581", "b"], "drop-all") == "A b"


def test_a_character_comes_whole() -> None:
    spellings: list[Spelling] = [0xF0, 0x9F, 0x98, 0x80, "x"]
    decoder = PieceDecoder(lambda index: spellings[index], leading="keep")

    assert [decoder.push(index) for index in range(5)] == ["", "", "", "😀", "x"]
    assert decoder.finish() == ""


@pytest.mark.parametrize(
    ("spellings", "text"),
    [
        ([0xE4, 0xBD], "\ufffd\ufffd"),
        ([0xE4, 0xBD, 0x41], "\ufffd\ufffdA"),
        ([0xE4, "x", 0xBD, 0xA0], "\ufffdx\ufffd\ufffd"),
        ([0xC0, 0x80], "\ufffd\ufffd"),
        ([0xFF, 0xED, 0xA0, 0x80], "\ufffd" * 4),
        ([0xE4, "", 0xBD, 0xA0], "\ufffd\ufffd\ufffd"),
        ([0xE4, None, 0xBD, 0xA0], "你"),
    ],
)
def test_each_stray_byte_shows(spellings: list[Spelling], text: str) -> None:
    assert joined(spellings) == text


def replaced(text: str) -> str:
    for marker, white in MARKERS.items():
        text = text.replace(marker, white)
    return text


@pytest.mark.parametrize(
    ("make", "whole", "parts"),
    [
        (Markers, replaced, [*MARKERS, *"<n>|tabk_81", "<|blank_81|>", "<|blank_", "<|tab"]),
        (Tidy, tidy, [*" .'ntsvrem?!,x", "   ", " n't", " ' ", " " * 15]),
        (Tidy, tidy, [" ", "'", "n", "t"]),
    ],
)
def test_a_filtered_stream_is_the_filtered_whole(
    make: Callable[[], TextFilter], whole: Callable[[str], str], parts: list[str]
) -> None:
    source = random.Random(5)
    for _ in range(3_000):
        text = "".join(source.choices(parts, k=source.randrange(12)))

        assert streamed(make(), text, source) == whole(text), text


def test_only_what_may_change_is_held_back() -> None:
    stage = Tidy()

    assert [stage.push(text) for text in ("It is", " n", "'", "t", " here .", " So")] == [
        "It is",
        "",
        "",
        "n't",
        " here",
        ". So",
    ]
    assert Markers().push("a < b <|blank_2|> <|blank_8") == "a < b    "


def test_endless_spaces_are_not_held_back() -> None:
    stage = Tidy()

    assert len("".join(stage.push("    ") for _ in range(1000))) > 3_900
