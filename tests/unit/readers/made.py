"""Small documents made from bytes: .docx, .odt, .pdf, as programs write them or as attackers do."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE: Final = "urn:oasis:names:tc:opendocument:xmlns"
STYLES = """
<w:style w:styleId="T"><w:name w:val="Title"/></w:style>
<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="H2"><w:name w:val="heading 2"/></w:style>
<w:style w:styleId="Mine"><w:name w:val="House headline"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
<w:style w:styleId="Secret"><w:name w:val="secret"/><w:rPr><w:vanish/></w:rPr></w:style>
"""


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """An archive of these parts, in this order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def paragraph(text: str, style: str = "", run: str = "") -> str:
    """A paragraph of Word; `run` are properties of its letters."""
    chosen = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    letters = f"<w:rPr>{run}</w:rPr>" if run else ""
    return f"<w:p>{chosen}<w:r>{letters}<w:t>{text}</w:t></w:r></w:p>"


def docx(
    body: str, *, core: str = "", numbering: str = "", parts: Mapping[str, str] | None = None
) -> bytes:
    """A Word document with these elements in its body."""
    space = f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    found = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {space}>{STYLES}</w:styles>",
        **(parts or {}),
    }
    if numbering:
        found["word/numbering.xml"] = f"<w:numbering {space}>{numbering}</w:numbering>"
    if core:
        names = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:d="http://purl.org/dc/terms/"'
        found["docProps/core.xml"] = (
            f"<c:coreProperties xmlns:c='c' {names}>{core}</c:coreProperties>"
        )
    return zipped(found)


def office(body: str, meta: str = "", styles: str = "") -> str:
    """The XML of an OpenDocument text."""
    names = ("office", "text", "table", "style", "meta", "draw")
    spaces = " ".join(f'xmlns:{name}="{OFFICE}:{name}:1.0"' for name in names)
    spaces += ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:fo="fo"'
    return (
        f"<office:document {spaces}><office:meta>{meta}</office:meta>"
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


def odt(body: str, meta: str = "", styles: str = "", manifest: str = "<m/>") -> bytes:
    """An OpenDocument text with these elements in its body."""
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": office(body, styles=styles),
            "meta.xml": office("", meta),
            "META-INF/manifest.xml": manifest,
        }
    )


# --- PDF -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Show:
    """A line of text on a page."""

    x: float
    y: float
    text: str
    size: float = 11
    bold: bool = False


def column(lines: Sequence[str], x: float, top: float, *, size: float = 11) -> list[Show]:
    """Lines one under the other."""
    return [Show(x, top - 1.3 * size * at, line, size) for at, line in enumerate(lines)]


def pdf(
    pages: Sequence[Sequence[Show]],
    *,
    facts: Mapping[str, str] | None = None,
    password: str = "",
    picture: bool = False,
) -> bytes:
    """A PDF with Helvetica on A4; with a password it is encrypted with RC4, as old programs do."""
    kids = " ".join(f"{5 + 2 * at} 0 R" for at in range(len(pages)))
    told = " ".join(f"/{key} ({_escaped(value)})" for key, value in (facts or {}).items())
    objects: list[tuple[str, bytes | None]] = [
        ("<< /Type /Catalog /Pages 2 0 R >>", None),
        (f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>", None),
        ("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>", None),
        (
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold"
            " /Encoding /WinAnsiEncoding >>",
            None,
        ),
    ]
    for at, page in enumerate(pages):
        fonts = "/Font << /F1 3 0 R /F2 4 0 R >>"
        objects.append(
            (
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << {fonts} >>"
                f" /Contents {6 + 2 * at} 0 R >>",
                None,
            )
        )
        drawn = "0 0 100 100 re f\n" if picture else ""
        objects.append(("", (drawn + "\n".join(map(_shown, page))).encode("cp1252")))
    trailer = f"/Info {len(objects) + 1} 0 R" if told and not password else ""
    if trailer:
        objects.append((f"<< {told} >>", None))
    return _file(objects, trailer, password)


def _shown(show: Show) -> str:
    font = "F2" if show.bold else "F1"
    return f"BT /{font} {show.size} Tf {show.x} {show.y} Td ({_escaped(show.text)}) Tj ET"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _file(objects: list[tuple[str, bytes | None]], trailer: str, password: str) -> bytes:
    key = b""
    if password:
        entry, key = _encryption(password)
        objects.append((entry, None))
        trailer += f" /Encrypt {len(objects)} 0 R"
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, (words, stream) in enumerate(objects, 1):
        places.append(len(out))
        content = words.encode("cp1252")
        if stream is not None:
            if key:
                mixed = key + number.to_bytes(3, "little") + b"\0\0"
                stream = _rc4(hashlib.md5(mixed).digest()[:10], stream)
            content = b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream"
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    name = "<00000000000000000000000000000000>"
    end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R /ID [{name} {name}] {trailer} >>"
    return bytes(out) + f"{end}\nstartxref\n{start}\n%%EOF\n".encode()


_FILLER = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def _encryption(password: str) -> tuple[str, bytes]:
    """The dictionary of a file with 40 bits of RC4, and its key."""
    padded = (password.encode() + _FILLER)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
    rights = (0xFFFFFFFC).to_bytes(4, "little")
    key = hashlib.md5(padded + owner + rights + b"\0" * 16).digest()[:5]
    user = _rc4(key, _FILLER)
    entry = f"<< /Filter /Standard /V 1 /R 2 /O <{owner.hex()}> /U <{user.hex()}> /P -4 >>"
    return entry, key


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
