"""The page's files: their policy lets nothing else in, and both languages have the same words."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from newsassistant.core.resources import resource_path
from newsassistant.server.page import page_file


class Outside(HTMLParser):
    """Collects what a page loads, and what runs inside it."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.inline: list[str] = []
        self.labels: list[str] = []
        self.fields: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.loaded += [str(values[name]) for name in ("src", "href") if name in values]
        self.inline += [name for name in values if name.startswith("on") or name == "style"]
        if tag == "label":
            self.labels.append(str(values["for"]))
        if tag in ("input", "select", "textarea"):
            self.fields.append(str(values["id"]))


def test_the_page_loads_its_own_files_alone_and_names_its_fields() -> None:
    content, headers = page_file("/")
    found = Outside()
    found.feed(content.decode())

    assert sorted(found.loaded) == ["/page.css", "/page.js"]
    assert found.inline == []
    assert sorted(found.labels) == sorted(found.fields)
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_files_name_no_other_address_and_set_no_markup() -> None:
    for path in ("/", "/page.css", "/page.js"):
        text = page_file(path)[0].decode()
        assert "//" not in re.sub(r"(?m)^\s*//.*$| // .*$", "", text), path
        for way in ("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "url("):
            assert way not in text, path
        for place in ("localStorage", "sessionStorage", "indexedDB", "cookie"):
            assert place not in text


def test_both_languages_have_the_same_words() -> None:
    text = resource_path("page", "page.js").read_text("utf-8")
    english, chinese = re.findall(r"(?s)^  (?:en|zh): \{(.*?)^  \},", text, flags=re.MULTILINE)
    names = re.compile(r'(?:^|[{,])\s*("[\w-]+"|\w+): ["{]', re.MULTILINE)

    assert names.findall(english) == names.findall(chinese)
    wanted = re.findall(r'data-word="(\w+)"', resource_path("page", "page.html").read_text())
    assert set(wanted) <= set(names.findall(english))
