"""Notes on what of the answers is not in the article."""

from __future__ import annotations

from functools import partial

from newsassistant.app.checking.examined import examine
from newsassistant.app.exporting.notes import copies
from newsassistant.evidence.index import Index
from newsassistant.text.markup.blocks import Paragraph, Span
from newsassistant.text.markup.markdown import parse
from newsassistant.writers.document import Note

ARTICLE = "The mill at Ashford closed on 4 May. It employed 1,187 people, said Jane Doe."
CHECK = partial(examine, Index.of(ARTICLE, "en"))


def test_notes_are_numbered_on_from_answer_to_answer() -> None:
    first, second, third = copies(
        ["1. **52** dogs.", "Jane Doe left.", "She saw Tom Roe and 53 dogs."], CHECK, "en"
    )

    assert first.notes == (Note(1, "52", "This number is not in the article."),)
    assert second.notes == ()
    assert [(note.number, note.words) for note in third.notes] == [(2, "Tom Roe"), (3, "53")]
    assert third.blocks == (
        Paragraph(
            (
                Span("She saw "),
                Span("Tom Roe", opens=(2,), closes=(2,)),
                Span(" and "),
                Span("53", opens=(3,), closes=(3,)),
                Span(" dogs."),
            )
        ),
    )


def test_roundings_are_no_notes() -> None:
    (copy,) = copies(["It employed nearly 1,200 people."], CHECK, "en")

    assert copy.notes == ()
    assert copy.blocks == parse("It employed nearly 1,200 people.")
    assert copy.examined is not None
    assert len(copy.examined.marks) == 1


def test_without_a_check_the_text_is_as_it_was() -> None:
    (copy,) = copies(["**52** dogs."], None, "en")

    assert (copy.blocks, copy.prose) == (parse("**52** dogs."), "52 dogs.")
    assert (copy.examined, copy.notes) == (None, ())


def test_the_sentence_is_in_the_language_of_the_file() -> None:
    (copy,) = copies(["52 dogs."], CHECK, "zh")

    assert copy.notes[0].text == "文章中没有这个数字。"
