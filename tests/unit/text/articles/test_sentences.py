"""Sentences end where a reader ends them: not behind titles, initials and abbreviations."""

from __future__ import annotations

from itertools import pairwise

import pytest

from newsassistant.text.articles.sentences import sentence_ends, sentences


@pytest.mark.parametrize(
    "parts",
    [
        ("The U.S. Senate met.", "Charles W. Smith of Acme Inc. said so."),
        ('"We go," said Sen. Burns (R-Mont.) today.', "It cost $3.5 million."),
        ("He left the U.S.", "The bill passed at 5 p.m. on Jan. 5.", "No. 5 won."),
        ("Gen. James B. Peake (Ret.) M.D. was chosen.", '"Good."', "He smiled."),
        ("She works for Acme Inc.", "The firm is old."),
        ("Was it late?", "Yes!", "“It was.”", "So they left…", "Then it rained."),
        ("Prices rose 3.5 percent vs. Last Year Ltd. figures.",),
    ],
)
def test_english(parts: tuple[str, ...]) -> None:
    assert sentences(" ".join(parts)) == list(parts)


def test_chinese_needs_no_space() -> None:
    assert sentences("“你好。”他说。天气好！真的？是的") == [
        "“你好。”",
        "他说。",
        "天气好！",
        "真的？",
        "是的",
    ]


def test_a_line_ends_a_sentence_and_a_marker_of_a_list_does_not() -> None:
    text = "A headline without a mark\n1. The first thing.\n\n12. The second. And more."

    assert sentences(text) == [
        "A headline without a mark",
        "1. The first thing.",
        "12. The second.",
        "And more.",
    ]


@pytest.mark.parametrize("text", ["", " \n ", "...", "U.S."])
def test_what_holds_no_sentence_loses_nothing(text: str) -> None:
    assert "".join(sentences(text)) == text.strip()


def test_ends_are_those_of_the_sentences() -> None:
    text = "Mr. Smith came. He left.\n\n他走了。天黑了。\nNo end"
    ends = sentence_ends(text)
    pieces = [text[a:b].strip() for a, b in pairwise([0, *ends])]
    assert ends[-1] == len(text)
    assert [piece for piece in pieces if piece] == sentences(text)


def test_a_line_of_nothing_but_full_stops_is_read_in_linear_time() -> None:
    line = "." * 200_000  # its square would take hours

    assert sentences(line + " No.") == [line, "No."]
    assert sentences(line) == [line]
