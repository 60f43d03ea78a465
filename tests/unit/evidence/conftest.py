"""Short ways to check one sentence against another."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from newsassistant.core.types import Language
from newsassistant.evidence.check import check
from newsassistant.evidence.index import Index
from newsassistant.evidence.marks import Mark

Checked = Callable[..., list[Mark]]


@pytest.fixture
def checked() -> Checked:
    """The marks of an answer against an article; English unless it says otherwise."""

    def run(answer: str, article: str, language: Language = "en") -> list[Mark]:
        return check(Index.of(article, language), answer)

    return run
