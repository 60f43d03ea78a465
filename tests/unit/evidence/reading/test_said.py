"""What a date says, as a value."""

from newsassistant.evidence.reading.said import Field, Said


def test_digits_are_sure_unless_somebody_doubts() -> None:
    assert Said(0, 4, Field.YEAR, 2016).sure
