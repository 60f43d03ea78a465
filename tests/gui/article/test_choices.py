"""What is read of a text is known again when the text comes back."""

from __future__ import annotations

from newsassistant.core.types import Reads
from newsassistant.gui.article import choices
from newsassistant.gui.article.choices import Choices
from newsassistant.store.history import StoredMessage
from newsassistant.text.articles.article import parse
from newsassistant.text.articles.spans import left_out

WIND = parse("Wind grows\n\nThe first line.\nShare this article\nThe last line.")


def out(known: Choices, text: str) -> list[str]:
    article = parse(text, typed=True)
    return [article.text[a:b].strip() for a, b in left_out(known.of(article), len(article.text))]


def test_at_first_the_lines_around_an_article_are_left_out() -> None:
    assert out(Choices(), WIND.text) == ["Share this article"]


def test_an_edit_takes_the_choice_along_and_undo_brings_the_former_back() -> None:
    known = Choices()
    known.note(WIND, None)
    edited = parse(WIND.text.replace("last", "very last"), typed=True)
    known.follow(WIND, edited)
    assert known.of(edited) is None

    known.note(edited, ((0, 10),))
    known.follow(edited, WIND)
    assert known.of(WIND) is None
    assert known.of(edited) == ((0, 10),)


def test_nothing_is_never_what_is_read() -> None:
    known = Choices()
    known.note(WIND, ())

    assert known.of(WIND) is None


def test_the_oldest_are_forgotten() -> None:
    known = Choices()
    known.note(WIND, None)
    for number in range(choices.MOST):
        known.of(parse(f"Article {number}."))

    assert out(known, WIND.text) == ["Share this article"]


def test_what_was_found_for_a_question_is_no_choice() -> None:
    article = parse("\n\n".join(f"Paragraph {n} tells of the wind." for n in range(200)))
    chosen, found = ((0, 100),), ((200, 300), (900, 950))
    known = Choices()
    known.note_last(article, [request("headline", chosen), request("", found)])
    assert known.of(article) == chosen

    known.note_last(WIND, [request("headline", None), request("", ((0, 10),))])
    assert known.of(WIND) == ((0, 10),)  # there is room for all: the user has chosen that


def request(preset: str, reads: Reads) -> StoredMessage:
    return StoredMessage(1, 1, "user", "?", 1.7e9, "sent", preset, "m", "", reads=reads)
