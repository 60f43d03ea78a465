"""The figures of many stories at once; the measurement itself is no test."""

from __future__ import annotations

from tests.bench.batch import GENAI, SINGLE, Figures, stories, table


def test_prompts_are_new_in_each_round() -> None:
    texts = {
        prompt.article.text
        for turn in range(2)
        for prompt in stories(3, turn)
        if prompt.article is not None
    }
    assert len(texts) == 6


def test_ratios_are_of_the_same_round() -> None:
    figures = {
        SINGLE: [Figures(100, 10.0, 20.0), Figures(100, 20.0, 20.0)],
        "rows: 8": [Figures(100, 2.5, 5.0), Figures(100, 5.0, 5.0)],
        GENAI: [],
    }
    lines = table(figures).splitlines()
    assert lines[2] == "| one at a time | 7.5 | 5.0 | 1.0 | 100 |"
    assert lines[3] == "| rows: 8 | 30.0 | 20.0 | 4.0 | 100 |"
    assert len(lines) == 4
