"""The words for formats."""

from __future__ import annotations

import pytest

from newsassistant.app.exporting.export import ENDINGS
from newsassistant.gui.export.words import form_filter, form_label


@pytest.mark.parametrize("form", ENDINGS)
def test_every_format_has_words_and_a_filter(form: str) -> None:
    assert form_label(form).endswith(f"(.{form})")
    assert form_filter(form) == form_label(form).replace(f"(.{form})", f"(*.{form})")
