"""What a check found, as JSON."""

from __future__ import annotations

import json

from newsassistant.app.checking.examined import Examined, examine
from newsassistant.app.checking.record import record
from newsassistant.evidence.index import Index

ARTICLE = "The mill at Ashford closed on 4 May. It employed 1,187 people, said Jane Doe."


def test_counts_of_all_kinds_and_marks_with_their_sentence() -> None:
    answer = "Jane Doe saw nearly 1,200 people and 52 dogs."
    found = record(examine(Index.of(ARTICLE, "en"), answer), "en")

    assert found["compared"] == {"number": 2, "date": 0, "name": 1, "quote": 0}
    assert found["missing"] == {"number": 1, "date": 0, "name": 0, "quote": 0}
    rounded, absent = found["marks"]
    assert (rounded["strength"], absent["strength"]) == ("rounded", "absent")
    assert rounded["nearest"] == {"start": 49, "end": 54}
    assert answer[absent["start"] : absent["end"]] == absent["text"] == "52"
    assert absent["reason"] == "This number is not in the article."
    assert json.loads(json.dumps(found)) == found


def test_nothing_is_zeros() -> None:
    assert record(Examined(), "zh")["missing"] == {"number": 0, "date": 0, "name": 0, "quote": 0}
