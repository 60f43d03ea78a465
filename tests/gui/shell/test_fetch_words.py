"""What the status bar says of requests is what has happened."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QApplication

from newsassistant.gui.opening.fetching import Request
from newsassistant.gui.shell.fetch_words import (
    MOST_LINES,
    fetched_words,
    fetching_words,
    requests_words,
)

AT = datetime(2026, 5, 6, 14, 5).timestamp()
CAME = Request(AT, "news.example", 120_000)
SENT_ON = Request(AT - 60, "short.example")


def test_of_one_page_of_several_and_of_none(qapp: QApplication) -> None:
    assert fetching_words("news.example")[0].startswith("Fetching a page from news.example")
    assert fetched_words([SENT_ON]) == (
        "Asked short.example for a page at 14:04; none came",
        "No page fetched",
    )
    one = ("Fetched 1 page from news.example at 14:05", "1 page fetched")
    assert fetched_words([SENT_ON, CAME]) == one
    assert fetched_words([CAME, SENT_ON]) == one
    assert fetched_words([CAME, CAME]) == (
        "Fetched 2 pages, the last from news.example at 14:05",
        "2 pages fetched",
    )


def test_every_request_has_its_line(qapp: QApplication) -> None:
    lines = requests_words([SENT_ON, CAME]).split("\n")

    assert lines[1] == "14:04 short.example: sent no page"
    assert lines[2] == "14:05 news.example: 120 kB received"
    assert lines[-1].startswith("No article, question or answer was sent.")


def test_of_very_many_the_latest(qapp: QApplication) -> None:
    many = [Request(AT, f"{number}.example") for number in range(MOST_LINES + 5)]
    words = requests_words(many)

    assert "\n14:05 0.example" not in words
    assert f"14:05 {MOST_LINES + 4}.example" in words
    assert "5 more before them" in words
