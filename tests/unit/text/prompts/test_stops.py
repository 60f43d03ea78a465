"""Stop texts across deltas: nothing of them is shown, nothing else is lost."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsassistant.text.prompts.stops import StopTexts


def run(parts: list[str], stops: tuple[str, ...]) -> str:
    stream, shown = StopTexts(stops), ""
    for part in parts:
        shown += stream.push(part)
        if stream.found:
            return shown
    return shown + stream.finish("")


@pytest.mark.parametrize(
    ("parts", "stops", "shown"),
    [
        (["One line.\nTwo"], ("\n",), "One line."),
        (["One", " line", ".\n", "Two"], ("\n",), "One line."),
        (["\n\n", " One\n"], ("\n",), "\n\n One"),
        (["\n \n"], ("\n",), "\n \n"),
        (["a E", "N", "D b"], ("END",), "a "),
        (["a E", "N", "X b"], ("END",), "a ENX b"),
        (["a EN"], ("END",), "a EN"),
        (["x b a"], ("a", "b"), "x "),
        (["all of it"], (), "all of it"),
        (["all of it"], ("",), "all of it"),
        (["END"], ("END",), ""),
    ],
)
def test_the_text_ends_before_the_stop(
    parts: list[str], stops: tuple[str, ...], shown: str
) -> None:
    assert run(parts, stops) == shown


@example(parts=["ba", "b"], stops=["a", "bab"])
@given(
    parts=st.lists(st.text("ab \n", max_size=4), max_size=12),
    stops=st.lists(st.text("ab", min_size=1, max_size=3), max_size=3),
)
def test_the_split_into_parts_makes_no_difference(parts: list[str], stops: list[str]) -> None:
    whole = "".join(parts)
    ends = [(at + len(stop), at) for stop in stops if (at := whole.find(stop)) >= 0]

    assert run(parts, tuple(stops)) == whole[: min(ends)[1] if ends else len(whole)]


def test_after_the_stop_nothing_is_shown() -> None:
    stream = StopTexts(("\n",))

    assert stream.push("a\n") == "a"
    assert stream.found
    assert stream.push("b") == ""
    assert stream.finish("c") == ""
