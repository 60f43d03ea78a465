"""Files of the desktops that hold a link."""

from __future__ import annotations

import plistlib
from pathlib import Path

import pytest

from newsassistant.core.errors import InputError
from newsassistant.gui.opening.link_file import MOST_BYTES, link_in

LINK = "https://news.example/a?b=c&d"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("A story.url", f"[InternetShortcut]\r\nURL={LINK}\r\nIconIndex=0\r\n".encode()),
        ("a.URL", f"[{{000214A0}}]\nProp3=19,2\n[InternetShortcut]\n  url = {LINK}".encode()),
        ("a.desktop", f"[Desktop Entry]\nType=Link\nURL={LINK}\nName[de]=URL=x\n".encode()),
        ("a.webloc", plistlib.dumps({"URL": LINK})),
        ("a.webloc", plistlib.dumps({"URL": LINK}, fmt=plistlib.FMT_BINARY)),
    ],
)
def test_links_of_all_systems(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)

    assert link_in(tmp_path / name) == LINK


@pytest.mark.parametrize(
    ("name", "data"),
    [
        *(("a.url", b""), ("a.url", b"[InternetShortcut]\nURL=file:///etc/passwd\n")),
        *(("a.url", b"URL=javascript:alert(1)"), ("a.desktop", b"[Desktop Entry]\nExec=rm\n")),
        *(("a.webloc", b""), ("a.webloc", b"no list"), ("a.webloc", plistlib.dumps([LINK]))),
        ("a.webloc", plistlib.dumps({"URL": 7})),
        ("a.webloc", b"bplist00" + bytes(range(256))),
        (
            "a.webloc",
            b'<?xml version="1.0"?><!DOCTYPE plist [<!ENTITY a "https://a.example">]>'
            b"<plist><dict><key>URL</key><string>&a;</string></dict></plist>",
        ),
        ("a.url", f"URL={LINK}\n".encode() + bytes(MOST_BYTES)),
        ("a.url", b"URL=https://a.example/\xff\xfe\0\n"),
    ],
)
def test_files_without_a_link_of_a_page(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)

    with pytest.raises(InputError) as caught:
        link_in(tmp_path / name)
    assert caught.value.code == "link-without-address"


def test_other_files_are_not_looked_into(tmp_path: Path) -> None:
    assert link_in(tmp_path / "there-is-none.txt") == ""
    with pytest.raises(InputError):
        link_in(tmp_path / "there-is-none.url")
