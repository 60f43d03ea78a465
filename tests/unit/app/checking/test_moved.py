"""Pieces of a text are found again after it was edited, or said to be gone."""

from __future__ import annotations

import pytest

from newsassistant.app.checking.moved import Moved
from newsassistant.core.types import Span

OLD = "Wind grows. The first line. Share this. The last line."


def span_of(piece: str, text: str = OLD) -> Span:
    start = text.index(piece)
    return start, start + len(piece)


PIECES = ("Wind grows.", "The first line.", "Share this.", "The last line.")


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize(
    "new",
    [
        OLD,
        "New: " + OLD,
        OLD + " More.",
        OLD.replace("Share this.", "Share this. And that."),
        OLD.replace(". ", ". Then. "),
        " ".join(reversed(PIECES)),
        "😀 " + OLD,
    ],
)
def test_what_is_still_there_is_found(piece: str, new: str) -> None:
    assert Moved(OLD, new).span(span_of(piece)) == span_of(piece, new)


@pytest.mark.parametrize("new", ["", OLD.replace("first", "1st"), "Nothing of it.", "The first"])
def test_what_is_gone_has_no_place(new: str) -> None:
    assert Moved(OLD, new).span(span_of("The first line.")) is None


def test_what_surrounds_a_change_stays() -> None:
    moved = Moved(OLD, OLD.replace("first", "1st"))
    assert moved.span(span_of("Wind grows.")) == span_of("Wind grows.")
    assert moved.span(span_of("The last line.")) == (38, 52)


def test_of_the_same_words_the_nearest_are_taken() -> None:
    old = "He said so. Then it rained. He said so. It ended."
    new = "He said so. Then it rained. Hail fell. He said so, too. He said so. It ended."
    second = (28, 39)
    assert old[slice(*second)] == "He said so."
    place = Moved(old, new).span(second)
    assert place is not None
    assert new[slice(*place)] == "He said so."
    assert place[0] == new.rindex("He said so.")


def test_no_text_at_all() -> None:
    assert Moved("", "").span((0, 0)) == (0, 0)
    assert Moved("a   b", "ab").span((1, 4)) is None


def test_a_long_text_takes_no_time() -> None:
    old = "".join(f"Sentence {number} of it. " for number in range(20_000))
    new = old.replace("Sentence 10000 ", "Sentence ten thousand ")
    moved = Moved(old, new)
    place = moved.span(span_of("Sentence 15000 of it.", old))
    assert place is not None
    assert new[slice(*place)] == "Sentence 15000 of it."
