"""How the word lists of the program are made."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsassistant.evidence.words.word_lists import unpack
from scripts.word_lists import chinese, english, looks_like, main


def test_names_and_parts_of_words_are_left_out_of_the_english_list() -> None:
    assert list(unpack(english(["London\ncat\ncat's\n", "dog\nétude"]))) == ["cat", "dog"]


def test_a_chinese_line_has_word_weight_and_tag() -> None:
    words, weights, tags = chinese("北京 1023 ns\n罕见词 1 v\n一 5 m\nT恤 9 n").split("\n\n")

    assert list(unpack(words)) == ["一", "北京"]
    assert (len(weights), tags) == (2, ".s")


@pytest.mark.parametrize(
    ("word", "tag", "count", "name"),
    [
        ("余凌云", "r", 3, True),
        ("安全性", "r", 900, False),
        ("加利福尼亚州", "s", 3, True),
        ("山水相连", "s", 3, False),
        ("阿塞拜疆", "s", 148, True),
        ("青梅竹马", "s", 148, False),
        ("科学院", "t", 3, True),
        ("全国人大", "t", 3, True),
        ("采取措施", "t", 3, False),
    ],
)
def test_what_the_published_list_tags_wrongly(word: str, tag: str, count: int, name: bool) -> None:
    assert looks_like(word, tag, count) is name


def test_files_are_written(tmp_path: Path) -> None:
    source = tmp_path / "words"
    source.write_text("cat\ndog\n", encoding="utf-8")

    assert main(["--english", str(source), "--target", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "en.xz").stat().st_size > 0
