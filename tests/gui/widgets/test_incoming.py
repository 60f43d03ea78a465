"""A text that comes with a file's address is a text; a file's name is a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl

from newsassistant.gui.widgets.incoming import local_file, only_file, text_from

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
