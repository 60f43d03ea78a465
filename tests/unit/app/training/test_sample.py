"""The table to fill in: each language's columns are recognised, in a workbook and in CSV."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from newsassistant.app.training.data import read_columns
from newsassistant.app.training.sample import write_sample
from newsassistant.core.errors import InputError
from newsassistant.core.types import Language
from newsassistant.evidence.check import check
from newsassistant.evidence.index import Index
from newsassistant.text.datasets.pairs import read_pairs


@pytest.mark.parametrize("name", ["rows.xlsx", "rows.csv", "rows"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_is_read_as_it_stands(tmp_path: Path, name: str, language: Language) -> None:
    write_sample(tmp_path / name, language)
    columns = read_columns(tmp_path / name)
    pairs = read_pairs(tmp_path / name, prompt_column="content", response_column="summary")

    assert (columns.article, columns.summary) == columns.names
    assert [len(pairs.rows), pairs.bad, pairs.certain] == [2, (), True]
    assert "\n\n" in pairs.rows[0].content
    for pair in pairs.rows:
        assert check(Index.of(pair.content, language), pair.summary) == []


def test_excel_is_told_the_encoding(tmp_path: Path) -> None:
    write_sample(tmp_path / "rows.CSV", "zh")

    assert (tmp_path / "rows.CSV").read_bytes().startswith(codecs.BOM_UTF8)


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        write_sample(tmp_path / "none" / "rows.csv", "en")

    assert caught.value.code == "output-unwritable"
