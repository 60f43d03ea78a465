"""Who an English sentence says is speaking."""

from __future__ import annotations

import pytest

from newsassistant.evidence.reading.speakers_en import NOBODY, before, behind, earlier


@pytest.mark.parametrize(
    ("after", "who", "verb"),
    [
        (" said Jane Poole, of Ashford.", "Jane Poole", "said"),
        (" Jane Poole later told the BBC.", "Jane Poole", "told"),
        (" a clerk at a hotel, Adele, told us.", "a clerk at a hotel, Adele", "told"),
        (" Sen. Ann Reed said. Rain fell.", "Sen. Ann Reed", "said"),
        (" according to the Daily Post.", "the Daily Post", "according to"),
        (". The mayor, Ann Reed, also commented.", "", ""),
        (" and the road is closed.", "", ""),
    ],
)
def test_behind_a_quote(after: str, who: str, verb: str) -> None:
    found = behind(after)

    assert (found.who, found.verb) == (who, verb)


def test_another_sentence_begins_with_a_name() -> None:
    assert behind(" Isa Reed said so.", inverted=True) == NOBODY
    assert behind(" said Isa Reed.", inverted=True).who == "Isa Reed"


@pytest.mark.parametrize(
    ("clause", "who"),
    [
        ("On Monday, Ann Reed said: ", "Ann Reed"),
        ("Secretary Ann Reed - answering the press - stated, ", "Secretary Ann Reed"),
        ("Ann Reed, head of the office that works with Kent, says: ", "Ann Reed"),
        ("Student Ann Reed, 21, of Ashford said, ", "Student Ann Reed"),
        ("The mayor, Ann Reed, said: ", "The mayor, Ann Reed"),
        ("Ann Reed, the mayor, said: ", "Ann Reed"),
        ("Ann Reed said the road ", ""),
    ],
)
def test_before_a_quote(clause: str, who: str) -> None:
    assert before(clause).who == who


def test_at_a_distance() -> None:
    assert earlier("Ann Reed said the road was ").who == "Ann Reed"
    assert earlier("It was bad, while clerk Mary Poole says they are ").who == "clerk Mary Poole"
    assert earlier("Ann Reed was told to ") == NOBODY
