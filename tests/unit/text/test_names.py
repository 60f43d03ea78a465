"""Names that a summary has and its article lacks; what capitals alone do not tell is left out."""

from __future__ import annotations

import pytest

from newsassistant.text.names import unsupported_names

ARTICLE = (
    "Sen. Robert Byrd spoke in Charleston. The U.S. Department of Energy will pay "
    "$5 million to the Harpers Ferry park, he said."
)


@pytest.mark.parametrize(
    ("summary", "missing"),
    [
        ("Robert Byrd spoke in Charleston.", []),
        ("Senators met Robert Dole in Charleston.", ["Robert Dole"]),
        ("He told the Department of Defense about it.", ["Defense"]),
        ("Money goes to HARPERS FERRY and to Paris, and to Paris again.", ["Paris"]),
        ("- Byrd's visit pleased Charleston.\n- Ferry tickets come from Ohio.", ["Ohio"]),
        ("1. Paris is the first word here, and I am not named.", []),
        ("Senator Visits Charleston And Praises Energy Spending Plan", []),
        ("", []),
    ],
)
def test_english(summary: str, missing: list[str]) -> None:
    assert unsupported_names(summary, ARTICLE, "en") == missing


def test_chinese_has_no_capitals_to_go_by() -> None:
    assert unsupported_names("Apple 公司在北京。", "某公司在北京。", "zh") == []
