"""The values that the checks give away."""

from newsassistant.evidence.marks import CLEAR, Source, Sourced


def test_a_source_is_clear_from_a_share_on() -> None:
    assert not Sourced(0, 5).is_clear
    assert not Sourced(0, 5, (Source(0, 3, CLEAR - 0.01),)).is_clear
    assert Sourced(0, 5, (Source(0, 3, CLEAR),)).is_clear
