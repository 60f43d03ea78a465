"""The words about house styles are among all others and nothing hides them."""

from __future__ import annotations

import pytest

from newsassistant.cli.shared.prefix_words import PREFIX_WORDS
from newsassistant.cli.shared.words import WORDS
from newsassistant.model.prefixes.files import SOURCE as OWN
from newsassistant.model.prefixes.official import SOURCE as OFFICIAL
from newsassistant.model.prefixes.peft import SOURCE as PEFT


def test_all_of_them_can_be_said() -> None:
    assert {key: WORDS[key] for key in PREFIX_WORDS} == dict(PREFIX_WORDS)


@pytest.mark.parametrize("source", [OWN, OFFICIAL, PEFT])
def test_every_origin_has_words(source: str) -> None:
    assert WORDS[f"source-{source}"]["zh"]
