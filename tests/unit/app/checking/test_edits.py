"""An edit keeps most of a text; another article does not."""

from __future__ import annotations

import pytest

from newsassistant.app.checking.edits import is_edit

MILL = (
    "The paper mill at Ashford closed on 4 May. It employed 1,187 people, its owner said. "
    "The council will buy the site for £3.5 million."
)


@pytest.mark.parametrize(
    ("new", "edited"),
    [
        (MILL, True),
        (MILL.replace("1,187", "1,250"), True),
        (MILL + " " + MILL.replace("mill", "works"), True),
        (MILL[: len(MILL) * 2 // 3], True),
        (MILL.replace(". ", ".\n\n"), True),
        (MILL[: len(MILL) // 3], False),
        ("The paper mill at Barford opened on 5 June. Its owner said nothing.", False),
        ("", False),
    ],
)
def test_edits(new: str, edited: bool) -> None:
    assert is_edit(MILL, new) is edited


def test_short_texts() -> None:
    assert is_edit("Yes.", "Yes.")
    assert not is_edit("Yes.", "No.")
    assert is_edit(
        "造纸厂于5月4日关闭，该厂雇有1187人。市议会将购入该地块。",
        "造纸厂于5月4日关闭，该厂雇有1187人。市议会将购入。",
    )
