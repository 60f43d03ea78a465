"""Persons in Chinese text."""

from __future__ import annotations

import pytest

from newsassistant.evidence.words.people import is_person, people
from newsassistant.evidence.words.segment import Piece, pieces


def found(text: str) -> list[str]:
    return [text[span.start : span.end] for span in people(text, list(pieces(text)))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("据副院长余凌云介绍", ["余凌云"]),
        ("副主任钟迎春和代表团", ["钟迎春"]),
        ("游客韩正说，沙滩很美", ["韩正"]),
        ("比赛在下午举行", []),
        ("他和她马上高兴地走了", []),
    ],
)
def test_names_that_no_list_holds(text: str, names: list[str]) -> None:
    assert found(text) == names


def test_a_word_of_the_list_must_stand_like_a_person() -> None:
    assert is_person("王磊说，好", Piece("王磊", 0, 2, "r"))
    assert not is_person("高兴地走了", Piece("高兴", 0, 2, "r"))
