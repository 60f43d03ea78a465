"""The child's command: one document from stdin, one line out, and it is not listed."""

from __future__ import annotations

import io
import json
import sys
from types import SimpleNamespace

import pytest

from newsassistant.cli.main import build_parser, main
from newsassistant.readers.child import request
from tests.unit.readers.made import docx, paragraph


def test_a_document_is_answered_with_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    asked = request(docx(paragraph("It is read.")), "a.docx", "")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(asked)))
    monkeypatch.setattr(sys, "stdout", out)

    assert main(["read-document"]) == 0
    out.seek(0)
    assert json.loads(out.read())["reading"]["text"] == "It is read."


def test_without_a_stdin_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)

    assert main(["read-document"]) == 1


def test_it_is_not_listed() -> None:
    assert "read-document" not in build_parser().format_help()
