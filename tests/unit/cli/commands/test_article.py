"""The command `article`: files of all kinds, as text and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.unit.download.server import plain, serving
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


def test_a_page_is_fetched_and_its_host_named(cli: Cli) -> None:
    words = "The government will build wind farms, it said on Tuesday."
    page = f"<title>A headline</title><h1>A headline</h1><p>{words}</p>".encode("gb18030")
    with serving() as site:
        url = site.at("/a", plain(page, Content_Type="text/html; charset=gb18030"))
        host = site.url.removeprefix("http://")
        refused = cli("article", url)
        allowed = cli("article", url, "--json", "--local-network")

        assert (refused.code, refused.out) == (1, "")
        assert f"{host} is on this computer" in refused.err
        assert f"Asking {host} for the page" in allowed.err
        assert len(site.requests) == 1
    told = json.loads(allowed.out)
    assert (told["title"], told["text"], told["source"]) == ("A headline", words, url)
    assert told["warnings"] == ["page-short"]


def test_a_damaged_document_costs_a_sentence(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7 broken")
    result = cli("article", path)

    assert (result.code, result.out) == (1, "")
    assert "a.pdf cannot be read" in result.err
