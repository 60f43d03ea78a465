"""Formats are told by what is in a file, and only our errors come out."""

from __future__ import annotations

import pytest

from newsassistant.core.errors import InputError
from newsassistant.readers import plain_text
from newsassistant.readers.formats import is_plain, read, recognise
from tests.unit.readers.made import Show, docx, odt, paragraph, pdf, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
MAIL = b"Received: by x\r\nFrom: Ann <a@example.org>\r\nSubject: Bridge\r\n\r\nIt will close."


@pytest.mark.parametrize(
    ("data", "name", "format_"),
    [
        (docx(paragraph("x")), "a.txt", "docx"),
        (odt("<text:p>x</text:p>"), "a.docx", "odt"),
        (zipped({"xl/workbook.xml": "x"}), "a.xlsx", "other"),
        (zipped({"mimetype": "application/epub+zip"}), "a.epub", "other"),
        (b"PK\x03\x04 broken", "a", "docx"),
        (pdf([[Show(1, 1, "x")]]), "a", "pdf"),
        (b"\r\n" * 20 + b"%PDF-1.7", "a.txt", "pdf"),
        (b"{\\rtf1 x}", "a.doc", "rtf"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "locked"),
        (OLE + "WordDocument".encode("utf-16-le"), "a.doc", "old"),
        (OLE, "a.msi", "other"),
        (b"\x89PNG\r\n", "a.txt", "other"),
        (MAIL, "a", "eml"),
        (b"MIME-Version: 1.0\r\nSnapshot-Content-Location: http://x\r\n\r\n", "a", "mhtml"),
        (b"<?xml version='1.0'?><nitf><body/></nitf>", "a", "xml"),
        (b"\xef\xbb\xbf<rss version='2.0'><channel/></rss>", "a.txt", "xml"),
        ("<rss><channel/></rss>".encode("utf-16"), "a.xml", "xml"),
        (b"<?xml version='1.0'?><!DOCTYPE html><html/>", "a.xml", "html"),
        (b"<!DOCTYPE html><html></html>", "a.txt", "html"),
        (b"Some text", "a.html", "html"),
        (b"Some text", "a.docx", "text"),
        (b"Subject: a note\n\nto myself", "a.txt", "text"),
        (b"From: Rome\n\nA letter from Italy", "a.txt", "text"),
        ("中文".encode("utf-16-le"), "a.txt", "text"),
        (b"", "a.pdf", "text"),
    ],
)
def test_the_content_tells(data: bytes, name: str, format_: str) -> None:
    assert recognise(data, name) == format_
    assert is_plain(data, name) == (format_ == "text")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "article-empty"),
        (b" \n", "article-empty"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "document-password"),
        (OLE + "WordDocument".encode("utf-16-le"), "document-old"),
        (OLE, "file-not-text"),
        (b"PK\x03\x04 broken", "document-damaged"),
        (b"%PDF-1.7 broken", "document-damaged"),
        (docx("<w:p/>"), "article-empty"),
        (b"<rss><a></rss>", "document-damaged"),
        (bytes(range(256)) * 4, "file-not-text"),
    ],
)
def test_what_cannot_be_read_says_why_in_both_languages(data: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read(data, "report.docx")

    assert caught.value.code == code
    assert caught.value.text("en")
    assert caught.value.text("zh")


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (MemoryError(), "document-too-complex"),
        (RecursionError(), "document-damaged"),
        (IndexError("x\x1b[1m"), "document-damaged"),
    ],
)
def test_whatever_a_parser_raises_is_one_of_ours(
    fault: Exception, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(data: bytes, name: str) -> None:
        raise fault

    monkeypatch.setattr(plain_text, "read", broken)
    with pytest.raises(InputError) as caught:
        read(b"text", "a.txt")

    assert caught.value.code == code
    assert "\x1b" not in caught.value.text()


def test_the_text_that_comes_out_is_clean() -> None:
    found = read(docx(paragraph("A\u200b line\u00a0of\u00ad text."), core=""), "a.docx")

    assert found.text == "A line of text."
