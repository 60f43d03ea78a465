"""Pages are decoded by what their bytes show; what they declare settles the rest."""

from __future__ import annotations

import pytest

from newsassistant.core.errors import InputError
from newsassistant.readers.web.decoding import declared_in, decode
from tests.unit.readers.web.pages import CHINESE_TEXT

META = '<meta charset="{}"><p>{}'
RUSSIAN = "Городской совет решил расширить старый причал, сообщила начальник порта."
JAPANESE = "町議会は火曜日、古い桟橋を十二メートル広げることを決めた。"
CZECH = "Městská rada rozhodla rozšířit staré molo, řekla přístavní mistryně."
TRADITIONAL = "西灣鎮議會週二通過決議，將把百年老碼頭加寬十二米，各方就費用爭論了兩年。"


@pytest.mark.parametrize(
    ("text", "encoding", "declared", "read_in"),
    [
        ("".join(CHINESE_TEXT), "gb18030", "gb2312", "gb18030"),
        ("".join(CHINESE_TEXT), "utf-8", "gb2312", "utf-8"),
        ("".join(CHINESE_TEXT), "gb18030", "utf-8", "gb18030"),
        ("".join(CHINESE_TEXT), "gb18030", "", "gb18030"),
        (TRADITIONAL, "big5", "big5", "big5"),
        (TRADITIONAL, "utf-8", "big5", "utf-8"),
        ("Café “Roé” costs £5", "cp1252", "iso-8859-1", "windows-1252"),
        (RUSSIAN, "cp1251", "windows-1251", "windows-1251"),
        (RUSSIAN, "koi8_r", "koi8-r", "koi8-r"),
        (RUSSIAN, "utf-8", "windows-1251", "utf-8"),
        (JAPANESE, "cp932", "Shift_JIS", "shift_jis"),
        (JAPANESE, "euc_jp", "EUC-JP", "euc-jp"),
        (CZECH, "iso8859_2", "iso-8859-2", "iso-8859-2"),
        ("".join(CHINESE_TEXT), "utf-16", "utf-16", "utf-16-le"),
    ],
)
def test_encodings(text: str, encoding: str, declared: str, read_in: str) -> None:
    decoded = decode(META.format(declared, text).encode(encoding), "a.html")

    assert (decoded.text.endswith(text), decoded.encoding, decoded.damaged) == (True, read_in, 0)


def test_what_the_server_tells_counts_more() -> None:
    data = META.format("windows-1252", RUSSIAN).encode("cp1251")

    assert decode(data, "a.html", told="windows-1251").text.endswith(RUSSIAN)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<meta charset=gbk>", "gbk"),
        (b"<META http-equiv=content-type content='text/html; charset=Big5'>", "Big5"),
        (b'<?xml version="1.0" encoding="utf-8"?>', "utf-8"),
        (b"<p>charset=gbk", ""),
        (b"", ""),
    ],
)
def test_declarations(data: bytes, name: str) -> None:
    assert declared_in(data) == name


def test_stray_control_characters_are_left_out() -> None:
    assert decode(b"<p>a\x00b\x08c</p>" + b"x" * 90, "a.html").text.startswith("<p>abc</p>")


def test_a_page_that_is_damaged_throughout_is_read_as_it_says() -> None:
    data = b"<!doctype html><meta charset=utf-8><p>" + bytes(range(0x80, 0x100)) * 40

    assert decode(data, "a.html").text.startswith("<!doctype html>")


def test_what_is_no_page() -> None:
    with pytest.raises(InputError) as caught:
        decode(b"\x89PNG\r\n" + bytes(range(256)), "a.html")

    assert caught.value.code == "file-not-text"
