"""The words of an exported file, in both languages."""

from __future__ import annotations

import re

import pytest

from newsassistant.app.exporting import words
from newsassistant.app.exporting.words import say
from newsassistant.core.types import WAYS


def test_both_languages_take_the_same_values() -> None:
    for key, (english, chinese) in words._WORDS.items():
        assert english, key
        assert chinese, key
        fields = [set(re.findall(r"\{\d\}", text)) for text in (english, chinese)]
        assert fields[0] == fields[1], key


def test_values_are_put_in_their_places() -> None:
    assert say("read-part", "en", 20, 69) == "its first 20 of 69 characters"
    assert say("read-part", "zh", 20, 69) == "全文 69 个字符中的前 20 个"
    with pytest.raises(KeyError):
        say("no such words", "en")


def test_every_way_in_has_its_words() -> None:
    assert all(say(f"way-{way}", language) for way in WAYS for language in ("en", "zh"))
