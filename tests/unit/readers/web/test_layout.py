"""Blocks become paragraphs, lists and tables of plain lines."""

from __future__ import annotations

import pytest

from newsassistant.readers.web.blocks import blocks_of
from newsassistant.readers.web.layout import text_of
from newsassistant.readers.web.tree import build

LONG = "A cell with a whole paragraph in it, as pages had them when tables placed the text. " * 2


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>a<p>b", "a\n\nb"),
        ("<p>a<br>b<p>c", "a\nb\n\nc"),
        ("<p>a<ul><li>b<li>c</ul><p>d", "a\n\n• b\n• c\n\nd"),
        ("<ul><li><h3>a</h3><p>b</p></ul>", "a\nb"),
        ("<ul><li>a</ul><ul><li>b</ul>", "• a\n\n• b"),
        ("<table><tr><th>a<th>b<tr><td>c<td>d</table>e", "a | b\nc | d\n\ne"),
        (f"<table><tr><td>{LONG}<td>x</table>", f"{LONG.strip()}\n\nx"),
        ("", ""),
    ],
)
def test_layout(source: str, text: str) -> None:
    assert text_of(blocks_of(build(source)).blocks) == text
