"""Other words in Markdown: what is read is what was wanted, and the signs around them stay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsassistant.text.markup.rewording import reworded, shown

TABLE = "| a | b |\n|---|---|\n| “we go” | x |"
LIST = "- **他说**：“我们**必须**走。”\n- 再见"


@pytest.mark.parametrize(
    ("markdown", "old", "new", "expected"),
    [
        ("He said “We go.”", "“We go.”", "“We went.”", "He said “We went.”"),
        ("“We **must** act.”", "We must act.", "We must go.", "“We **must** go.”"),
        (
            "**“We must act.”** So.",
            "“We must act.”",
            "“They must act.”",
            "**“They must act.”** So.",
        ),
        ("“We **must act** now.”", "must act now", "should go now", "“We **should go** now.”"),
        ("a **b *c* d** e", "b c d", "x", "a **x** e"),
        (LIST, "我们必须走。", "我们应当走。", LIST.replace("必须", "应当")),
        ("> quote “a b\n> c d” end", "“a b c d”", "“a b c x”", "> quote “a b\n> c x” end"),
        (
            'He said \\"we go\\" &amp; I',
            '"we go" &',
            '"we left" &',
            'He said \\"we left\\" &amp; I',
        ),
        (TABLE, "“we go”", "“we went”", TABLE.replace("go", "went")),
        ("1. “we go”", "“we go”", "“they go”", "1. “they go”"),
        ("# “We go” and on", "We go", "We went", "# “We went” and on"),
        ("“a_b c”", "“a_b c”", "“a_b d”", "“a_b d”"),
        ("“we go”", "“we go”", "“we *go* far”", "“we \\*go\\* far”"),
        ("`we go`", "we go", "we went", "`we went`"),
        ("the big house", "the big house", "the house", "the house"),
        ("the house", "the house", "the big house", "the big house"),
        ("the house", "the house", "the house\nis big", "the house is big"),
        ("we\u200b go", "we go", "we\u200b went", "we\u200b went"),
    ],
)
def test_the_words_that_differ_are_replaced_and_nothing_else(
    markdown: str, old: str, new: str, expected: str
) -> None:
    assert reworded(markdown, old, new) == expected


def test_the_how_manieth_time_is_counted_as_it_is_read() -> None:
    text = "“We go.” “We **go**.” “W*e* go.” `“We go.”`"
    found = [reworded(text, "“We go.”", "“We went.”", number) for number in range(5)]
    assert found == [
        "“We went.” “We **go**.” “W*e* go.” `“We go.”`",
        "“We go.” “We **went**.” “W*e* go.” `“We go.”`",
        "“We go.” “We **go**.” “W*e* went.” `“We go.”`",
        "“We go.” “We **go**.” “W*e* go.” `“We went.”`",
        None,
    ]


@pytest.mark.parametrize("old", ["We stay.", "", " ", "“We go.” He", "**go**"])
def test_what_is_not_read_there_is_not_replaced(old: str) -> None:
    assert reworded("“We **go**.” She said.", old, "x") is None


def test_the_same_words_leave_the_text_as_it_is() -> None:
    assert reworded("“We  **go**.”", "We go.", "We go.") == "“We  **go**.”"


def test_a_long_answer_takes_no_seconds_and_keeps_its_signs() -> None:
    text = "**a** b *c* “d e” " * 2000
    changed = reworded(text, "“d e”", "“d f”", 1999)
    assert changed == text[: text.rindex("e”")] + "f” "


PIECES = ["a", "b", "cd ", " ", "*", "**", "_", "~~", "`", "\n", "\n\n", "- ", "> ", "“", "”", "#"]
PIECES += ["市长", "\\*", "&amp;", "[", "](x)", "|", "1. "]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
    st.data(),
    st.lists(st.sampled_from(PIECES), max_size=6).map("".join),
)
def test_whatever_comes_out_says_what_was_wanted(text: str, data: st.DataObject, new: str) -> None:
    seen = shown(text)
    start = data.draw(st.integers(0, len(seen)))
    old = " ".join(seen[start : data.draw(st.integers(start, len(seen)))].split())
    changed = reworded(text, old, new)
    if changed is not None:
        wanted = " ".join(new.split())
        assert (
            shown(changed)
            in {" ".join(seen.replace(old, sign, 1).split()) for sign in (wanted, shown(new))}
            or shown(changed) == seen[: seen.find(old)] + wanted + seen[seen.find(old) + len(old) :]
        )


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["we", "they", "go", "市长", "，", "said"]), min_size=1), st.data())
def test_in_plain_words_it_always_works(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    place = data.draw(st.integers(0, len(words) - 1))
    before = " ".join(words[:place])
    number = before.count(words[place])
    changed = reworded(text, words[place], "left", number)
    assert changed == " ".join([*words[:place], "left", *words[place + 1 :]])
