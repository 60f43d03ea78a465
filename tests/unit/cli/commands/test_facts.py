"""The command `facts`: for people and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Cli

ARTICLE = (
    "Bridge opens in Ashford\n\n"
    "The bridge cost £1.25m. It opened on 4 May.\n"
    "“We waited for it for years,” said Jane Poole. “Now it is here.”\n"
)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def test_each_fact_is_a_line_with_its_place(cli: Cli, article: Path) -> None:
    result = cli("facts", article)

    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines() == [
        "1.1 name: Ashford: Bridge opens in Ashford",
        "2.1 number: £1.25m: The bridge cost £1.25m.",
        "2.2 date: 4 May: It opened on 4 May.",
        "3.1 name: Jane Poole: “We waited for it for years,” said Jane Poole.",
    ]


def test_quotes_come_with_their_speaker(cli: Cli, article: Path) -> None:
    assert cli("facts", article, "--quotes").out.splitlines() == [
        "3.1 Jane Poole, said: “We waited for it for years,”",
        "3.2 Jane Poole, said: “Now it is here.”",
    ]


def test_json_has_the_places_in_the_text(cli: Cli, article: Path) -> None:
    text = json.loads(cli("article", article, "--json").out)["text"]
    whole = json.loads(cli("facts", article, "--quotes", "--key", "--json").out)
    facts = json.loads(cli("facts", article, "--json").out)["facts"]

    assert [quote["speaker"] for quote in whole["quotes"]] == ["Jane Poole", "Jane Poole"]
    assert whole["key"]
    assert [fact["kind"] for fact in facts] == ["name", "number", "date", "name"]
    assert "Ashford" in {fact["text"] for fact in facts}
    assert text


def test_key_sentences_are_lines(cli: Cli, article: Path) -> None:
    told = cli("facts", article, "--key").out.splitlines()

    assert "The bridge cost £1.25m." in told


def test_nothing_is_said_to_be_nothing(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "short.txt"
    path.write_text("It rained all day long there.", encoding="utf-8")
    result = cli("facts", path, "--quotes")

    assert result.out == ""
    assert "Nothing of the kind" in result.err
