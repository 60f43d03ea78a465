"""What the terminal says of styles: each origin has words, and no word is there twice."""

from __future__ import annotations

import pytest

from newsassistant.cli.shared.style_words import STYLE_WORDS
from newsassistant.cli.shared.words import WORDS, say
from newsassistant.model.prefixes.manifest import SOURCE as OWN
from newsassistant.model.prefixes.official import SOURCE as OFFICIAL
from newsassistant.model.prefixes.peft import SOURCE as PEFT


@pytest.mark.parametrize("source", [OWN, OFFICIAL, PEFT])
def test_every_origin_of_a_style_has_words(source: str) -> None:
    assert STYLE_WORDS[f"source-{source}"]["zh"]


def test_they_are_among_the_terminals_words() -> None:
    assert {key: WORDS[key] for key in STYLE_WORDS} == STYLE_WORDS
    signed = {"name": "A. Editor", "date": "2026-11-30", "remark": ""}
    assert say("prefix-signed", "en", **signed) == "Signed off by A. Editor on 2026-11-30."
