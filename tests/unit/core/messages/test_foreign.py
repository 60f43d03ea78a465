"""The words of errors about models that other programs have exported."""

from __future__ import annotations

from pathlib import Path

import pytest

import newsassistant
from newsassistant.core.messages.foreign import FOREIGN_ERRORS
from newsassistant.core.wording import ERRORS

PACKAGE = Path(newsassistant.__file__).parent
SOURCE = "\n".join(
    path.read_text("utf-8") for path in PACKAGE.rglob("*.py") if path.parent.name != "messages"
)


@pytest.mark.parametrize("code", FOREIGN_ERRORS)
def test_they_are_among_the_words_of_all_errors(code: str) -> None:
    assert ERRORS[code] == FOREIGN_ERRORS[code]


@pytest.mark.parametrize("code", FOREIGN_ERRORS)
def test_somebody_gives_them(code: str) -> None:
    assert f'"{code}"' in SOURCE
