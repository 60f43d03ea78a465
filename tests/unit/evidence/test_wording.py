"""What is said of marks."""

from __future__ import annotations

import pytest

from newsassistant.core.types import Language
from newsassistant.evidence.marks import Mark, MarkKind, Strength, Why
from newsassistant.evidence.wording import sentence

BANNED = ("false", "wrong", "hallucinat", "!", "please", "错", "幻觉", "！")


@pytest.mark.parametrize("why", list(Why))
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_reason_has_a_sentence_that_accuses_nobody(why: Why, language: Language) -> None:
    mark = Mark(0, 2, MarkKind.NUMBER, Strength.ABSENT, "12", why, "13 {x}")
    said = sentence(mark, language)

    assert said
    assert not any(word in said.lower() for word in BANNED)
