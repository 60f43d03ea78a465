"""OpenDocument texts, packed and flat."""

from __future__ import annotations

import pytest

from newsassistant.core.errors import InputError
from newsassistant.core.outside import UnfitError
from newsassistant.readers.odt import read, read_flat
from newsassistant.readers.trees import parse
from tests.unit.readers.made import odt, office, zipped

LONG = "The council voted on Tuesday to close the bridge for repairs that will take two years. " * 3
BODY = f"""
<text:tracked-changes><text:p>Deleted</text:p></text:tracked-changes>
<text:p text:style-name="P1">Bridge to close</text:p>
<text:p>{LONG}<text:note><text:p>A note</text:p></text:note></text:p>
<text:h text:outline-level="2">Background</text:h>
<text:list><text:list-item><text:p>One</text:p></text:list-item>
<text:list-item><text:p>Two</text:p></text:list-item></text:list>
<text:p>a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d
<text:annotation><text:p>Comment</text:p></text:annotation></text:p>
<table:table><table:table-row><table:table-cell><text:p>Year</text:p></table:table-cell>
<table:table-cell><text:p>2024</text:p></table:table-cell></table:table-row></table:table>
"""
STYLES = '<style:style style:name="P1" style:parent-style-name="Title"/>'
META = (
    "<dc:creator>Ann Roe</dc:creator>"
    "<meta:creation-date>2024-05-06T07:08:09.12</meta:creation-date>"
)
TEXT = f"{LONG.strip()}\n\nBackground\n\n• One\n• Two\n\na   b\tc\nd\n\nYear | 2024"


def test_a_packed_document() -> None:
    found = read(odt(BODY, META, STYLES), "a.odt")

    assert (found.title, found.author, found.date) == (
        "Bridge to close",
        "Ann Roe",
        "2024-05-06T07:08:09.12",
    )
    assert found.text == TEXT.replace("   ", " ").replace("\t", " ")
    assert set(found.warnings) == {"changes-left-out", "notes-left-out"}


def test_a_flat_document_is_the_same() -> None:
    assert read_flat(parse(office(BODY, META, STYLES))) == read(odt(BODY, META, STYLES), "a.odt")


def test_a_bold_line_is_the_headline() -> None:
    bold = (
        '<style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style>'
    )
    line = '<text:p><text:span text:style-name="B">It will close.</text:span></text:p>'

    assert (
        read(odt(f"{line}<text:p>{LONG}</text:p>", styles=bold), "a.odt").title == "It will close."
    )


def test_a_locked_document_says_so() -> None:
    with pytest.raises(InputError) as caught:
        read(odt(BODY, manifest="<m><encryption-data/></m>"), "a.odt")

    assert caught.value.code == "document-password"


@pytest.mark.parametrize("parts", [{"x": "y"}, {"content.xml": "<a/>"}, {"content.xml": "<a"}])
def test_damaged_ones_are_refused(parts: dict[str, str]) -> None:
    with pytest.raises(UnfitError):
        read(zipped({"mimetype": "application/vnd.oasis.opendocument.text", **parts}), "a.odt")


def test_sections_in_sections_end_somewhere() -> None:
    with pytest.raises(UnfitError, match="deep"):
        read(odt("<text:section>" * 120 + "</text:section>" * 120), "a.odt")
