"""Where Markdown may be cut while it is written, and what is shown of its end meanwhile."""

from __future__ import annotations

import pytest

from newsassistant.gui.look.pieces import Pieces, draft


def cut(text: str, step: int = 1) -> list[str]:
    pieces = Pieces()
    done = []
    for start in range(0, len(text), step):
        done += pieces.add(text[start : start + step])
    return [*done, pieces.open]


@pytest.mark.parametrize(
    "parts",
    [
        ["One line\nand another\n\n", "A second paragraph"],
        ["# Headline\n", "Text at once"],
        ["1. one\n", "2. two\n   more of it\n   - inner\n", "3. three"],
        ["- one\n\n", "- two\n\n  its second paragraph\n\n", "End"],
        ["Points:\n", "- one\n", "- two"],
        ["Points:\n", "1. one\n", "2. two"],
        ["Since\n5. of May it rains"],
        ["a | b\n- | -\nc | d\n\n", "End"],
        ["```\n- no item\n\n# no headline\n```\n", "- item"],
        ["- one\n  ```\n\n- no item\n"],
        ["> quoted\n> more\n\n", "End"],
        ["Title\n---\n\n", "Text"],
        ["- - -\n* * *\n"],
        ["一、要点\n\n", "1. 甲\n", "2. 乙"],
    ],
)
def test_a_piece_ends_where_nothing_can_change_it(parts: list[str]) -> None:
    text = "".join(parts)
    for step in (1, 3, len(text)):
        assert cut(text, step) == parts


def test_each_line_is_looked_at_once() -> None:
    pieces = Pieces()
    for number in range(1, 500):
        for word in (f"{number}.", " a", " word\n"):
            pieces.add(word)
            assert len(pieces.open) < 30


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Foo\n-", "Foo"),  # else "Foo" were a headline for a moment
        ("1. one\n2", "1. one"),
        ("1. one\n2.", "1. one"),
        ("1. one\n2. t", "1. one\n2. t"),
        ("- **", ""),
        ("- **Wi", "- **Wi**"),
        ("- **Wind*", "- **Wind**"),
        ("- **Wind** and", "- **Wind** and"),
        ("5 ** 3", "5 ** 3"),
        ("see `co", "see `co`"),
        ("A word ", "A word"),
    ],
)
def test_an_open_end_does_not_flicker(text: str, shown: str) -> None:
    assert draft(text) == shown


def test_code_is_known() -> None:
    pieces = Pieces()
    pieces.add("```\na")
    assert pieces.in_fence()
    pieces.add("\n```\nb")
    assert not pieces.in_fence()
