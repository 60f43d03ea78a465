"""The command `article`: files of all kinds, as text and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.unit.readers.made import docx, paragraph

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Cli

FIELDS = ["title", "text", "language", "author", "date", "source", "encoding", "warnings"]


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A Word document with a headline and a note."""
    path = tmp_path / "a.docx"
    note = '<w:p><w:r><w:t>It will close.</w:t><w:footnoteReference w:id="1"/></w:r></w:p>'
    path.write_bytes(docx(paragraph("Bridge to close", "T") + note))
    return path


def test_json_is_one_object_with_the_fields_of_the_contract(cli: Cli, document: Path) -> None:
    result = cli("article", document, "--json")
    told = json.loads(result.out)

    assert (result.code, result.err, result.out.count("\n")) == (0, "", 1)
    assert list(told) == FIELDS
    assert (told["title"], told["text"], told["language"]) == (
        "Bridge to close",
        "It will close.",
        "en",
    )
    assert told["warnings"] == ["notes-left-out"]


def test_a_person_gets_the_text_and_hears_of_what_is_missing(cli: Cli, document: Path) -> None:
    result = cli("article", document)

    assert result.out == "Bridge to close\n\nIt will close.\n"
    assert result.err == "newsassistant: a.docx: Footnotes and endnotes are left out.\n" or (
        "Footnotes and endnotes are left out." in result.err
    )


def test_the_headline_of_a_text_is_not_told_twice(cli: Cli, article: Path) -> None:
    told = json.loads(cli("article", article, "--json").out)

    assert (told["title"], told["text"]) == (
        "A headline",
        "The government will build wind farms.",
    )
    assert told["encoding"] == "utf-8"


def test_an_address_is_not_fetched(cli: Cli) -> None:
    result = cli("article", "https://example.org/story")

    assert (result.code, result.out) == (1, "")
    assert "https://example.org/story" in result.err


def test_a_damaged_document_costs_a_sentence(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7 broken")
    result = cli("article", path)

    assert (result.code, result.out) == (1, "")
    assert "a.pdf cannot be read" in result.err
