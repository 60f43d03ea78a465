"""The words of errors and warnings about documents."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import newsassistant.readers
from newsassistant.core.messages.reading import READING_ERRORS, READING_WARNINGS, warning
from newsassistant.core.wording import ERRORS

SOURCES = "".join(
    path.read_text("utf-8") for path in Path(newsassistant.readers.__file__).parent.rglob("*.py")
)


@pytest.mark.parametrize("code", READING_ERRORS)
def test_they_are_among_the_words_of_all_errors(code: str) -> None:
    assert ERRORS[code] == READING_ERRORS[code]


@pytest.mark.parametrize("code", READING_WARNINGS)
def test_warnings_have_both_languages_and_somebody_who_gives_them(code: str) -> None:
    assert warning(code, "en") == warning(code, "de") != warning(code, "zh")
    assert f'"{code}"' in SOURCES


def test_readers_give_no_code_without_words() -> None:
    given = set(re.findall(r'"(document-[a-z-]+)"', SOURCES))

    assert given <= set(READING_ERRORS)
