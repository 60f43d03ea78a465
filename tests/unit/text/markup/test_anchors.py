"""Notes tied to words of blocks: the spans that are named say those words and no others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsassistant.text.markup.anchors import Anchor, anchored, prose_of
from newsassistant.text.markup.blocks import Blocks, Paragraph, Span, joined
from newsassistant.text.markup.markdown import parse

ANSWER = """## A **head**

One *two* three.
Second line.

- item one
- item two
  - inside

1. first

> quoted words

| Year | Sum |
|---|---|
| 2026 | 400 |

```
x = 5
```

The end.
"""


def named(blocks: Blocks) -> dict[int, str]:
    """The words between where each note begins and ends, over all blocks."""
    words: dict[int, list[str]] = {}
    now: set[int] = set()
    done: set[int] = set()
    for span in _spans(blocks):
        for number in span.opens:
            assert number not in words
            words[number] = []
        now |= set(span.opens)
        for number in now:
            words[number].append(span.text)
        assert set(span.closes) <= now
        now -= set(span.closes)
        done |= set(span.closes)
    assert done == set(words)
    return {number: "".join(parts) for number, parts in words.items()}


def _spans(value: object) -> list[Span]:
    if isinstance(value, Span):
        return [value]
    if isinstance(value, tuple):
        return [span for each in value for span in _spans(each)]
    fields = getattr(type(value), "__slots__", ())
    return [span for field in fields for span in _spans(getattr(value, field))]


def test_the_prose_has_all_words_and_neither_signs_nor_code() -> None:
    assert prose_of(parse(ANSWER)).split("\n") == [
        "A head",
        "One two three.",
        "Second line.",
        *("item one", "item two", "inside", "first", "quoted words"),
        *("Year", "Sum", "2026", "400"),
        "The end.",
    ]


@pytest.mark.parametrize(
    "words", ["A head", "two three", "three.\nSecond", "two", "inside", "words", "400", "The end."]
)
def test_words_are_named_wherever_they_stand(words: str) -> None:
    blocks = parse(ANSWER)
    start = prose_of(blocks).index(words)

    found = anchored(blocks, [Anchor(7, start, start + len(words))])
    assert named(found) == {7: words}
    assert prose_of(found) == prose_of(blocks)


def test_notes_may_lie_in_each_other_and_begin_together() -> None:
    blocks = (Paragraph((Span("ab"), Span("cd", strong=True))),)
    found = anchored(blocks, [Anchor(1, 0, 4), Anchor(2, 1, 3), Anchor(3, 0, 1)])

    assert named(found) == {1: "abcd", 2: "bc", 3: "a"}


def test_a_note_over_paragraphs_is_tight_and_one_on_nothing_goes() -> None:
    blocks = parse("one\n\ntwo")
    found = anchored(blocks, [Anchor(1, 0, 4), Anchor(2, 3, 4), Anchor(3, 3, 7), Anchor(4, 0, 7)])

    assert named(found) == {1: "one", 3: "two", 4: "onetwo"}


def test_joined_faces_keep_their_notes() -> None:
    spans = (Span("a", closes=(1,)), Span("b", opens=(2,), closes=(2, 3)), Span("c", strong=True))

    assert joined(spans) == (Span("ab", opens=(2,), closes=(1, 2, 3)), Span("c", strong=True))


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=6))
def test_any_places_name_their_words(places: list[tuple[int, int]]) -> None:
    blocks = parse(ANSWER)
    prose = prose_of(blocks)
    anchors = [Anchor(number, *sorted(place)) for number, place in enumerate(places)]

    expected = {
        each.number: prose[each.start : each.end].strip()
        for each in anchors
        if prose[each.start : each.end].strip()
    }
    found = named(anchored(blocks, anchors))
    assert {key: text.replace("\n", "") for key, text in found.items()} == {
        key: text.replace("\n", "") for key, text in expected.items()
    }
