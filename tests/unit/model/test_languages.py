"""What models read, by their family."""

from __future__ import annotations

import pytest

from newsassistant.model.families import FAMILIES
from newsassistant.model.languages import (
    STARTER,
    STARTER_NAME,
    is_starter,
    languages_of,
    reads,
)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_that_can_be_converted_reads_both_languages(family: str) -> None:
    assert set(languages_of(family)) == {"en", "zh"}


def test_the_starter_reads_english_only() -> None:
    assert languages_of(STARTER) == ("en",)
    assert reads(STARTER, "en")
    assert not reads(STARTER, "zh")


def test_of_an_unknown_family_nothing_is_claimed() -> None:
    assert languages_of("") == ()
    assert reads("", "zh")


def test_the_starter_is_known_by_its_name_alone_and_on_an_answer() -> None:
    assert is_starter(STARTER_NAME)
    assert is_starter(f"{STARTER_NAME} · int8")
    assert not is_starter(f"{STARTER_NAME}-tuned")
    assert not is_starter("ChatGLM3-6B · int8")
    assert not is_starter("")
