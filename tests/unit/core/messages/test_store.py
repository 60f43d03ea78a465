"""The words of errors of the history: one a cause, each with what to do, in two languages."""

from __future__ import annotations

import pytest

from newsassistant.core.errors import StoreError
from newsassistant.core.messages.store import STORE_ERRORS
from newsassistant.core.wording import ERRORS
from newsassistant.store.db import UNWRITABLE


@pytest.mark.parametrize("code", STORE_ERRORS)
def test_they_are_among_the_words_of_all_errors(code: str) -> None:
    assert ERRORS[code] == STORE_ERRORS[code]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_cause_has_a_sentence_and_an_advice_of_its_own(language: str) -> None:
    said = [StoreError(code, path="/h", detail="x") for code in UNWRITABLE]
    assert len({error.what(language) for error in said}) == len(UNWRITABLE)
    assert len({error.advice(language) for error in said}) == len(UNWRITABLE)
