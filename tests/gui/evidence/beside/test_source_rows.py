"""Rows of an answer's sentences: those without a clear source first, none of them an error."""

from __future__ import annotations

from newsassistant.evidence.index import Index
from newsassistant.evidence.links import sources
from newsassistant.evidence.marks import Source, Sourced
from newsassistant.gui.evidence.beside.source_rows import Row, RowKind, rows, text_of
from tests.gui.evidence.mills import MILL

ANSWER = "It employed 1,187 people.\nWhales sang many songs.\nThe site costs £3.5 million."


def found(answer: str = ANSWER) -> list[Row]:
    return rows(sources(Index.of(MILL, "en"), answer), answer, MILL)


def test_those_without_a_clear_source_come_first() -> None:
    listed = found()
    kinds = [row.kind for row in listed[:3]]
    assert kinds == [RowKind.HEADING, RowKind.NOTE, RowKind.SENTENCE]
    assert listed[2].text == "Whales sang many songs."
    assert "No error" in listed[1].text
    headings = [row.text for row in listed if row.kind is RowKind.HEADING]
    assert headings == ["No clear source", "From the article"]


def test_each_sentence_has_its_sources_under_it() -> None:
    listed = found("It employed 1,187 people.")
    assert [row.kind for row in listed[:3]] == [
        RowKind.HEADING,
        RowKind.SENTENCE,
        RowKind.SOURCE,
    ]
    source = listed[2]
    assert source.text == "It employed 1,187 people, its owner said in a statement to the town."
    assert MILL[slice(*source.span)] == source.text
    assert source.span in source.spans == listed[1].spans


def test_of_an_unclear_one_the_nearest_is_named() -> None:
    unclear = Sourced(0, 4, (Source(0, 4, 0.1), Source(5, 9, 0.05)))
    listed = rows([unclear], "Abcd", "Mill at Ash")
    assert [row.text for row in listed[2:]] == ["Abcd", "Nearest: Mill"]


def test_as_text() -> None:
    lines = text_of(found()).split("\n")
    assert lines[0] == "No clear source"
    assert lines[2] == "• Whales sang many songs."
    assert "• It employed 1,187 people." in lines
    place = lines.index("• It employed 1,187 people.")
    assert lines[place + 1].startswith("    → It employed 1,187 people, its owner")


def test_no_sentence_at_all() -> None:
    assert found("") == []
    assert text_of([]) == ""
