"""A saved web page -> its text, by what `text.articles.page` knows of pages."""

from __future__ import annotations

import html
import re

from newsassistant.readers.reading import Reading
from newsassistant.text.articles.article import read_as
from newsassistant.text.articles.headline import headline_of
from newsassistant.text.articles.page import text_of_page

_TITLE = re.compile(r"(?is)<title[^<>]{0,200}>(.{0,1000}?)</title")


def read(data: bytes, name: str) -> Reading:
    """The text of a page's source; raises InputError("file-not-text")."""
    decoded = read_as(data, "", name=name)
    text = text_of_html(decoded.text)
    match = _TITLE.search(decoded.text)
    title = headline_of(text) or (html.unescape(match[1]) if match else "")
    return Reading(text=text, title=title, encoding=decoded.encoding)


def text_of_html(source: str) -> str:
    """The text of a page or a part of one."""
    return text_of_page(source)
