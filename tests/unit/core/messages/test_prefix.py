"""The words of errors about prefixes belong to all errors, and name both what is and what fits."""

from __future__ import annotations

import string

import pytest

from newsassistant.core.messages.prefix import PREFIX_ERRORS
from newsassistant.core.messages.train import TRAIN_ERRORS
from newsassistant.core.wording import ERRORS


def fields(code: str) -> set[str]:
    text = "".join(PREFIX_ERRORS[code]["en"])
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("code", PREFIX_ERRORS)
def test_they_are_among_the_words_of_all_errors(code: str) -> None:
    assert ERRORS[code] == PREFIX_ERRORS[code]
    assert code not in TRAIN_ERRORS


@pytest.mark.parametrize("code", ["prefix-other-shape", "prefix-other-base"])
def test_what_does_not_fit_is_named_on_both_sides(code: str) -> None:
    assert {"expected", "actual"} <= fields(code)
