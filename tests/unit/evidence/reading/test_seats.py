"""Parties and states of politicians, in the spellings of agencies."""

from __future__ import annotations

import pytest

from newsassistant.evidence.reading.seats import seats, spellings


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Sen. Ann Cole (D-Wash.) and Ed Marsh, D-Mass., spoke", "D-WA cole, D-MA marsh"),
        ("Rep. O'Dell (R–Texas) met Roy-Allan (R-TX)", "R-TX odell, R-TX royallan"),
        ("Tom Roe Jr. (R-Tex.), I-Vt.", "R-TX roe, I-VT "),
        ("(D-N.Y.), (D-New York) and R-W. Va.", "D-NY , D-NY , R-WV "),
        ("Roe (D-CA-12) of D.C.", "D-CA roe"),
        ("D-Day, R-rated, I-95, D-Menominee, AR-TX, X-MD", ""),
    ],
)
def test_what_is_a_seat(text: str, told: str) -> None:
    found = [f"{seat.party}-{seat.state} {seat.person}" for seat in seats(text)]

    assert ", ".join(found) == told


def test_its_place() -> None:
    text = "Ann Cole, D-Wash., spoke"
    (seat,) = seats(text)

    assert text[seat.start : seat.end] == "D-Wash."


def test_a_state_is_spelled_out() -> None:
    assert spellings("TX") == ["Texas", "Tex"]
    assert spellings("NY") == ["New York", "N.Y."]
