"""A text that comes with a file's address is a text; a file's name is a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl

from newsassistant.gui.widgets.incoming import local_file, only_file, page_of, text_from

FILE = Path("/tmp/pier news.txt")


def mime(*, text: str = "", html: str = "", urls: tuple[str, ...] = ()) -> QMimeData:
    data = QMimeData()
    if urls:
        data.setUrls([QUrl(url) for url in urls])
    if html:
        data.setHtml(html)
    if text:
        data.setText(text)
    return data


URL = QUrl.fromLocalFile(str(FILE)).toString()


@pytest.mark.parametrize(
    "text",
    [
        "",
        str(FILE),
        f"'{FILE}'",
        "file:///tmp/pier%20news.txt",
        "pier news.txt\n",
        "x-special/nautilus-clipboard\ncopy\nfile:///tmp/pier%20news.txt\n",
    ],
)
def test_a_file_with_its_name_is_a_file(text: str) -> None:
    assert local_file(mime(text=text, urls=(URL,))) == FILE


def test_a_text_with_a_file_is_the_text() -> None:
    source = mime(text="The council agreed.", urls=(URL,))

    assert local_file(source) is None
    assert text_from(source) == "The council agreed."


def test_html_with_a_file_is_the_text() -> None:
    source = mime(html="<p>The <b>council</b> agreed.</p>", urls=(URL,))

    assert local_file(source) is None
    assert local_file(mime(html="<img src='x.png'>", urls=(URL,))) == FILE


def test_web_addresses_are_no_files() -> None:
    assert local_file(mime(urls=("https://news.example/a",))) is None
    assert text_from(mime()) == ""
    assert text_from(mime(html="<p>a</p><img src='b'>")).strip() == "a"


def test_the_only_file_is_there_and_alone(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text("{}", encoding="utf-8")
    url = QUrl.fromLocalFile(str(file)).toString()
    folder = QUrl.fromLocalFile(str(tmp_path)).toString()

    assert only_file(mime(urls=(url,))) == file
    assert only_file(mime(urls=(url, url))) is None
    assert local_file(mime(urls=(folder, url))) == tmp_path
    assert only_file(mime(urls=(folder,))) is None
    assert only_file(mime(urls=(URL + "-gone",))) is None
    assert only_file(mime()) is None


STORY = "https://www.news.example/2026/pier?id=7"
WINDOWS = 'application/x-qt-windows-mime;value="HTML Format"'


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("chromium/x-source-url", STORY.encode()),
        ("chromium/x-source-url", f"{STORY}#top\0".encode()),
        ("text/x-moz-url-priv", STORY.encode("utf-16-le")),
        (WINDOWS, f"Version:0.9\r\nStartHTML:7\r\nSourceURL:{STORY}\r\n<html>".encode()),
    ],
)
def test_a_browser_names_the_page(name: str, raw: bytes) -> None:
    source = mime(text="The council agreed.")
    source.setData(name, raw)
    assert page_of(source) == STORY


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\xff\xfe\x00",
        b"file:///books/me/secret.html",
        b"https://me:secret@news.example/a",
        b"https://",
        b"https://news.example/a b",
        b"javascript:alert(1)",
        b"about:blank",
        b"https://news.example/" + b"x" * 5000,
    ],
)
def test_what_is_no_page_is_not_named(said: bytes) -> None:
    for name in ("chromium/x-source-url", "text/x-moz-url-priv", WINDOWS):
        source = mime(text="The council agreed.")
        source.setData(name, said)
        assert page_of(source) == ""
    assert page_of(mime(text="The council agreed.")) == ""
