"""The formats that a document can be written in."""

from __future__ import annotations

import sys

import pytest

from newsassistant.writers.formats import FORMATS
from tests.unit.writers.documents import document


def test_their_ids_are_their_endings() -> None:
    assert list(FORMATS) == ["docx", "md", "html", "txt", "json"]


@pytest.mark.parametrize("form", FORMATS)
def test_each_writes_the_labels_and_the_sheet(form: str) -> None:
    content = FORMATS[form].write(document())

    if form == "docx":
        assert content.startswith(b"PK")
    elif form != "json":
        text = content.decode("utf-8-sig")
        assert "AI-assisted, edited by Ann Lee" in text
        assert "本内容由人工智能生成合成" in text
        assert "ab" * 32 in text
        assert ("\r\n" in text) == (form == "txt" and sys.platform == "win32")
