"""E-mails: headers, the part that is read, flowed lines, attachments."""

from __future__ import annotations

import pytest

from newsassistant.core.outside import UnfitError
from newsassistant.readers.mail import read

HEAD = (
    b"From: Ann Roe <ann@example.org>\r\nTo: desk@example.org\r\nSubject: Re: "
    b"=?utf-8?b?5qGl5qKB?= to close\r\nDate: Tue, 5 Mar 2024 10:00:00 +0100\r\n"
    b"MIME-Version: 1.0\r\n"
)
PLAIN = b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
HTML = b"Content-Type: text/html; charset=utf-8\r\n\r\n"


def parts(*bodies: bytes, kind: bytes = b"alternative") -> bytes:
    whole = b"".join(b"--X\r\n" + body + b"\r\n" for body in bodies)
    return HEAD + b"Content-Type: multipart/" + kind + b'; boundary="X"\r\n\r\n' + whole + b"--X--"


def test_headers_become_facts() -> None:
    found = read(HEAD + PLAIN + b"The bridge will close.", "a.eml")

    assert (found.title, found.author, found.source) == (
        "桥梁 to close",
        "Ann Roe",
        "ann@example.org",
    )
    assert (found.date, found.text) == ("2024-03-05T10:00:00+01:00", "The bridge will close.")


def test_flowed_lines_are_joined_within_their_quotation() -> None:
    body = (
        b"Content-Type: text/plain; format=flowed\r\n\r\nA line that \r\nflows on.\r\n"
        b"> It was said \r\n> before.\r\nAn answer.\r\n-- \r\nAnn\r\n"
    )

    assert read(HEAD + body, "a.eml").text == (
        "A line that flows on.\n> It was said before.\nAn answer.\n--\nAnn"
    )


def test_the_page_is_read_unless_it_says_less() -> None:
    text = b"The bridge will close in May for repairs that take two years."
    page = b"<html><body>The bridge will close in <b>May</b>, the council has said.</body></html>"

    whole = read(parts(PLAIN + text, HTML + page), "a.eml")
    hollow = read(parts(PLAIN + text, HTML + b"<html><body><p>View.</p></body></html>"), "a.eml")

    assert whole.text == "The bridge will close in May, the council has said."
    assert hollow.text == text.decode()


def test_attachments_are_told_of_and_not_read() -> None:
    file = (
        b'Content-Type: text/plain\r\nContent-Disposition: attachment; filename="a.txt"\r\n\r\nNo.'
    )
    found = read(parts(PLAIN + b"Yes.", file, kind=b"mixed"), "a.eml")

    assert (found.text, found.warnings) == ("Yes.", ("attachments-left-out",))


@pytest.mark.parametrize("charset", [b"gb2312", b"x-unknown", b"us-ascii"])
def test_chinese_is_read_though_it_is_declared_wrongly(charset: bytes) -> None:
    text = "桥梁将于五月关闭，维修工程预计持续两年，市议会周二表决通过。镕"
    body = b"Content-Type: text/plain; charset=" + charset + b"\r\n\r\n" + text.encode("gb18030")

    assert read(HEAD + body, "a.eml").text == text


def test_a_line_of_a_mailbox_in_front_is_no_header() -> None:
    assert read(b"From ann Tue Mar  5\n" + HEAD + PLAIN + b"Text.", "a").author == "Ann Roe"


def test_parts_in_parts_end_somewhere() -> None:
    body = PLAIN + b"Deep."
    for at in range(60):
        edge = b"X%d" % at
        body = b'Content-Type: multipart/mixed; boundary="%s"\r\n\r\n--%s\r\n%s\r\n--%s--' % (
            edge,
            edge,
            body,
            edge,
        )
    with pytest.raises(UnfitError, match="deep"):
        read(HEAD + body, "a.eml")
