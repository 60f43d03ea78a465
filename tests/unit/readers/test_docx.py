"""Word documents: what a reader sees, the headline, the facts, and what is left out."""

from __future__ import annotations

import pytest

from newsassistant.core.errors import InputError
from newsassistant.core.outside import UnfitError
from newsassistant.readers.docx import read
from newsassistant.text.articles.reading import Reading
from tests.unit.readers.made import docx, paragraph, zipped

LONG = "The council voted on Tuesday to close the bridge for repairs that will take two years. " * 3
NUMBERING = """
<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/>
<w:numFmt w:val="decimal"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/></w:lvl>
</w:abstractNum><w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>
</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
"""


def reading(*body: str, core: str = "") -> Reading:
    return read(docx("".join(body), core=core, numbering=NUMBERING), "a.docx")


def item(text: str, number: int, level: int = 0) -> str:
    chosen = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{chosen}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


@pytest.mark.parametrize("style", ["T", "berschrift1", "Mine"])
def test_the_headline_is_what_is_styled_as_one(style: str) -> None:
    found = reading(paragraph("Bridge to close", style), paragraph(LONG), paragraph("The end."))

    assert found.title == "Bridge to close"
    assert found.text == f"{LONG.strip()}\n\nThe end."


def test_the_headline_of_a_later_part_is_no_title() -> None:
    found = reading(paragraph(LONG), paragraph(LONG), paragraph("Background", "berschrift1"))

    assert "Background" in found.text
    assert found.title == ""


def test_a_first_line_that_reads_as_a_headline_is_the_title() -> None:
    labelled = reading(
        paragraph("PRESS RELEASE"), paragraph("Bridge to close for two years"), paragraph(LONG)
    )

    assert labelled.title == "Bridge to close for two years"
    assert labelled.text.startswith("PRESS RELEASE\n\nThe council")


def test_a_bold_line_is_the_title_though_it_ends_like_a_sentence() -> None:
    found = reading(paragraph("The bridge will close.", run="<w:b/>"), paragraph(LONG))

    assert found.title == "The bridge will close."


def test_facts_come_from_the_properties_unless_a_program_has_written_them() -> None:
    facts = (
        "<dc:creator>{}</dc:creator><dc:title>{}</dc:title>"
        "<d:created>2024-05-06T07:08:09Z</d:created>"
    )
    named = reading(paragraph(LONG), core=facts.format("Ann Roe", "Bridge to close"))
    template = reading(paragraph(LONG), core=facts.format("python-docx", "Word Document"))

    assert (named.author, named.title, named.date) == (
        "Ann Roe",
        "Bridge to close",
        "2024-05-06T07:08:09Z",
    )
    assert (template.author, template.title, template.date) == ("", "", "")


def test_a_table_is_a_line_a_row_and_a_table_of_prose_is_prose() -> None:
    def table(*rows: tuple[str, ...]) -> str:
        cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
        return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"

    facts = reading(paragraph(LONG), table(("Year", "Deaths"), ("2024", "12")))
    layout = reading(table((LONG * 2, "Beside it")))

    assert facts.text.endswith("\n\nYear | Deaths\n2024 | 12")
    assert layout.text == f"{(LONG * 2).strip()}\n\nBeside it"


def test_items_have_their_marks() -> None:
    found = reading(
        paragraph(LONG), item("One", 1), item("Sub", 1, 1), item("Two", 1), item("Dot", 2)
    )

    assert found.text.endswith("1. One\na. Sub\n2. Two\n• Dot")


def test_what_no_reader_sees_is_left_out() -> None:
    found = reading(
        paragraph("It is shown. "),
        "<w:p><w:ins><w:r><w:t>Inserted</w:t></w:r></w:ins><w:del><w:r><w:delText>Deleted"
        "</w:delText></w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>",
        paragraph("Vanished", run="<w:vanish/>"),
        paragraph("Vanished too", "Secret"),
        paragraph("Contents ... 3", "TOC1"),
        '<w:p><w:r><w:t>Noted</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>',
    )

    assert found.text == "It is shown.\n\nInserted\n\nNoted"
    assert set(found.warnings) == {"changes-left-out", "notes-left-out"}


def test_a_box_of_text_is_read_once_behind_its_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('In the box')}</w:txbxContent>"
    both = (
        f"<mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    found = reading(
        f"<w:p><w:r><w:t>Before </w:t></w:r><w:r>{both}</w:r><w:r><w:t>after.</w:t></w:r></w:p>"
    )

    assert found.text == "Before after.\n\nIn the box"


def test_breaks_tabs_and_readings_of_characters() -> None:
    ruby = (
        "<w:ruby><w:rt><w:r><w:t>hàn</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>漢</w:t></w:r></w:rubyBase></w:ruby>"
    )
    found = reading(
        f"<w:p><w:r><w:t>One</w:t><w:br/><w:t>two</w:t><w:tab/><w:t>co</w:t><w:noBreakHyphen/>"
        f"<w:t>op</w:t></w:r><w:r>{ruby}</w:r></w:p>"
    )

    assert found.text == "One\ntwo co-op漢"


def test_the_text_may_be_where_the_archive_says() -> None:
    relations = '<R><Relationship Type="x/officeDocument" Target="/word/other.xml"/></R>'
    with pytest.raises(UnfitError, match="no text"):
        read(zipped({"word/styles.xml": "<s/>"}), "a.docx")

    inner = f"<d xmlns:w='w'><body>{'<p><r><t>Here</t></r></p>'}</body></d>"
    assert (
        read(zipped({"_rels/.rels": relations, "word/other.xml": inner}), "a.docx").text == "Here"
    )


def test_pictures_alone_are_told_of() -> None:
    with pytest.raises(InputError) as caught:
        read(docx("<w:p/>", parts={"word/media/image1.png": "x"}), "a.docx")

    assert caught.value.code == "document-no-text"


def test_tables_in_tables_end_somewhere() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 90 + paragraph("in") + "</w:tc></w:tr></w:tbl>" * 90

    with pytest.raises(UnfitError, match="deep"):
        reading(deep)
