"""A text that comes with a file's address is a text; a file's name is a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

from newsassistant.gui.widgets.incoming import (
    article_from,
    is_picture,
    local_file,
    only_file,
    page_of,
    text_from,
)

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


WORDS = "<h1>Port strike</h1><p>Dock workers voted on Monday.</p><p>The strike goes on.</p>"
PARAGRAPHS = "Port strike\n\nDock workers voted on Monday.\n\nThe strike goes on."


def test_html_gives_the_headline_and_the_paragraphs() -> None:
    lines = "Port strike\nDock workers voted on Monday.\nThe strike goes on."
    assert article_from(mime(text=lines, html=WORDS))[0] == PARAGRAPHS
    assert article_from(mime(html=WORDS)) == (PARAGRAPHS, "Port strike")
    windows = f"<html><body>Menu<!--StartFragment-->{WORDS}<!--EndFragment--></body></html>"
    assert article_from(mime(text=lines, html=windows))[0] == PARAGRAPHS
    word = f"<html><head><style>p {{color: red}}</style></head><body>{WORDS}</body></html>"
    assert article_from(mime(text=lines, html=word))[0] == PARAGRAPHS


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("def f():\n    return 1", "<div style='white-space: pre'>def f():<br>return 1</div>"),
        ("a = 1\n\nb = 2", "<meta charset='utf-8'><pre>a = 1\nb = 2</pre>"),
        ("One.\nTwo.", ""),
        ("One.\nTwo.", "<p></p>"),
        ("One and much more.\nTwo.", "<p>One</p>"),
        (" line", "<p>line</p>"),
    ],
)
def test_the_plain_text_wins_where_the_html_says_less(text: str, html: str) -> None:
    assert article_from(mime(text=text, html=html))[0] == text


def test_html_of_any_kind_gives_a_text() -> None:
    for html in ("<p" * 100_000, "<div>" * 50_000 + "x", "<!--StartFragment--><p>a", "\0<p>b"):
        assert isinstance(article_from(mime(text="a\nb", html=html))[0], str)
    assert article_from(mime(text="a\nb", html="<p>b</p>" * 600_000))[0] == "a\nb"


def test_a_picture_is_known_from_a_text() -> None:
    address = "https://example.org/pier.jpg"
    assert is_picture(mime(text=address, html=f"<img src='{address}'>"))
    assert not is_picture(mime(text=address, html=f"<p>The pier. <img src='{address}'></p>"))
    assert not is_picture(mime(text=address))
    drawn = QMimeData()
    drawn.setImageData(QImage(2, 2, QImage.Format.Format_RGB32))
    assert is_picture(drawn)
