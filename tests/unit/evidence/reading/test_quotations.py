"""Where quotes stand."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsassistant.evidence.reading.quotations import quotations


def inner(text: str) -> list[str]:
    return [text[each.inner_start : each.inner_end] for each in quotations(text)]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ('He said "yes, sir" and "no".', ["yes, sir", "no"]),
        ("He said “yes” and «no».", ["yes", "no"]),
        ("他说：“好。”又说「行」", ["好。", "行"]),
        ("She said ‘not a chance’ to it.", ["not a chance"]),
        ("It's the boys' room, isn't it", []),
        ("the 'free' one", []),
        ('5" and 6" pipes', [" and 6"]),
        ('an open "quote\nand the next line', []),
        ("“outer ‘inner two’ end”", ["outer ‘inner two’ end"]),
    ],
)
def test_what_is_quoted(text: str, quotes: list[str]) -> None:
    assert inner(text) == quotes


@settings(deadline=None)
@given(st.text("\"'“”‘’「」 a中\n", max_size=60))
def test_quotes_are_in_order_and_apart(text: str) -> None:
    found = quotations(text)

    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= q.start < q.inner_start <= q.inner_end < q.end <= len(text) for q in found)
