"""Guessing changes no id in exact mode, however far it dares."""

from __future__ import annotations

import pytest

from newsassistant.core.types import Message, Prompt
from newsassistant.engine.engine import OpenVinoEngine
from newsassistant.engine.guessing import PassCosts
from newsassistant.engine.lookup import Repetition
from tests.unit.engine.test_engine import ARTICLE, ask

QUOTES = "Copy the sentences of the text above word for word, as a list."
FREE = "What could happen next? Explain it in your own words."


class FixedCosts(PassCosts):
    """The same on every machine; counts passes and guesses."""

    def __init__(self, slope: float) -> None:
        super().__init__()
        self.slope = slope
        self.passes = self.guesses = 0

    def learn(self, count: int, past: int, elapsed_s: float, waited_s: float) -> None:
        self.passes += 1
        self.guesses += count - 1

    def of(self, guesses: int) -> float:
        return 1 + self.slope * guesses


@pytest.mark.parametrize("seed", [None, 7])
@pytest.mark.parametrize("job", [QUOTES, FREE])
def test_ids_are_those_of_a_pass_a_token(
    engine: OpenVinoEngine, monkeypatch: pytest.MonkeyPatch, job: str, seed: int | None
) -> None:
    prompt = Prompt((Message("user", job),), ARTICLE)
    answers = []
    for slope in (0.0, 0.15):
        costs = FixedCosts(slope)
        monkeypatch.setattr(engine.need(), "costs", costs)
        answers.append(ask(engine, prompt, max_tokens=64, seed=seed))
        if job == QUOTES and seed is None:
            assert costs.guesses > 16
            assert costs.passes < answers[-1][1].usage.completion_tokens
    monkeypatch.setattr(
        "newsassistant.engine.lookup.PromptLookup.draft", lambda self: Repetition(0, [])
    )
    costs = FixedCosts(0.0)
    monkeypatch.setattr(engine.need(), "costs", costs)
    plain, done = ask(engine, prompt, max_tokens=64, seed=seed)

    assert costs.guesses == 0
    assert [(text, ended.reason) for text, ended in answers] == [(plain, done.reason)] * 2
