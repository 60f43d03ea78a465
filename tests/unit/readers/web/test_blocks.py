"""Blocks of a page: what can be seen, what may be of the article, how much of it is prose."""

from __future__ import annotations

import pytest

from newsassistant.readers.web.blocks import Block, blocks_of, weight_of
from newsassistant.readers.web.tree import build

PROSE = "The council agreed on Tuesday, after two years of argument, to widen the pier."


def seen(source: str) -> list[str]:
    """The texts of all blocks."""
    return [block.text for block in blocks_of(build(source)).blocks]


def likely(source: str) -> list[str]:
    """The texts of the blocks that may be of the article."""
    return [block.text for block in blocks_of(build(source)).likely()]


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("<p>a <b>b</b>\n c</p>d", ["a b c", "d"]),
        ("<div>a<p>b</p>c</div>", ["a", "b", "c"]),
        ("a<br>b<br><br>　　c", ["a", "b", "c"]),
        ("<p>a<script>b</script><style>c</style>d", ["ad"]),
        ("<p>a<span hidden>b</span><span aria-hidden=true>c</span>d", ["ad"]),
        ("<p>a<span style='display: none'>b</span>", ["a"]),
        ("<a class='sr-only'>Skip to content</a><p>a", ["a"]),
        ("<p>Roe<span class='name-tooltip-box'>more of Roe</span> said", ["Roe said"]),
        ("<p>漢<ruby>字<rt>zi</rt></ruby>", ["漢字"]),
        ("<noscript>a</noscript><template>b</template><select><option>c</select>d", ["d"]),
    ],
)
def test_what_is_seen(source: str, texts: list[str]) -> None:
    assert seen(source) == texts


@pytest.mark.parametrize(
    "part",
    [
        "<nav>{}</nav>",
        "<aside>{}</aside>",
        "<div class=relatedPosts>{}</div>",
        "<div id='site-footer'>{}</div>",
        "<section class='newsletter box'>{}</section>",
        "<div role=complementary>{}</div>",
        "<div class=comment-list>{}</div>",
    ],
)
def test_parts_of_another_matter_are_left_out_unless_they_are_most(part: str) -> None:
    assert likely(f"<p>{PROSE}</p><p>{PROSE}</p>" + part.format(PROSE)) == [PROSE, PROSE]
    assert likely(part.format(PROSE)) == [PROSE]


def test_comments_are_left_out_though_they_are_longer() -> None:
    comments = f"<div id=comments>{f'<p>{PROSE}</p>' * 4}</div>"

    assert likely(f"<p>{PROSE}</p>{comments}") == [PROSE]


def test_tools_are_left_out_but_no_paragraphs_in_them() -> None:
    long = f"{PROSE} {PROSE}"

    assert (
        likely(f"<p>{PROSE}</p>" * 3 + "<div class=share>Share, mail or print</div>") == [PROSE] * 3
    )
    assert likely(f"<p>{PROSE}</p>" * 3 + f"<div class=share>{long}</div>")[-1] == long
    quoted = f"<div class=social-embed><blockquote>{PROSE}</blockquote></div>"
    assert likely(f"<p>{PROSE}</p>" * 3 + quoted) == [PROSE] * 4


def test_the_names_of_a_whole_page_say_nothing() -> None:
    assert likely(f"<body class='sidebar comments'><p>{PROSE}") == [PROSE]


@pytest.mark.parametrize(
    ("source", "prose"),
    [
        (f"<p>{PROSE}", len(PROSE)),
        ("<p>Short, so none.", 0),
        ("<p>No mark stands in this line although it has quite a few words", 0),
        (f"<p><a href=x>{PROSE}</a>", 0),
        ("<p>西湾镇议会周二通过决议，将把百年老码头加宽十二米。", 75),
    ],
)
def test_prose(source: str, prose: int) -> None:
    assert blocks_of(build(source)).blocks[0].prose == prose


def test_a_line_break_leaves_blocks_near() -> None:
    blocks: list[Block] = blocks_of(build("<p>a<br>b<br><br>c</p><p>d")).blocks

    assert [block.near for block in blocks] == [False, True, False, False]


def test_a_chinese_character_weighs_three_letters() -> None:
    assert (weight_of("abc"), weight_of("西湾，")) == (3, 9)
