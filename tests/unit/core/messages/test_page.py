"""The words of errors about fetching pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import newsassistant.download.page
from newsassistant.core.messages.page import PAGE_ERRORS
from newsassistant.core.wording import ERRORS

SOURCE = Path(newsassistant.download.page.__file__).read_text("utf-8")


@pytest.mark.parametrize("code", PAGE_ERRORS)
def test_they_are_among_the_words_of_all_errors(code: str) -> None:
    assert ERRORS[code] == PAGE_ERRORS[code]


@pytest.mark.parametrize("code", PAGE_ERRORS)
def test_somebody_gives_them(code: str) -> None:
    short = code.removeprefix("page-")
    assert f'"{code}"' in SOURCE or f'"{short}"' in SOURCE


def test_no_code_is_given_without_words() -> None:
    assert set(re.findall(r'"(page-[a-z-]+)"', SOURCE)) <= set(PAGE_ERRORS)
