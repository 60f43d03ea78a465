"""Saved web pages, by what is known of pages so far."""

from __future__ import annotations

from newsassistant.readers.reading import body_of
from newsassistant.readers.saved_page import read, text_of_html


def test_a_page_has_its_text_and_a_title() -> None:
    page = b"<html><head><title>Bridge &amp; road</title></head><body>It will close.</body></html>"
    found = read(page, "a.html")

    assert (found.title, body_of(found)) == ("Bridge & road", "It will close.")


def test_a_part_of_a_page() -> None:
    assert text_of_html("<p>One.</p><p>Two.</p>").split() == ["One.", "Two."]
