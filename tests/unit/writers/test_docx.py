"""A document for Word: read back by the program's own reader, part by part, and if hostile."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ElementTree
import zipfile
from dataclasses import replace

import pytest

from newsassistant.readers import docx as reader
from newsassistant.text.markup.blocks import plain_blocks
from newsassistant.text.markup.markdown import parse
from newsassistant.writers import docx
from newsassistant.writers.document import Document, Section
from tests.unit.writers.documents import HOSTILE, document, hostile, noted, small

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def body(data: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(parts(data)["word/document.xml"])


def styles(data: bytes) -> list[tuple[str, str]]:
    """(style, text) of all paragraphs."""
    found = []
    for paragraph in body(data).iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        text = "".join(piece.text or "" for piece in paragraph.iter(f"{W}t"))
        found.append(("" if style is None else style.get(f"{W}val", ""), text))
    return found


def test_our_reader_reads_back_what_was_written() -> None:
    reading = reader.read(docx.write(document()), "a.docx")

    assert reading.title == "Government puts £1.2bn into wind"
    assert reading.author == "Ann Lee"
    for piece in (
        "本内容由人工智能生成合成",
        "AI-assisted, edited by Ann Lee",
        "The plan costs £1.2bn over three years; see the plan (https://example.org/plan).",
        "code | x",
        "• one",
        "1. first\n2. second",
        "A quote.",
        'x = "<b>"',
        "政府宣布投资“12亿英镑”。",
        "First line",
        "ab" * 32,
    ):
        assert piece in reading.text, piece


def test_styles_lists_and_faces() -> None:
    data = docx.write(document())
    found = dict(reversed([(text, style) for style, text in styles(data)]))

    assert found["Government puts £1.2bn into wind"] == "Title"
    assert found["What it says"] == "Heading3"
    assert found["one"] == "ListParagraph"
    assert found["A quote."] == "Quote"
    assert found["AI-assisted, edited by Ann Lee"] == "Label"
    assert found["本内容由人工智能生成合成"] == "Notice"
    runs = {
        "".join(piece.text or "" for piece in run.iter(f"{W}t")): run
        for run in body(data).iter(f"{W}r")
    }
    assert runs["£1.2bn"].find(f"{W}rPr/{W}b") is not None
    assert runs["three"].find(f"{W}rPr/{W}i") is not None
    assert runs["code | x"].find(f"{W}rPr/{W}rFonts") is not None
    levels = [e.get(f"{W}val") for e in body(data).iter(f"{W}ilvl")]
    assert levels == ["0", "0", "1", "0", "0"]


def test_numbered_lists_count_for_themselves() -> None:
    text = "4. a\n5. b\n\nThen:\n\n1. c\n2. d"
    written = Document("T", "en", 0.0, "P", (Section("", parse(text)),))

    assert "4. a\n5. b" in reader.read(docx.write(written), "a.docx").text
    assert "1. c\n2. d" in reader.read(docx.write(written), "a.docx").text


def test_every_cell_and_the_end_have_a_paragraph() -> None:
    """Word calls a document damaged where a cell has none, or where two tables touch."""
    table = "|a|b|\n|-|-|\n|c|\n"
    data = docx.write(Document("T", "en", 0.0, "P", (Section("", parse(f"{table}\n{table}")),)))

    children = [child.tag.removeprefix(W) for child in body(data).find(f"{W}body") or []]
    assert children == ["p", "tbl", "p", "tbl", "p", "sectPr"]
    assert all(cell.find(f"{W}p") is not None for cell in body(data).iter(f"{W}tc"))


@pytest.mark.parametrize(
    "answer", ["Ann **Lee** paid 5.", "- Ann *Lee*\n- 5", "|Ann Lee|\n|-|\n|5|", "> Ann\n> Lee 5"]
)
def test_notes_are_comments_on_their_words(answer: str) -> None:
    data = docx.write(noted(answer, "Lee", "5"))

    comments = ElementTree.fromstring(parts(data)["word/comments.xml"])
    said = {each.get(f"{W}id"): "".join(each.itertext()) for each in comments}
    assert said == {"1": "No Lee.", "2": "No 5."}
    assert {each.get(f"{W}author") for each in comments} == {"News Assistant"}
    assert commented(data) == {"1": "Lee", "2": "5"}
    assert reader.read(data, "a.docx").text.count("No Lee.") == 0


def test_comments_may_lie_in_each_other_and_reach_over_faces() -> None:
    data = docx.write(noted("He said “we **paid 5** now”.", "“we paid 5 now”", "5"))

    assert commented(data) == {"1": "“we paid 5 now”", "2": "5"}
    assert "He said “we paid 5 now”." in reader.read(data, "a.docx").text


def test_without_notes_there_is_no_part_for_them() -> None:
    found = parts(docx.write(document()))

    assert "word/comments.xml" not in found
    assert not [name for name, content in found.items() if b"comments" in content]


def commented(data: bytes) -> dict[str, str]:
    """The words between the ends of each comment; each has a beginning, an end and a sign."""
    words: dict[str, str] = {}
    open_now: set[str] = set()
    signs: list[str] = []
    for element in body(data).iter():
        number = element.get(f"{W}id", "")
        match element.tag.removeprefix(W):
            case "commentRangeStart":
                open_now.add(number)
                words[number] = ""
            case "commentRangeEnd":
                open_now.remove(number)
            case "commentReference":
                signs.append(number)
            case "t":
                words |= {each: words[each] + (element.text or "") for each in open_now}
    assert not open_now
    assert sorted(signs) == sorted(words)
    return words


@pytest.mark.parametrize("written", [document(), noted("Ann Lee", "Lee")])
def test_nothing_refers_outside_or_runs(written: Document) -> None:
    found = parts(docx.write(written))

    assert not [name for name in found if "vba" in name.lower() or "embed" in name.lower()]
    for name, content in found.items():
        assert b"TargetMode" not in content, name
        assert b"instrText" not in content, name
        assert b"hyperlink" not in content, name
    targets = {
        e.get("Target")
        for name, content in found.items()
        if name.endswith(".rels")
        for e in ElementTree.fromstring(content)
    }
    assert {t if t and "/" in t else f"word/{t}" for t in targets} <= set(found)


def test_equal_documents_are_equal_bytes() -> None:
    assert docx.write(document()) == docx.write(document())
    assert docx.write(document()) != docx.write(replace(document(), title="Other"))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_well_formed_and_read_back(text: str) -> None:
    data = docx.write(hostile(text))

    for name, content in parts(data).items():
        ElementTree.fromstring(content)
        assert b"\0" not in content, name
    reader.read(data, "a.docx")


def test_a_long_text_and_one_from_right_to_left() -> None:
    data = docx.write(small("字" * 200_000))
    assert "字" * 200_000 in reader.read(data, "a.docx").text

    right = docx.write(small("1. مرحبا بالعالم"))
    paragraph = list(body(right).iter(f"{W}p"))[-1]
    assert paragraph.find(f"{W}pPr/{W}bidi") is not None
    assert paragraph.find(f"{W}r/{W}rPr/{W}rtl") is not None


def test_lines_and_tabs_stay() -> None:
    written = Document("T", "en", 0.0, "P", (Section("", plain_blocks("a\tb\nc")),))

    data = docx.write(written)
    assert len(list(body(data).iter(f"{W}tab"))) == 1
    assert "a b\nc" in reader.read(data, "a.docx").text
