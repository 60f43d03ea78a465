"""Lines become paragraphs."""

from __future__ import annotations

import pytest

from newsassistant.readers.columns import Line
from newsassistant.readers.flow import Paragraph, Sheet, paragraphs_of

FULL = "words that fill the whole width of a line xx"


def line(text: str, y: float, *, left: float = 0, size: float = 12, bold: bool = False) -> Line:
    return Line(text, left, left + 5.0 * len(text), y, size, bold)


def texts(*pages: list[Line]) -> list[str]:
    return [each.text for each in paragraphs_of([Sheet(tuple(page), 842) for page in pages])]


def body(count: int, top: float = 600) -> list[Line]:
    return [line(FULL, top - 15 * at) for at in range(count)]


def test_a_short_line_ends_a_paragraph() -> None:
    lines = [*body(3), line("and ends.", 555), *body(2, 540)]

    assert [len(text.split(FULL)) - 1 for text in texts(lines)] == [3, 2]


def test_a_wider_gap_and_an_indent_begin_one() -> None:
    gap = [*body(3), *body(3, 550)]
    indent = [*body(3), line(f"In {FULL}"[:44], 555, left=15), *body(2, 540)]

    assert len(texts(gap)) == 2
    assert len(texts(indent)) == 2


def test_larger_and_bold_lines_stand_alone_and_large_ones_are_joined() -> None:
    lines = [
        line("A headline over", 700, size=20),
        line("two lines", 676, size=20),
        *body(3, 640),
        line("In bold", 580, bold=True),
        *body(3, 565),
    ]
    found = paragraphs_of([Sheet(tuple(lines), 842)])

    assert [each.text[:24] for each in found] == [
        "A headline over two line",
        FULL[:24],
        "In bold",
        FULL[:24],
    ]
    assert found[0].large > 1.5
    assert found[2] == Paragraph("In bold", 0, 1.0, True)


@pytest.mark.parametrize("differs", ["May 5", "May 6"])
def test_what_is_on_every_page_goes(differs: str) -> None:
    pages = [[line(f"Example {day}", 820), *body(8)] for day in ("May 5", differs, "May 5")]

    assert not any("Example" in text for text in texts(*pages))


def test_what_is_on_one_page_stays() -> None:
    assert texts([line("Example", 820), *body(8)], body(8))[0] == "Example"


def test_chinese_goes_on_over_the_page_without_a_space() -> None:
    first = [
        Line("桥梁将于五月关闭维修工程预计持续两年市议会周二" * 2, 0, 500, 600 - 15 * at, 12, False)
        for at in range(2)
    ]
    second = [Line("表决通过。", 0, 60, 800, 12, False)]

    assert len(texts(first, second)) == 1


def test_no_lines_are_no_paragraphs() -> None:
    assert texts([], []) == []
