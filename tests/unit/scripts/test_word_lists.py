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
    ("word", "tag", "name"),
    [
        ("余凌云", "r", True),
        ("安全性", "r", False),
        ("加利福尼亚州", "s", True),
        ("山水相连", "s", False),
        ("科学院", "t", True),
        ("采取措施", "t", False),
    ],
)
def test_what_the_published_list_tags_wrongly(word: str, tag: str, name: bool) -> None:
    assert looks_like(word, tag) is name


def test_files_are_written(tmp_path: Path) -> None:
    source = tmp_path / "words"
    source.write_text("cat\ndog\n", encoding="utf-8")

    assert main(["--english", str(source), "--target", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "en.xz").stat().st_size > 0
