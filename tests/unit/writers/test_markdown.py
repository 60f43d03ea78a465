"""A document as Markdown: what is read back is what was written, and nothing in it is markup."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsassistant.text.markup.blocks import (
    Block,
    Blocks,
    Code,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Span,
    Table,
)
from newsassistant.text.markup.markdown import parse
from newsassistant.writers import markdown
from newsassistant.writers.markdown import text_of
from tests.unit.writers.documents import ANSWER, HOSTILE, document, hostile, noted, small


def test_what_was_read_and_written_reads_the_same() -> None:
    answer = ANSWER.replace("**“12亿英镑”**", "“**12亿英镑**”")
    once = text_of(parse(answer))

    assert parse(once) == parse(answer)
    assert text_of(parse(once)) == once


def test_the_head_and_the_order() -> None:
    text = markdown.write(document()).decode()

    head, _, rest = text.removeprefix("---\n").partition("\n---\n")
    assert 'article-sha256: "' + "ab" * 32 + '"' in head
    assert 'AIGC:\n  Label: "1"\n  ContentProducer: "Desk"\n  ProduceID: "7"' in head
    assert 'answer-text: "a\\nb"' in head
    assert rest.startswith("\n本内容由人工智能生成合成\n\n# Government puts £1.2bn into wind\n\n")
    assert "*AI-assisted, edited by Ann Lee*" in rest
    assert "## Provenance" in rest
    assert "| Source | Reuters |" in rest


def test_notes_are_footnotes_behind_their_text() -> None:
    answer = "Ann paid 5 & 7.\n\n| Sum |\n|---|\n| 9 |"
    text = markdown.write(noted(answer, "Ann", "5", "9")).decode()

    assert "Ann[^1] paid 5[^2] & 7." in text
    assert "| 9[^3] |" in text
    notes = "[^1]: **Ann** No Ann.\n\n[^2]: **5** No 5.\n\n[^3]: **9** No 9.\n\n## Article\n"
    assert f"\n{notes}" in text


def test_the_sign_of_a_note_stays_out_of_bold_words() -> None:
    for answer, words, expected in (
        ("**Ann Lee** paid.", "Ann", "**Ann Lee**[^1] paid."),
        ("据**张三丰说**有。", "张三丰", "据**张三丰说**[^1]有。"),
        ("`a5b` c", "5", "`a5b`[^1] c"),
    ):
        assert f"\n{expected}\n" in markdown.write(noted(answer, words)).decode()


def test_without_footnotes_a_note_is_no_address_of_a_link() -> None:
    lines = markdown.write(noted("据四月三日说。", "四月三日")).decode().splitlines()

    note = next(line for line in lines if line.startswith("[^1]: "))
    assert len(note.removeprefix("[^1]: ").split()) > 1


def test_without_facts_there_is_no_head() -> None:
    assert markdown.write(small("a")).decode() == "# T\n\na\n"


@pytest.mark.parametrize(
    "text",
    [
        "# no heading",
        "- no item",
        "+ no item",
        "1. no item",
        "2) no item",
        "> no quote",
        "---",
        "===",
        "a\n===",
        "a\n---",
        "* no item",
        "***",
        "```\nno code",
        "a | b\n--- | ---",
        "<b>no</b> <script>",
        "&lt; &amp; &#65;",
        "[no](link) ![no](picture)",
        "**no** _no_ ~~no~~ `no`",
        "\\*",
        "a\\",
        "<https://example.org>",
        "https://example.org/a_b",
    ],
)
def test_plain_words_stay_plain_words(text: str) -> None:
    paragraph = Paragraph((Span(text),))

    assert parse(text_of((paragraph,))) == (paragraph,)


@pytest.mark.parametrize(
    ("spans", "text"),
    [
        ((Span("投资"), Span("“12亿”", strong=True), Span("。")), "投资“**12亿**”。"),
        ((Span("a"), Span(" b ", emphasis=True), Span("c")), "a *b* c"),
        ((Span("a\nb", strong=True, struck=True),), "~~**a**~~\\\n~~**b**~~"),
        ((Span("a"), Span("!?", strong=True), Span("b")), "a!?b"),
        ((Span("(yes)", strong=True),), "**(yes)**"),
    ],
)
def test_marks_stand_where_every_reader_knows_them(spans: tuple[Span, ...], text: str) -> None:
    assert text_of((Paragraph(spans),)) == text + "\n"


WORDS = st.text(alphabet="ab字 1.*_`#|<&[\\~-", min_size=1, max_size=12).map(
    lambda text: f"x{text}y"
)
SPANS = st.lists(st.builds(Span, WORDS, code=st.booleans()), min_size=1, max_size=1).map(tuple)


def blocks(inner: st.SearchStrategy[Blocks]) -> st.SearchStrategy[Blocks]:
    items = st.lists(
        st.tuples(st.builds(Paragraph, SPANS), inner).map(lambda pair: (pair[0], *pair[1])),
        min_size=1,
        max_size=3,
    ).map(tuple)
    lists = st.builds(Listing, items, st.one_of(st.none(), st.integers(0, 999)))
    return st.lists(st.one_of(lists, st.builds(Quote, inner)), max_size=3).map(tuple)


LEAVES: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, SPANS),
    st.builds(Heading, st.integers(1, 6), SPANS),
    st.builds(Code, WORDS),
    st.just(Table((((Span("a|b"),), (Span("`"),)), ((Span("c", code=True),), ())))),
)
TREES = st.recursive(st.lists(LEAVES, min_size=1, max_size=3).map(tuple), blocks, max_leaves=6)


@given(TREES)
def test_any_tree_is_read_back(tree: Blocks) -> None:
    assert parse(text_of(tree)) == tree


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_cannot_get_out(text: str) -> None:
    written = markdown.write(hostile(text)).decode("utf-8")

    assert written.startswith("---\n")
    head = written.split("\n---\n")[0].splitlines()
    names = [line.partition(":")[0] for line in head if not line.startswith("label:")]
    assert names == ["---", "title", "generator", "article-title", "AIGC", "  Label"]
    values = [line.partition(": ")[2] for line in head if line not in ("---", "AIGC:")]
    assert all(isinstance(json.loads(value), str) for value in values)
    assert "<script" not in written.split("\n---\n", 1)[1].replace("\\<", "")
