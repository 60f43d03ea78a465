"""The pieces of lines on a page, as PDFium tells them."""

from __future__ import annotations

import pytest

from newsassistant.readers import pages
from newsassistant.readers.pages import read_pages
from tests.unit.readers.made import Show, pdf


def test_a_piece_ends_at_a_wide_gap_and_knows_its_place() -> None:
    page = [Show(70, 700, "Left part", 12), Show(300, 700, "right part", 12, bold=True)]
    book = read_pages(pdf([page]), "a.pdf", "")
    left, right = book.pages[0].pieces

    assert (left.text, left.bold, right.text, right.bold) == (
        "Left part",
        False,
        "right part",
        True,
    )
    assert (round(left.left), round(left.y), round(right.left)) == (70, 700, 300)
    assert left.right < 130
    assert (book.count, book.pages[0].height, book.unsure) == (1, 842, 0)


def test_signs_of_printers_become_letters() -> None:
    data = pdf([[Show(70, 700, "of\xadfer x")]])

    assert read_pages(data, "a.pdf", "").pages[0].pieces[0].text in ("of-fer x", "offer x")


def test_more_pages_than_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_PAGES", 2)
    book = read_pages(pdf([[Show(70, 700, str(at))] for at in range(4)]), "a.pdf", "")

    assert (len(book.pages), book.count) == (2, 4)


def test_a_page_that_was_set_sideways_is_read_upright() -> None:
    stream = b"BT /F1 11 Tf 0 1 -1 0 300 100 Tm (Sideways text) Tj ET"
    plain = pdf([[Show(70, 700, "x" * 14)]])
    old = plain[plain.index(b"BT /F1") : plain.index(b"Tj ET") + 5]
    data = plain.replace(old, stream.ljust(len(old)))
    (piece,) = read_pages(data, "a.pdf", "").pages[0].pieces

    assert piece.text == "Sideways text"
    assert piece.right - piece.left > 50
