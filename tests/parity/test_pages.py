"""Pages with known articles, English and Chinese: what is read of them is the article.

Scored by token F1 as the team's own script does: lines that may or may not be kept cost nothing,
nor does a headline on top.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from newsassistant.readers.web.page import read
from newsassistant.text.articles.reading import tidy

LEAST = {"en": 0.98, "zh": 0.97}
GOOD, MOSTLY_GOOD = 0.9, 0.95
TITLES = 0.9


def tokens(text: str) -> list[str]:
    """Words, and Chinese characters one by one."""
    return re.findall(r"[㐀-鿿]|[^\W_㐀-鿿]+", text.lower())


def f1(text: str, expected: str, optional: str) -> float:
    """How much of a text is right and how much of the right text is there, 0 to 1."""
    free = Counter(tokens(optional))
    got, want = Counter(tokens(text)), Counter(tokens(expected))
    got -= free - (free & want)
    core = want - free if free else want
    precision = (got & want).total() / max(1, got.total())
    recall = (got & core).total() / max(1, core.total())
    return 2 * precision * recall / max(1e-9, precision + recall)


def score(row: dict[str, Any], title: str, text: str) -> float:
    """The better of the text alone and of the text with the headline."""
    optional = "\n".join(row.get("optional_lines") or ())
    expected, headline = row["expected_text"], row["title"] or ""
    with_title = f1(f"{title}\n{text}", f"{headline}\n{expected}", optional)
    return max(f1(text, expected, optional), with_title)


@pytest.fixture(scope="module")
def readings(shared_dir: Path) -> list[tuple[dict[str, Any], str, str]]:
    """Label, title and text of each page whose whole article is known."""
    folder = shared_dir / "data" / "html"
    if not (folder / "labels.jsonl").is_file():
        pytest.skip("the reference data holds no labelled pages")
    lines = (folder / "labels.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["kind"] == "full"]
    made = []
    for row in rows:
        packed = folder / "pages" / Path(row["file"]).name
        reading = tidy(read(gzip.decompress(packed.read_bytes()), row["id"]))
        made.append((row, reading.title, reading.text))
    return made


@pytest.mark.parametrize("language", LEAST)
def test_articles(readings: list[tuple[dict[str, Any], str, str]], language: str) -> None:
    scores = [score(*one) for one in readings if one[0]["lang"] == language]

    assert mean(scores) >= LEAST[language]


def test_nearly_every_article_is_good(readings: list[tuple[dict[str, Any], str, str]]) -> None:
    scores = {one[0]["id"]: score(*one) for one in readings}
    low = {name: round(value, 3) for name, value in scores.items() if value < GOOD}

    assert len(low) <= (1 - MOSTLY_GOOD) * len(scores), low


def test_titles(readings: list[tuple[dict[str, Any], str, str]]) -> None:
    wrong = {
        row["title"]: title
        for row, title, _ in readings
        if tokens(row["title"] or "") != tokens(title)
    }

    assert len(wrong) <= (1 - TITLES) * len(readings), wrong
