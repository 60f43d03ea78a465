"""Rich text: letters in all code pages, destinations, tables, styles."""

from __future__ import annotations

import pytest

from newsassistant.core.outside import UnfitError
from newsassistant.readers.rtf import read
from newsassistant.text.articles.reading import Reading

HEAD = (
    rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset2 Symbol;}"
    rb"{\f2\fcharset134 SimSun;}{\f3\fcharset204 Arial Cyr;}}"
    rb"{\stylesheet{\ql Normal;}{\s1\sbasedon0 heading 1;}{\*\cs10 Default;}{\s7 Title;}}"
)
LONG = b"The council voted on Tuesday to close the bridge for repairs that take two years. " * 3


def reading(body: bytes) -> Reading:
    return read(HEAD + body + b"}", "a.rtf")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"caf\'e9 \emdash  \lquote x\rquote", "café — ‘x’"),
        (rb"\u8364? and \uc0\u8364 x\uc1 \u-10179?\u-8704?", "€ and €x😀"),
        (rb"{\f2 \'d6\'d0\'ce\'c4}{\f3 \'cc\'e8\'f0}", "中文Мир"),
        (rb"{\f2 " + "中文".encode("gbk") + rb"} raw", "中文 raw"),
        (rb"a\~b\-c\_d \{x\} \\", "a bc-d {x} \\"),
        (rb"two\line lines\par\pard next", "two\nlines\n\nnext"),
        (b"Cocoa.\\\nline", "Cocoa.\n\nline"),
        (rb"x{\pict\wmetafile8 0102ff}\bin4 }}}}y", "xy"),
        (rb'{\field{\*\fldinst HYPERLINK "http://x"}{\fldrslt shown}}', "shown"),
        (rb"seen{\v hidden} {\deleted gone}too", "seen too"),
        (rb"{\header head\par}{\footer foot\par}body{\*\unknown 12}", "body"),
        (rb"body{\footnote \pard note\par} goes on", "body goes on"),
        (
            rb"{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt In a box\par}}Around it.\par",
            "Around it.\n\nIn a box",
        ),
    ],
)
def test_what_is_seen(body: bytes, text: str) -> None:
    assert reading(body).text == text


def test_headline_facts_and_items() -> None:
    found = reading(
        rb"{\info{\title Report}{\author Ann Roe}{\creatim\yr2024\mo5\dy6\hr7\min8}}"
        rb"\pard\s7 Bridge to cl\u246?se\par\pard\plain " + LONG + rb"\par"
        rb"{\listtext\f1\'b7\tab}One\par{\listtext\f1\'b7\tab}Two\par"
    )

    assert (found.title, found.author, found.date) == (
        "Bridge to clöse",
        "Ann Roe",
        "2024-05-06T07:08",
    )
    assert found.text.endswith("\n\n• One\n• Two")


def test_a_table_is_a_line_a_row() -> None:
    row = rb"\trowd\cellx1\cellx2\pard\intbl %s\cell %s\cell\row"
    found = reading(
        LONG + rb"\par" + row % (b"Year", b"Deaths") + row % (b"2024", b"12") + b"\\pard End."
    )

    assert found.text.endswith("\n\nYear | Deaths\n2024 | 12\n\nEnd.")


def test_tracked_changes_and_notes_are_told_of() -> None:
    found = reading(rb"a{\deleted b}{\footnote c}")

    assert found.warnings == ("changes-left-out", "notes-left-out")


def test_groups_without_an_end_are_refused() -> None:
    with pytest.raises(UnfitError, match="deep"):
        reading(b"{" * 20_000)


@pytest.mark.parametrize("end", [b"", b"}}}}", b"\\", b"\\'", b"\\u", b"\\bin99999999 x"])
def test_a_damaged_end_keeps_what_was_read(end: bytes) -> None:
    assert read(HEAD + b"Kept." + end, "a.rtf").text == "Kept."
