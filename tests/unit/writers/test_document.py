"""What a document says in which order, and what its file's metadata say."""

from __future__ import annotations

from dataclasses import replace

from newsassistant.text.markup.blocks import Heading, Paragraph, Rule, Span, Table, words_of
from newsassistant.writers.document import ruled_sheet_of, sheet_of, text_of_section
from tests.unit.writers.documents import document, noted, small


def test_the_order_of_the_body() -> None:
    texts = [block for each in document().sections for block in text_of_section(each)]
    blocks = [*texts, *ruled_sheet_of(document())]

    headings = [(b.level, words_of(b.spans)) for b in blocks if isinstance(b, Heading)]
    assert headings == [
        (2, "Answer"),
        (4, "What it says"),
        (2, "Article"),
        (2, "Provenance"),
        (3, "Article"),
        (3, "Answer"),
    ]
    assert blocks[1] == Paragraph((Span("SmolLM2 · int8", emphasis=True),))
    assert sum(isinstance(block, Rule) for block in blocks) == 1
    assert not [b for b in blocks if isinstance(b, Table) and b.headed and len(b.rows) > 2]


def test_without_a_sheet_there_is_none() -> None:
    bare = small("a")

    assert list(text_of_section(bare.sections[0])) == [Paragraph((Span("a"),))]
    assert list(ruled_sheet_of(bare)) == list(sheet_of(bare)) == []
    assert bare.properties() == ()


def test_properties_tell_of_an_answer_only_where_it_is_the_only_one() -> None:
    one = document()
    assert dict(one.properties()) == {
        "label": "AI-assisted, edited by Ann Lee",
        "article-sha256": "ab" * 32,
        "article-source": "Reuters",
        "answer-model": "SmolLM2 · int8",
        "answer-text": "a\nb",
    }

    two = replace(one, sheet=(*one.sheet, one.sheet[1]))
    assert [name for name, _ in two.properties()] == ["label", "article-sha256", "article-source"]


def test_the_notes_are_those_of_all_sections() -> None:
    first, second = noted("Ann Lee", "Ann"), noted("Ann Lee", "Lee")
    both = replace(first, sections=(*first.sections, *second.sections))

    assert [note.words for note in both.notes] == ["Ann", "Lee"]
    assert document().notes == ()
