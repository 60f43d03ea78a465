"""The words of errors about newsroom servers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import newsassistant
from newsassistant.core.messages.remote import REMOTE_ERRORS
from newsassistant.core.wording import ERRORS

PACKAGE = Path(newsassistant.__file__).parent
SOURCE = "\n".join(
    path.read_text("utf-8") for path in PACKAGE.rglob("*.py") if path.parent.name != "messages"
)


@pytest.mark.parametrize("code", REMOTE_ERRORS)
def test_they_are_among_the_words_of_all_errors(code: str) -> None:
    assert ERRORS[code] == REMOTE_ERRORS[code]


@pytest.mark.parametrize("code", REMOTE_ERRORS)
def test_somebody_gives_them(code: str) -> None:
    assert f'"{code}"' in SOURCE


def test_no_code_is_given_without_words() -> None:
    assert set(re.findall(r'RemoteError\(\s*"(remote-[a-z-]+)"', SOURCE)) <= set(REMOTE_ERRORS)
