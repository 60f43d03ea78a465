"""The words of what can go wrong anywhere: no other subject has the same code."""

from __future__ import annotations

import pytest

from newsassistant.core.messages.general import GENERAL_ERRORS
from newsassistant.core.wording import ERRORS


@pytest.mark.parametrize("code", GENERAL_ERRORS)
def test_no_other_subject_speaks_for_them(code: str) -> None:
    assert ERRORS[code] is GENERAL_ERRORS[code]
