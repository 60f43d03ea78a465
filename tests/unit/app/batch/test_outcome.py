"""What a line of results says, for a list that somebody looks at."""

from __future__ import annotations

from typing import Any

import pytest

from newsassistant.app.batch.outcome import outcome_of


def test_a_result() -> None:
    found = outcome_of(
        {
            "id": "a.txt",
            "preset": "three-bullets",
            "style": "house",
            "title": "Port news",
            "key": "abc",
            "checks": {"missing": {"number": 2, "name": 1}},
            "file": "a.docx",
        }
    )

    assert found.place == ("a.txt", "three-bullets", "house")
    assert (found.state, found.missing, found.file) == ("done", 3, "a.docx")


def test_a_failure() -> None:
    found = outcome_of({"id": "a.txt", "error": {"code": "x", "reason": "It is empty."}})

    assert (found.state, found.reason, found.missing) == ("failed", "It is empty.", None)


@pytest.mark.parametrize(
    "row",
    [{}, {"id": 5, "error": "text"}, {"checks": []}, {"checks": {"missing": {"number": "two"}}}],
)
def test_a_line_that_somebody_has_changed(row: dict[str, Any]) -> None:
    assert isinstance(outcome_of(row).story, str)
