"""A document as plain text."""

from __future__ import annotations

import pytest

from newsassistant.text.markup.blocks import Span, Table
from newsassistant.writers import plain_text
from newsassistant.writers.document import Document, Section
from newsassistant.writers.plain_text import width
from tests.unit.writers.documents import HOSTILE, document, hostile, noted


def test_all_of_it_in_order() -> None:
    text = plain_text.text_of(document())

    assert text.startswith("本内容由人工智能生成合成\n\nGovernment puts £1.2bn into wind\n======")
    for piece in (
        "Answer\n------\n\nSmolLM2 · int8\n\nWhat it says\n\nThe plan costs £1.2bn over three",
        "- one\n- two\n  - two a\n\n  more of two\n\n1. first\n2. second\n\n> A quote.\n",
        "Year  Sum\n----  ---\n2026  400\n",
        '    x = "<b>"',
        "Sha256  " + "ab" * 32,
        "Text   a\n       b\n",
    ):
        assert piece in text, piece
    assert text.endswith("b\n")


def test_chinese_columns_are_lined_up() -> None:
    rows = (("模型", "ChatGLM3"), ("Seed", "7"), ("随机种子", "8"))
    table = Table(tuple(((Span(a),), (Span(b),)) for a, b in rows), headed=False)
    written = Document("T", "zh", 0.0, "P", (Section("", (table,)),))

    lines = plain_text.text_of(written).splitlines()[-3:]
    assert [width(line.rpartition("  ")[0].rstrip()) for line in lines] == [4, 4, 8]
    begins = [line.index(value) for line, (_, value) in zip(lines, rows, strict=True)]
    assert [width(line[:at]) for line, at in zip(lines, begins, strict=True)] == [10, 10, 10]


def test_windows_has_its_own_line_ends_and_the_mark_of_utf_8() -> None:
    here, there = plain_text.write(document()), plain_text.write(document(), windows=True)

    assert there.startswith(b"\xef\xbb\xbf")
    assert not here.startswith(b"\xef\xbb\xbf")
    assert there.decode("utf-8-sig").replace("\r\n", "\n") == here.decode()
    assert b"\r" not in here


def test_notes_are_numbered_behind_their_words_and_listed_behind_the_text() -> None:
    text = plain_text.text_of(noted("- Ann **Lee** paid.\n- It was 5.", "Ann Lee", "5"))

    assert (
        "- Ann Lee[1] paid.\n- It was 5[2].\n\n[1] Ann Lee: No Ann Lee.\n[2] 5: No 5.\n\nArticle\n"
        in text
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_written(text: str) -> None:
    assert plain_text.write(hostile(text)).decode("utf-8").endswith("\n")
