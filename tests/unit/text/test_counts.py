"""Counting answers as an editor would."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsassistant.text.counts import Counts, count


def test_a_list_of_bullets() -> None:
    text = (
        "- The plan costs **£1.2 billion**.\n\n- It supports *14,000* jobs.\n- 350 projects wait."
    )

    assert count(text) == Counts(language="en", units=12, sentences=3, bullets=3, numbers=3)


def test_a_number_at_the_end_of_a_sentence_begins_no_list() -> None:
    counts = count("It is full until 2035. Then # 7 comes.")

    assert (counts.numbers, counts.sentences) == (2, 2)


def test_a_headline_is_one_sentence_without_a_full_stop() -> None:
    counts = count("Wind plan to support 14,000 jobs")

    assert (counts.units, counts.sentences, counts.bullets) == (6, 1, 0)
    assert counts.numbers == 1


def test_chinese_is_counted_in_characters() -> None:
    counts = count("计划投入12亿英镑。\n这将支持1.4万个岗位！")

    assert (counts.language, counts.units, counts.sentences) == ("zh", 22, 2)
    assert counts.numbers == 2


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Mr. Smith of the U.S. Senate spoke. He left.", 2),
        ("It rose by 3.4% to 1.2bn. Then it fell.", 2),
        ("“Really?” he said.", 1),
        ('She said: "No." He agreed.', 2),
        ("Stop! Go? Wait.", 3),
        ("Small firms, e.g. farms, gain.", 1),
        ("J. K. Rowling wrote it.", 1),
        ("Two lines\nwithout stops", 2),
        ("第一句。第二句！第三句", 3),
        ("...", 0),
        ("", 0),
    ],
)
def test_sentences(text: str, sentences: int) -> None:
    assert count(text).sentences == sentences


@pytest.mark.parametrize(
    ("text", "bullets"),
    [
        ("* a\n+ b\n• c", 3),
        ("1. a\n2) b\n（一） c", 3),
        ("  - indented", 1),
        ("-5 degrees\n2035 is far\n3.4% more", 0),
        ("a - b", 0),
    ],
)
def test_bullets(text: str, bullets: int) -> None:
    assert count(text).bullets == bullets


def test_the_number_of_a_bullet_is_no_number_of_the_text() -> None:
    counts = count("1. Jobs come.\n2. Bills fall.\n7. Nothing else.")

    assert (counts.numbers, counts.units) == (0, 6)


@given(st.text(alphabet="a1. -*#\n。！“”?", max_size=60))
def test_any_text_has_counts(text: str) -> None:
    counts = count(text)

    assert counts.bullets <= len(text.splitlines())
    assert min(counts.units, counts.sentences, counts.numbers) >= 0
