"""Labels, credits and invitations go; what belongs to the article stays."""

from __future__ import annotations

import pytest

from newsassistant.readers.web.blocks import blocks_of
from newsassistant.readers.web.edges import without_edges
from newsassistant.readers.web.tree import build
from tests.unit.readers.web.pages import CHINESE_TEXT, ENGLISH_TEXT, paragraphs


def left(source: str, title: str = "") -> list[str]:
    """The texts that stay."""
    return [block.text for block in without_edges(blocks_of(build(source)).blocks, title)]


@pytest.mark.parametrize(
    "line",
    [
        *("Advertisement", "ADVERTISING", "Related news", "Share this story", "You may also like:"),
        *(
            "Continue reading the main story",
            "广告",
            "相关阅读：",
            "点击查看更多",
            "（原标题：老码头要加宽了）",
        ),
        *("Sakib Ali/Hindustan Times/Getty Images", "Photo: Ann Roe", "© Westmere Mail"),
    ],
)
def test_labels_go_wherever_they_stand(line: str) -> None:
    first, *others = ENGLISH_TEXT

    assert left(f"<p>{first}</p><p>{line}</p>{paragraphs(tuple(others))}") == list(ENGLISH_TEXT)


@pytest.mark.parametrize(
    "line",
    [
        "Sign up for our newsletter, every day.",
        "Follow us on Instagram, it is free.",
        "Have a tip? Ann Roe may be reached at roe@mail.example.",
        "未经授权，不得转载。",
        "更多精彩内容请关注西湾网微信公众号。",
    ],
)
def test_invitations_go_from_the_ends_only(line: str) -> None:
    assert left(f"{paragraphs(ENGLISH_TEXT)}<p>{line}</p>") == list(ENGLISH_TEXT)
    assert left(f"<p>{line}</p>{paragraphs(ENGLISH_TEXT)}") == list(ENGLISH_TEXT)
    behind = paragraphs((*CHINESE_TEXT, "Work begins in March."))
    assert line in left(f"{paragraphs(ENGLISH_TEXT)}<p>{line}</p>{behind}")


def test_who_wrote_and_edited_stays() -> None:
    lines = ("Additional reporting by Tom Hale", "责任编辑：周远")

    assert left(paragraphs((*ENGLISH_TEXT, *lines)))[-2:] == list(lines)


def test_the_headline_and_the_date_above_go() -> None:
    top = "<h1>Pier to grow</h1><p>March 4, 2026</p><p>By Tom Hale</p>"

    assert left(top + paragraphs(ENGLISH_TEXT), "Pier to grow") == list(ENGLISH_TEXT)


def test_headings_that_lead_nowhere_go() -> None:
    source = f"{paragraphs(ENGLISH_TEXT[:3])}<h2>Cost</h2><p>{ENGLISH_TEXT[3]}</p><h2>Topics</h2>"

    assert left(source) == [*ENGLISH_TEXT[:3], "Cost", ENGLISH_TEXT[3]]


def test_what_follows_the_heading_of_the_comments_goes() -> None:
    comments = "<h3>12 Comments</h3><p>I have walked on that pier, and it is wide enough.</p>"

    assert left(paragraphs(ENGLISH_TEXT) + comments) == list(ENGLISH_TEXT)
    assert len(left(f"<h3>Comments</h3>{paragraphs(ENGLISH_TEXT)}")) == len(ENGLISH_TEXT)


def test_a_paragraph_that_is_repeated_stands_once() -> None:
    assert left(paragraphs(ENGLISH_TEXT) + paragraphs(ENGLISH_TEXT[1:3])) == list(ENGLISH_TEXT)


def test_nothing_is_left_of_nothing() -> None:
    assert left("") == []
