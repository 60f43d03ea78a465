"""The words of errors about downloads name variables that are read, and both languages the same."""

from __future__ import annotations

import re

import pytest

from newsassistant.core.messages.download import DOWNLOAD_ERRORS
from newsassistant.core.wording import ERRORS

VARIABLE = re.compile(r"\b[A-Z]+_PROXY\b")


@pytest.mark.parametrize("code", DOWNLOAD_ERRORS)
def test_they_are_among_the_words_of_all_errors(code: str) -> None:
    assert ERRORS[code] == DOWNLOAD_ERRORS[code]


@pytest.mark.parametrize("code", DOWNLOAD_ERRORS)
def test_both_languages_name_the_same_variables(code: str) -> None:
    words = {language: " ".join(lines) for language, lines in DOWNLOAD_ERRORS[code].items()}

    assert VARIABLE.findall(words["en"]) == VARIABLE.findall(words["zh"])


def test_a_proxy_that_is_refused_says_what_to_set() -> None:
    assert VARIABLE.findall(DOWNLOAD_ERRORS["download-proxy"]["en"][1]) == ["HTTPS_PROXY"]
