"""PDF files: reading order, furniture, headlines, locks, scans."""

from __future__ import annotations

import pytest

from newsassistant.core.errors import InputError
from newsassistant.core.outside import UnfitError
from newsassistant.readers.pdf import read
from tests.unit.readers.made import Show, column, pdf

LEFT = (
    "The council voted on Tuesday to close",
    "the bridge for repairs that will take",
    "two years and cost nine million, an",
    "estimate that has doubled since the in-",
    "spectors first looked at the arches.",
)
RIGHT = (
    "Traffic goes over the old road until",
    "then, where the speed limit is fifty",
    "kilometres an hour. Buses are to run",
    "twice as often as they do today, the",
    "mayor said after the long debate.",
)
WHOLE_LEFT = (
    "The council voted on Tuesday to close the bridge for repairs that will take two years and "
    "cost nine million, an estimate that has doubled since the inspectors first looked at the "
    "arches."
)
WHOLE_RIGHT = " ".join(RIGHT)


def code_of(data: bytes, password: str = "") -> str:
    with pytest.raises(InputError) as caught:
        read(data, "a.pdf", password)
    return caught.value.code


def test_a_headline_and_paragraphs_with_their_hyphens_mended() -> None:
    page = [Show(70, 760, "Bridge to close", 20), *column(LEFT, 70, 720), *column(RIGHT, 70, 635)]
    found = read(pdf([page]), "a.pdf")

    assert found.title == "Bridge to close"
    assert found.text == f"{WHOLE_LEFT}\n\n{WHOLE_RIGHT}"


def test_two_columns_are_read_one_after_the_other_whatever_the_files_order() -> None:
    lines = [*column(LEFT, 60, 700), *column(RIGHT, 310, 700)]
    for ordered in (lines, sorted(lines, key=lambda line: -line.y)):
        found = read(pdf([[Show(60, 760, "Bridge to close soon", 20), *ordered]]), "a.pdf")

        assert found.title == "Bridge to close soon"
        assert found.text == f"{WHOLE_LEFT}\n\n{WHOLE_RIGHT}"


def test_a_line_over_both_columns_parts_them() -> None:
    page = [
        *column(LEFT, 60, 800),
        *column(RIGHT, 310, 800),
        Show(60, 700, "A line that runs over both of the columns and says what is below it."),
        *column(RIGHT, 60, 650),
        *column(LEFT, 310, 650),
    ]
    text = read(pdf([page]), "a.pdf").text

    order = [text.index(start) for start in (LEFT[0], RIGHT[0], "A line that")]
    assert order == sorted(order)
    assert text.rindex(RIGHT[0]) < text.rindex(LEFT[0])


def test_headers_footers_and_page_numbers_are_left_out() -> None:
    pages = [
        [
            Show(60, 810, "Example Press | May"),
            *column(lines, 70, 720),
            Show(280, 30, f"Page {number} of 2", 9),
        ]
        for number, lines in enumerate((LEFT, RIGHT), 1)
    ]

    assert read(pdf(pages), "a.pdf").text == f"{WHOLE_LEFT}\n\n{WHOLE_RIGHT}"


@pytest.mark.parametrize("number", ["1", "- 1 -", "Page 1", "1/3", "Seite 1 von 3", "iv"])
def test_a_page_number_alone_is_left_out(number: str) -> None:
    page = [*column(LEFT, 70, 720), Show(300, 28, number, 9)]

    assert read(pdf([page]), "a.pdf").text == WHOLE_LEFT


def test_a_sentence_goes_on_over_the_page() -> None:
    pages = [column(LEFT[:3], 70, 300), column(LEFT[3:], 70, 800)]

    assert read(pdf(pages), "a.pdf").text == WHOLE_LEFT


def test_a_list_is_a_line_an_item() -> None:
    page = [
        *column(LEFT, 70, 720),
        *column(
            ("• Buses run twice as often as today on all", "  lines of the town.", "• No more."),
            70,
            640,
        ),
    ]
    text = read(pdf([page]), "a.pdf").text

    assert text.endswith(
        "\n\n• Buses run twice as often as today on all lines of the town.\n• No more."
    )


def test_a_table_is_a_line_a_row() -> None:
    rows = [("Year", "Deaths"), ("2023", "14"), ("2024", "12")]
    page = [*column(LEFT, 70, 720)]
    for at, (year, deaths) in enumerate(rows):
        page += [Show(70, 600 - 15 * at, year), Show(200, 600 - 15 * at, deaths)]

    assert read(pdf([page]), "a.pdf").text.endswith("\n\nYear | Deaths\n2023 | 14\n2024 | 12")


def test_facts_come_from_the_file() -> None:
    facts = {"Title": "Bridge", "Author": "Ann Roe", "CreationDate": "D:20240506070809+01'00'"}
    found = read(pdf([column(LEFT, 70, 720)], facts=facts), "a.pdf")

    assert (found.title, found.author, found.date) == (
        "Bridge",
        "Ann Roe",
        "2024-05-06T07:08:09+01:00",
    )


def test_a_letterhead_is_no_headline() -> None:
    page = [
        Show(70, 800, "ACME", 30),
        Show(70, 760, "Bridge to close in spring", 16),
        *column(LEFT, 70, 720),
    ]

    assert read(pdf([page]), "a.pdf").title == "Bridge to close in spring"


def test_a_locked_file_wants_its_password() -> None:
    data = pdf([column(LEFT, 70, 720)], password="open sesame")

    assert code_of(data) == "document-password-wanted"
    assert code_of(data, "wrong") == "document-password-wrong"
    assert read(data, "a.pdf", "open sesame").text == WHOLE_LEFT


def test_pictures_alone_are_told_of() -> None:
    assert code_of(pdf([[]], picture=True)) == "document-no-text"
    assert code_of(pdf([[]])) == "article-empty"


def test_some_pages_of_pictures_are_told_of() -> None:
    data = pdf([column(LEFT, 70, 720), []], picture=True)

    assert read(data, "a.pdf").warnings == ("pages-without-text",)


def test_damage_is_refused() -> None:
    with pytest.raises(UnfitError):
        read(b"%PDF-1.4 and no more", "a.pdf")
