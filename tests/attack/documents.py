"""Damages documents at random and reads them, in a process of its own; prints what goes wrong.

Arguments: the kind, the first seed, how many. Each seed is told before its document is read, so
that whoever has started this knows which one has ended it.
"""

from __future__ import annotations

import io
import random
import signal
import sys
import zipfile
from collections.abc import Callable

from newsassistant.core.errors import InputError
from newsassistant.readers.formats import read
from newsassistant.text.articles.reading import Reading, from_facts, to_facts
from tests.unit.readers.made import Show, column, docx, odt, office, paragraph, pdf, zipped

SECONDS = 30
"""How long one small document may take here; in the program it is ended later, and told of."""

_LINES = ["The council voted on Tuesday to close", "the bridge for repairs that will take"] * 4
_PAGES = [
    [Show(60, 780, "Bridge to close", 20), *column(_LINES, 60, 700), *column(_LINES, 310, 700)],
    [*column(_LINES, 60, 700), Show(300, 28, "Page 2", 9)],
]
_TABLE = "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>"
_MAIL = (
    b"From: Ann Roe <ann@example.org>\r\nSubject: =?utf-8?b?5qGl5qKB?=\r\nDate: Tue, 5 Mar 2024 "
    b'10:00:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="X"\r\n\r\n'
    b"--X\r\nContent-Type: text/plain; charset=gb2312; format=flowed\r\n\r\nA line \r\nflows.\r\n"
    b"--X\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    b"PHA+VGhlIGNvdW5jaWwgdm90ZWQuPC9wPg==\r\n--X--\r\n"
)
_NITF = (
    '<?xml version="1.0" encoding="utf-8"?><nitf><head><docdata><date.issue norm="20240506T070809Z"'
    "/></docdata></head><body><body.head><hedline><hl1>Bridge</hl1></hedline><byline>Ann</byline>"
    "</body.head><body.content><p>The council <em>voted</em> &#8212; now.</p><table><tr><td>1</td>"
    "</tr></table></body.content></body></nitf>"
)
_RSS = (
    '<?xml version="1.0" encoding="gb2312"?><rss><channel><title>新闻</title><item><title>桥梁'
    "</title><pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate><description>&lt;p&gt;关闭&lt;/p&gt;"
    "</description></item><item><title>二</title></item></channel></rss>"
)
_RTF = (
    b"{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 Song;}}{\\stylesheet{\\s1 heading 1;}}"
    b"{\\info{\\title T}{\\creatim\\yr2024\\mo5\\dy6}}\\pard\\s1 Bridge\\par\\pard\\plain {\\f0 "
    b"\\'d6\\'d0\\'ce\\'c4}\\u8364? {\\*\\shpinst{\\shptxt box\\par}}{\\footnote n}\\trowd\\intbl a"
    b"\\cell b\\cell\\row\\pard {\\field{\\fldrslt x}}\\bin3 }}}\\par}"
)
SAMPLES: dict[str, Callable[[], bytes]] = {
    "docx": lambda: docx(
        paragraph("Bridge to close", "T") + _TABLE.format(*[paragraph("cell")] * 2),
        core="<dc:creator>Ann</dc:creator>",
        numbering='<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>',
    ),
    "odt": lambda: odt(
        "<text:list><text:list-item><text:p>One</text:p></text:list-item></text:list>"
    ),
    "fodt": lambda: office("<text:p>One<text:s text:c='3'/>two</text:p>").encode(),
    "pdf": lambda: pdf(_PAGES, facts={"Title": "Bridge", "CreationDate": "D:20240506"}),
    "rtf": lambda: _RTF,
    "eml": lambda: _MAIL,
    "nitf": lambda: _NITF.encode(),
    "rss": lambda: _RSS.encode("gb18030"),
    "html": lambda: b"<!DOCTYPE html><html><head><title>T</title></head><p>The council.</p></html>",
    "md": lambda: b"---\ntitle: Bridge\n---\n# Bridge\n\nThe council *voted*.\n\n- one\n- two\n",
}
_TOKENS = (
    *(b"<", b">", b"</", b"&#0;", b"&#x110000;", b"&", b'"', b"<![CDATA[", b"<!DOCTYPE x [", b"\0"),
    *(b"{", b"}", b"\\'", b"\\u-99999 ", b"\\bin999999999 ", b"\\ansicpg99999 ", b"\\*", b"\xff"),
    *(b"\r\n\r\n", b"--X", b"=?x?q?", b"-1", b"99999999999", b"obj", b"/Length 99999999", b"]"),
    *(b"w:val=", b"xml:lang=", b"stream", b"/Parent 2 0 R", b"/Kids [2 0 R]", b"1e999"),
)


def damaged(sample: bytes, chance: random.Random) -> bytes:
    """A sample with a few random changes; of an archive, those of a part or of the whole."""
    if sample.startswith(b"PK") and chance.random() < 0.7:
        with zipfile.ZipFile(io.BytesIO(sample)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        name = chance.choice(sorted(parts))
        return zipped({**parts, name: _changed(parts[name], chance)})
    return _changed(sample, chance)


def _changed(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(out) + 1)
        size = chance.choice((1, 2, 8, 64))
        match chance.randrange(6):
            case 0:
                out[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del out[at : at + size]
            case 2:
                out[at:at] = chance.choice(_TOKENS)
            case 3:
                out[at:at] = out[at : at + size] * chance.choice((1, 3, 300))
            case 4:
                other = chance.randrange(len(out) + 1)
                out[at : at + size] = out[other : other + size]
            case _:
                if chance.random() < 0.2:
                    del out[at:]
    return bytes(out)


def document(kind: str, seed: int) -> bytes:
    """The damaged document of a seed."""
    return damaged(SAMPLES[kind](), random.Random(f"{kind} {seed}"))


def outcome(data: bytes, name: str) -> str:
    """What is wrong with how a document is read; "" for a reading and for an error of ours."""
    try:
        reading = read(data, name)
        assert isinstance(reading, Reading)
        assert from_facts(to_facts(reading)) == reading
        reading.text.encode()
    except InputError as error:
        words = error.text("en") + error.text("zh")
        return "" if words.isprintable() and len(words) < 3000 else f"its words are {words!r}"
    except BaseException as error:
        return f"{type(error).__name__}: {error}"
    return ""


def main() -> None:
    kind, begin, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    for seed in range(begin, begin + count):
        print(f"seed {seed}", flush=True)
        if hasattr(signal, "alarm"):
            signal.alarm(SECONDS)  # ends this process
        wrong = outcome(document(kind, seed), f"a.{kind}")
        if wrong:
            print(f"wrong {wrong}", flush=True)


if __name__ == "__main__":
    main()
