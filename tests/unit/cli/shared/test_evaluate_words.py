"""What `evaluate` says is among the terminal's words; `test_words` checks both languages."""

from __future__ import annotations

from newsassistant.cli.shared.evaluate_words import EVALUATE_WORDS
from newsassistant.cli.shared.words import WORDS, say


def test_the_words_are_known() -> None:
    assert EVALUATE_WORDS.items() <= WORDS.items()
    assert say("evaluate-done", "zh", path="x") == "摘要和评分在 x。"
