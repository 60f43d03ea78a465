"""Results of games."""

from __future__ import annotations

import pytest

from newsassistant.evidence.reading.dates import dates
from newsassistant.evidence.reading.scores import scores
from newsassistant.text.numbers.folding import fold


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("won 2-1 and 6-3", [(1, 2), (3, 6)]),
        ("85:73，1比0", [(73, 85), (0, 1)]),
        ("beat them 1 - 0 at", [(0, 1)]),
        ("2-3 years, 5-7%, 07:30, 2012-13, 1-2-3", []),
    ],
)
def test_pairs_in_order_of_size(text: str, pairs: list[tuple[int, int]]) -> None:
    assert [score.pair for score in scores(text, dates(fold(text)))] == pairs
