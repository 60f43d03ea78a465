"""What is said of how a file was read."""

from __future__ import annotations

import pytest

from newsassistant.gui.opening.encoding_words import encoding_label, reading_words
from newsassistant.text.articles.encodings import ENCODINGS, Decoded


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_has_its_own_words(encoding: str) -> None:
    labels = [encoding_label(other) for other in ENCODINGS]

    assert labels.count(encoding_label(encoding)) == 1


def test_doubt_and_damage_are_said() -> None:
    sure = reading_words(Decoded("", "big5", certain=True, damaged=0))
    doubtful = reading_words(Decoded("", "big5", certain=False, damaged=0))
    damaged = reading_words(Decoded("", "utf-8", certain=True, damaged=1200))

    assert "not certain" not in sure
    assert "Big5" in doubtful
    assert "not certain" in doubtful
    assert "1,200" in damaged
    assert "\ufffd" in damaged
