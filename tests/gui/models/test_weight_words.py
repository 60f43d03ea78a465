"""What each precision of the weights costs, in words."""

from __future__ import annotations

import pytest

from newsassistant.gui.models.weight_words import weight_words

SPEEDS = {"int8": 1.0, "int4": 1.5, "fp16": 0.5}

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize(
    ("kind", "memory", "speed", "quality"),
    [
        ("int8", "Half the memory", "writes 2.0 times as fast as fp16", "practically"),
        ("int4", "half the memory", "writes 1.5 times as fast as int8", "more mistakes"),
        ("fp16", "Twice the memory", "writes 0.5 times as fast as int8", "as published"),
    ],
)
def test_each_kind_says_memory_speed_and_quality(
    kind: str, memory: str, speed: str, quality: str
) -> None:
    words = weight_words(kind, SPEEDS)

    assert memory in words
    assert f"{speed} on this computer" in words
    assert quality in words


@pytest.mark.parametrize("kind", SPEEDS)
def test_before_a_measurement_no_speed_is_promised(kind: str) -> None:
    assert "not measured on this computer yet" in weight_words(kind, {})
    assert "is being measured" in weight_words(kind, {}, measuring=True)
    assert "times as fast" not in weight_words(kind, {"int8": 1.0, kind: 0.0})
