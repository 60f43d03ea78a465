"""The words of errors about graphs of others: each names what was found and what helps."""

from __future__ import annotations

import string

import pytest

from newsassistant.core.messages.foreign import FOREIGN_ERRORS
from newsassistant.core.wording import ERRORS


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("code", FOREIGN_ERRORS)
def test_they_are_among_the_words_of_all_errors_in_both_languages(code: str) -> None:
    entry = FOREIGN_ERRORS[code]
    assert ERRORS[code] == entry
    assert fields("".join(entry["en"])) == fields("".join(entry["zh"]))
    assert all(part for said in entry.values() for part in said)
