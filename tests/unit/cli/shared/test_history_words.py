"""Both languages say the same with the same parameters."""

from __future__ import annotations

import string

from newsassistant.cli.shared.history_words import HISTORY_WORDS


def test_both_languages_have_the_same_parameters() -> None:
    for key, words in HISTORY_WORDS.items():
        names = [
            {name for _, name, _, _ in string.Formatter().parse(text)} for text in words.values()
        ]
        assert set(words) == {"en", "zh"}, key
        assert names[0] - {None} == names[1] - {None}, key
