"""Letters with digits that are names."""

from __future__ import annotations

import pytest

from newsassistant.evidence.reading.codes import codes


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("on the M1 and the a55", ["m1", "a55"]),
        ("COVID-19, SARS-CoV-2", ["covid19", "sarscov2"]),
        ("中国J-20和G20峰会", ["j20", "g20"]),
        ("£5M, 20th, 5G, 90TH, Jul-15, USD5", []),
        ("No5", []),
    ],
)
def test_what_is_a_code(text: str, keys: list[str]) -> None:
    assert [code.key for code in codes(text)] == keys
