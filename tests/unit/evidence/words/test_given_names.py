"""How much characters are like a person's name."""

import pytest

from newsassistant.evidence.words.given_names import likeness


@pytest.mark.parametrize("name", ["余凌云", "石泰峰", "杨洪甫", "周雨桐", "钟迎春"])
def test_names(name: str) -> None:
    assert likeness(name) > 6.5


@pytest.mark.parametrize("words", ["和竞速", "安全性", "边听边", "万名员", "华为将", "程度上"])
def test_other_words(words: str) -> None:
    assert likeness(words) < 3


def test_two_characters() -> None:
    assert likeness("李瑞") > 4 > likeness("马上")
