"""What is read is chosen by lines and passages, and an edit elsewhere changes nothing of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsassistant.core.types import Reads, Span
from newsassistant.text.articles import passages, spans
from newsassistant.text.articles.article import clean

TEXT = "Wind grows\n\nThe first line.\nShare this article\nThe last line.\n© 2026 Example"
LINES = [*TEXT.split("\n"), "风力增长", "分享到"]
TEXTS = st.lists(st.sampled_from(LINES), min_size=1, max_size=9).map(lambda x: clean("\n".join(x)))
PLACES = st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=4)


def span(part: str, text: str = TEXT) -> Span:
    return text.index(part), text.index(part) + len(part)


def out(text: str, reads: Reads) -> list[str]:
    """What is left out, without the breaks."""
    found = spans.left_out(reads, len(text))
    return [line.strip() for a, b in found for line in text[a:b].split("\n") if line.strip()]


def test_at_first_the_lines_around_the_article_are_left_out() -> None:
    reads = passages.at_first(TEXT)

    assert out(TEXT, reads) == ["Share this article", "© 2026 Example"]
    assert spans.read_text(TEXT, reads) == "Wind grows\n\nThe first line.\nThe last line."
    assert passages.lines_left_out(TEXT, reads) == 2
    assert passages.at_first("Wind grows\nThe first line.") is None


def test_a_line_is_read_again_and_any_passage_is_left_out() -> None:
    reads = passages.along_with(TEXT, passages.at_first(TEXT), span("Share this article"))
    assert out(TEXT, reads) == ["© 2026 Example"]

    reads = passages.along_with(TEXT, reads, span("© 2026 Example"))
    assert reads is None

    reads = passages.without(TEXT, reads, span("first line.\nShare"))
    assert out(TEXT, reads) == ["first line.", "Share"]
    assert passages.without(TEXT, None, (0, len(TEXT))) == ()


def test_passages_alone_are_added_one_to_the_other() -> None:
    first = passages.only(TEXT, passages.at_first(TEXT), span("The first line."))
    assert spans.read_text(TEXT, first) == "The first line."

    both = passages.only(TEXT, first, span("The last line."))
    assert spans.read_text(TEXT, both) == "The first line.\nThe last line."

    again = passages.only(TEXT, both, span("first"))
    assert spans.read_text(TEXT, again) == "first"


@pytest.mark.parametrize(
    ("place", "line"),
    [(0, "Wind grows"), (10, "Wind grows"), (11, ""), (12, "The first line."), (99, "")],
)
def test_the_line_of_a_position(place: int, line: str) -> None:
    start, end = passages.line_at(TEXT, min(place, len(TEXT)))
    assert TEXT[start:end] == (line or TEXT[start:end])
    assert start <= min(place, len(TEXT)) <= end


def test_an_edit_elsewhere_keeps_what_was_chosen() -> None:
    reads = passages.along_with(TEXT, passages.at_first(TEXT), span("Share this article"))
    reads = passages.without(TEXT, reads, span("first"))
    new = TEXT.replace("Wind grows", "Wind power grows fast").replace("last line", "very last line")

    after = passages.after_edit(TEXT, reads, new)

    assert out(new, after) == ["first", "© 2026 Example"]


@pytest.mark.parametrize(
    ("left", "old", "new", "expected"),
    [
        ("The last line.", "last", "very last", "The very last line."),
        ("last line.", "The ", "A ", "last line."),
        ("The last", "line.", "row.", "The last"),
        ("The last line.", "The last line.\n", "", ""),
    ],
)
def test_a_line_that_is_edited_keeps_what_is_the_same_in_it(
    left: str, old: str, new: str, expected: str
) -> None:
    text = TEXT.replace(old, new) if old.startswith("The last") else None
    head, _, tail = TEXT.partition("The last line.")
    text = text or head + "The last line.".replace(old, new) + tail
    reads = passages.without(TEXT, passages.at_first(TEXT), span(left))

    found = out(text, passages.after_edit(TEXT, reads, text))

    assert found == ["Share this article", *([expected] if expected else []), "© 2026 Example"]


def test_lines_that_come_in_are_looked_at_and_those_that_were_judged_are_not() -> None:
    reads = passages.along_with(TEXT, passages.at_first(TEXT), span("Share this article"))
    new = TEXT + "\nSubscribe now\nOne more line."

    assert out(new, passages.after_edit(TEXT, reads, new)) == ["© 2026 Example", "Subscribe now"]


@given(TEXTS, PLACES, TEXTS)
def test_after_any_edit_it_is_a_choice_for_the_new_text(
    old: str, places: list[Span], new: str
) -> None:
    reads = passages.chosen(old, places)
    after = passages.after_edit(old, reads, new)

    assert after == (None if after is None else spans.normal(after, len(new)))
    assert passages.after_edit(old, reads, old) == reads
    if after is not None:
        assert passages.chosen(new, after) == after


@given(TEXTS, PLACES, st.integers(0, 90), st.integers(0, 90))
def test_what_is_left_out_and_taken_in_again_is_read(
    text: str, places: list[Span], start: int, end: int
) -> None:
    reads = passages.chosen(text, places)
    passage = (min(start, end), max(start, end))

    left = passages.without(text, reads, passage)
    for a, b in spans.spans_of(left, len(text)):
        assert not text[max(a, passage[0]) : min(b, passage[1])].strip()
    again = passages.along_with(text, left, passage)
    assert passages.without(text, again, passage) == left


def test_a_long_text_takes_no_time_that_grows_faster_than_it_does() -> None:
    text = "\n".join(f"The council met on day {number}." for number in range(8000))
    reads = passages.without(text, None, (0, 20))
    new = text.replace("day 4000.", "day 4000 and 4001.")

    assert out(new, passages.after_edit(text, reads, new)) == ["The council met on d"]
    passages.after_edit(text, reads, "\n".join(f"Other {number}." for number in range(8000)))
