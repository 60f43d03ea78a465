"""Characters that stand for countries."""

from __future__ import annotations

from newsassistant.evidence.words.countries import COUNTRIES


def test_each_is_one_character_with_names() -> None:
    assert all(len(char) == 1 and names for char, names in COUNTRIES.items())
    assert "韩国" in COUNTRIES["韩"]
