"""Pages that a browser saved as one file."""

from __future__ import annotations

import base64
import quopri

import pytest

from newsassistant.core.errors import InputError
from newsassistant.readers.web.archive import read
from tests.unit.readers.web.pages import CHINESE, CHINESE_TEXT, ENGLISH, ENGLISH_TEXT

TOP = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://mail.example/saved\r\n"
    b"Subject: =?utf-8?Q?Westmere=20and=20its=20pier?=\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="edge"\r\n\r\n'
)
PICTURE = (
    b"--edge\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0=\r\n"
)


def page(source: str, *, encoding: str = "utf-8", transfer: str = "quoted-printable") -> bytes:
    """The part of an archive that holds a page."""
    raw = source.encode(encoding)
    coded = base64.encodebytes(raw) if transfer == "base64" else quopri.encodestring(raw)
    head = f"--edge\r\nContent-Type: text/html; charset={encoding}\r\n"
    return f"{head}Content-Transfer-Encoding: {transfer}\r\n\r\n".encode() + coded + b"\r\n"


ARCHIVE = (
    TOP + PICTURE + page(ENGLISH) + page("<p>A frame, with words of its own.</p>") + b"--edge--"
)


@pytest.mark.parametrize("transfer", ["quoted-printable", "base64"])
def test_the_page_of_an_archive(transfer: str) -> None:
    reading = read(TOP + PICTURE + page(ENGLISH, transfer=transfer) + b"--edge--", "a.mhtml")

    assert reading.text == "\n\n".join(ENGLISH_TEXT)
    assert (reading.title, reading.source) == (
        "Westmere to widen its pier",
        "https://mail.example/saved",
    )


def test_the_first_page_is_read_and_not_its_frames() -> None:
    assert "frame" not in read(ARCHIVE, "a.mhtml").text


def test_a_chinese_archive_within_another_part() -> None:
    inner = b"--edge\r\nContent-Type: multipart/alternative; boundary=inner\r\n\r\n"
    inner += page(CHINESE, encoding="gb18030").replace(b"--edge", b"--inner") + b"--inner--\r\n"

    reading = read(TOP + inner + b"--edge--", "a.mhtml")

    assert reading.text.startswith(CHINESE_TEXT[0])


def test_the_subject_is_the_title_of_a_page_without_one() -> None:
    reading = read(TOP + page(f"<p>{ENGLISH_TEXT[0]}</p>") + b"--edge--", "a.mhtml")

    assert reading.title == "Westmere and its pier"


def test_an_archive_that_is_cut_off_is_read_as_far_as_it_goes() -> None:
    whole = TOP + page(ENGLISH)

    assert ENGLISH_TEXT[0] in read(whole[: len(whole) * 2 // 3], "a.mhtml").text


@pytest.mark.parametrize(
    "data", [b"", TOP, TOP + PICTURE + b"--edge--", b"Content-Type: x\r\n\r\n"]
)
def test_an_archive_without_a_page(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read(data, "a.mhtml")

    assert caught.value.code == "document-damaged"
