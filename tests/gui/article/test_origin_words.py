"""What the chip and its tip say of how an article came in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtWidgets import QApplication

from newsassistant.core.types import UNKNOWN, WAYS, Origin, Way
from newsassistant.gui.article.origin_words import facts_words, origin_label, origin_tip, place_name
from newsassistant.gui.look.i18n import Translations

NOW = datetime(2026, 11, 29, 14, 30)
AT = datetime(2026, 11, 29, 9, 5).timestamp()
EARLIER = datetime(2026, 11, 3, 22, 14).timestamp()
LAST_YEAR = datetime(2025, 2, 1, 7, 0).timestamp()


@pytest.fixture
def translations(qapp: QApplication) -> Iterator[Translations]:
    translations = Translations()
    translations.use("en")
    yield translations
    translations.use("en")


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        (Origin("typed", AT), "typed"),
        (Origin("typed", AT, edited=True), "typed"),
        (Origin("pasted", AT), "pasted 09:05"),
        (Origin("pasted", EARLIER), "pasted 3 Nov, 22:14"),
        (Origin("pasted", LAST_YEAR), "pasted 1 Feb 2025, 07:00"),
        (Origin("pasted"), "pasted"),
        (Origin("pasted", AT, "/x/wire.txt"), "pasted from wire.txt"),
        (Origin("pasted", AT, "https://www.example.org/a?b"), "pasted from example.org"),
        (Origin("dropped", AT), "dropped in 09:05"),
        (Origin("dropped", AT, "/x/wire.txt"), "dropped wire.txt"),
        (Origin("opened", AT, "/x/wire.txt", edited=True), "opened wire.txt, edited"),
        (Origin("sample", AT, "/x/wind.txt"), "sample article"),
        (Origin(place="/x/wire.txt"), "from wire.txt"),
        (UNKNOWN, "origin unknown"),
        (Origin("opened"), "origin unknown"),
    ],
)
def test_a_few_words(translations: Translations, origin: Origin, words: str) -> None:
    assert origin_label(origin, now=NOW) == words


def test_the_tip_says_all_that_is_known(translations: Translations) -> None:
    lines = origin_tip(Origin("opened", AT, "/x/wire.txt", "gb18030", edited=True)).split("\n")
    assert lines[:2] == ["Opened from a file", "/x/wire.txt"]
    assert "2026" in lines[2]
    assert "09:05" in lines[2]
    assert lines[3:] == ["Read as Chinese (GB 18030, GBK)", "Edited here since"]


def test_the_tip_makes_nothing_up(translations: Translations) -> None:
    assert origin_tip(UNKNOWN) == "How it came in was not written down"
    assert origin_tip(Origin("pasted", encoding="klingon")) == "Pasted"
    assert "/" not in origin_tip(Origin("sample", 0, "/x/wind.txt"))


def test_every_way_has_words_in_both_languages(translations: Translations) -> None:
    ways = [cast(Way, way) for way in sorted(WAYS)]
    origins = [Origin(way, at, place) for way in ways for at in (0, AT) for place in ("", "/x/a")]
    english = [(origin_label(origin), origin_tip(origin)) for origin in origins]
    translations.use("zh")
    for origin, before in zip(origins, english, strict=True):
        label, tip = origin_label(origin), origin_tip(origin)
        assert label
        assert label != before[0]
        assert tip.split("\n")[0] != before[1].split("\n")[0]


@pytest.mark.parametrize("place", ["http://[", "https://", "", ".", "..", "/", "x" * 5000])
def test_any_place_has_a_name(place: str) -> None:
    assert bool(place_name(place)) == bool(place)


def test_a_name_of_this_system(tmp_path: Path) -> None:
    assert place_name(str(tmp_path / "a b.txt")) == "a b.txt"


def test_what_the_file_says_of_the_article(translations: Translations) -> None:
    page = Origin("opened", AT, "/x/a.html", "", False, "Jane\nSmith", "2026-05-06T10:00:00Z")
    page = replace(page, source="https://www.example.org/news/1?x=2")
    assert facts_words(page) == "Jane Smith · 6 May 2026 · example.org"
    tip = origin_tip(page).split("\n")
    assert "Date: 2026-05-06 10:00:00Z" in tip
    assert "Source: https://www.example.org/news/1?x=2" in tip
    assert facts_words(Origin(source="Reuters / AFP")) == "Reuters / AFP"
    assert facts_words(Origin(date="soon")) == "soon"
    assert facts_words(UNKNOWN) == ""
    translations.use("zh")
    assert facts_words(page) == "Jane Smith · 2026年5月6日 · example.org"
    assert "作者：Jane" in origin_tip(page)
