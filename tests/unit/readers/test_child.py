"""One request in, one line out."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from newsassistant.readers.child import request, serve
from tests.unit.readers.made import Show, docx, paragraph, pdf


def served(stdin: bytes) -> tuple[int, dict[str, Any]]:
    out = io.BytesIO()
    code = serve(io.BytesIO(stdin), out)
    assert out.getvalue().count(b"\n") == 1
    return code, json.loads(out.getvalue())


def test_a_reading_is_told() -> None:
    code, told = served(request(docx(paragraph("It is read.\nHere.")), "a.docx", ""))

    assert (code, told["reading"]["text"]) == (0, "It is read.\nHere.")


def test_an_error_is_told_with_its_parameters() -> None:
    code, told = served(request(b"%PDF-1.7 broken", "a.pdf", ""))

    assert (code, told["error"], told["params"]["path"]) == (1, "document-damaged", "a.pdf")


def test_the_password_reaches_the_reader() -> None:
    data = pdf([[Show(70, 700, "Locked words")]], password="geheim")

    assert served(request(data, "a.pdf", "falsch"))[1]["error"] == "document-password-wrong"
    assert served(request(data, "a.pdf", "geheim"))[1]["reading"]["text"] == "Locked words"


@pytest.mark.parametrize("stdin", [b"", b"no json\n", b"[1]\ntext", b'{"name": 5}\ntext'])
def test_what_is_no_request_is_told_too(stdin: bytes) -> None:
    assert served(stdin)[1]["error"] == "document-crash"


def test_a_long_name_is_cut() -> None:
    code, _ = served(request(b"text", "n" * 5000, ""))

    assert code == 0
