"""Events arrive in any pieces, with any ends of lines, and nothing of them is lost."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsassistant.core.outside import UnfitError
from newsassistant.engine.remote.events import EventStream, ServerEvent


def read(*pieces: bytes) -> list[tuple[str, str]]:
    stream = EventStream()
    found = [event for piece in pieces for event in stream.push(piece)]
    return [(event.name, event.data) for event in [*found, *stream.finish()]]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_lines_end_in_three_ways(end: bytes) -> None:
    body = end.join([b": a comment", b"data: one", b"", b"data:two", b"data: lines", b"", b""])

    assert read(body) == [("", "one"), ("", "two\nlines")]
    assert read(*(body[at : at + 1] for at in range(len(body)))) == read(body)


def test_names_comments_and_other_fields() -> None:
    body = b"\xef\xbb\xbfevent: note\nid: 7\nretry: 3\n:\ndata: x\n\ndata\n\nevent: alone\n\n"

    assert read(body) == [("note", "x"), ("", "")]


def test_an_end_without_a_blank_line_loses_nothing() -> None:
    assert read(b"data: one\n\ndata: two") == [("", "one"), ("", "two")]
    assert read(b"data: one\n") == [("", "one")]


def test_an_error_line_of_older_servers_is_an_event() -> None:
    assert read(b'data: a\n\nerror: {"message": "x"}\n\n') == [
        ("", "a"),
        ("error", '{"message": "x"}'),
    ]


def test_bytes_that_are_no_text_do_no_harm() -> None:
    assert read(b"data: a\xff\xfeb\n\n") == [("", "a\ufffd\ufffdb")]


def test_a_line_without_an_end_is_given_up() -> None:
    stream = EventStream(most=1000)

    with pytest.raises(UnfitError):
        list(map(stream.push, [b"data: " + b"x" * 90] * 20))


def test_an_event_of_too_many_lines_is_given_up() -> None:
    stream = EventStream(most=1000)

    with pytest.raises(UnfitError):
        stream.push((b"data: " + b"x" * 90 + b"\n") * 20)


@given(
    st.lists(st.text(st.characters(exclude_characters="\r\n", codec="utf-8")), max_size=6),
    st.lists(st.integers(0, 200), max_size=20),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_cut_anywhere_it_is_the_same(texts: list[str], cuts: list[int], end: str) -> None:
    body = "".join(f"data: {text}{end}{end}" for text in texts).encode()
    places = sorted({0, len(body), *(cut for cut in cuts if cut < len(body))})
    pieces = [body[a:b] for a, b in itertools.pairwise(places)]
    stream = EventStream()

    found = [event for piece in pieces for event in stream.push(piece)]

    assert [*found, *stream.finish()] == [ServerEvent("", text) for text in texts]
