"""What a server sends can be shown and stored, whatever it is."""

from __future__ import annotations

from newsassistant.engine.remote.texts import AnswerText


def joined(*pieces: str) -> str:
    text = AnswerText()
    return "".join([*map(text.push, pieces), text.finish()])


def test_a_character_in_two_pieces_is_one() -> None:
    assert joined("a \ud83d", "\ude00 b") == "a 😀 b"
    assert joined("a\ud83d\ude00b") == "a😀b"


def test_half_a_character_is_marked() -> None:
    assert joined("a\ud83d", "b") == "a\ufffdb"
    assert joined("a\ud83d") == "a\ufffd"
    assert joined("a\ude00b") == "a\ufffdb"


def test_control_characters_go_and_lines_stay() -> None:
    assert joined("a\x1b[31mb\x00\r\nc\rd\te") == "a[31mb\nc\nd\te"


def test_spaces_in_front_of_the_first_word_go() -> None:
    assert joined("", "\n ", " - a", " b") == "- a b"
