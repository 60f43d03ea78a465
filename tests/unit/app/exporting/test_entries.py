"""Sheets of quotes and facts as documents and files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsassistant.app.checking.entries import fact_entries, quote_entries
from newsassistant.app.exporting.entries import compose_entries, export_entries
from newsassistant.core.errors import InputError
from newsassistant.evidence.index import Index
from newsassistant.text.articles.article import parse
from newsassistant.writers.formats import FORMATS

ARTICLE = parse(
    "Bridge opens\n\nIt cost £1.25m on 4 May. “We <b>waited</b> for years,” said Jane Poole."
)
INDEX = Index.of(ARTICLE.text, "en")


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_writes_both_sheets(form: str, tmp_path: Path) -> None:
    quotes = compose_entries(ARTICLE, quote_entries(INDEX), "quotes", "en", at=0.0)
    facts = compose_entries(ARTICLE, fact_entries(INDEX), "facts", "zh", at=0.0)

    for name, document in (("quotes", quotes), ("facts", facts)):
        path = tmp_path / f"{name}.{form}"
        export_entries(path, document, form)
        assert path.stat().st_size > 100
    if form == "txt":
        said = (tmp_path / "quotes.txt").read_text("utf-8-sig")
        assert "“We <b>waited</b> for years,”" in said
        assert "Jane Poole, said" in said
        assert "paragraph 2, sentence 2" in said
        assert "£1.25m" in (tmp_path / "facts.txt").read_text("utf-8-sig")


def test_json_has_the_rows(tmp_path: Path) -> None:
    document = compose_entries(ARTICLE, quote_entries(INDEX), "quotes", "en", at=0.0)
    export_entries(tmp_path / "quotes.json", document, "json")

    (row,) = json.loads((tmp_path / "quotes.json").read_text("utf-8"))["quotes"]
    assert row["speaker"] == "Jane Poole"
    assert row["text"] == ARTICLE.text[row["start"] : row["end"]]


def test_nothing_is_no_sheet(tmp_path: Path) -> None:
    with pytest.raises(InputError) as nothing:
        compose_entries(ARTICLE, (), "quotes", "en", at=0.0)
    assert nothing.value.code == "export-nothing"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    document = compose_entries(ARTICLE, quote_entries(INDEX), "quotes", "en", at=0.0)
    with pytest.raises(InputError) as unwritable:
        export_entries(tmp_path / "no" / "quotes.txt", document, "txt")
    assert unwritable.value.code == "output-unwritable"
