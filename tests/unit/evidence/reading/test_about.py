"""What an answer says of itself."""

from __future__ import annotations

import pytest

from newsassistant.evidence.reading.about import is_own_count


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("The passage describes two boxers.", True),
        ("There are two individuals named Francis.", True),
        ("文章介绍了三个方面", True),
        ("Two boxers fought.", False),
        ("The report was late. Two boxers fought.", False),
    ],
)
def test_counts_of_the_answer_itself(text: str, own: bool) -> None:
    place = max(text.lower().find("two"), text.find("三"))

    assert is_own_count(text, place, 2) is own


def test_a_large_number_is_never_its_own() -> None:
    assert not is_own_count("The passage describes 40 boxers.", 22, 40)
