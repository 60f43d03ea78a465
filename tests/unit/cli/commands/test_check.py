"""The command `check`: for people, as JSON, and line by line."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Cli

ARTICLE = "Bridge\n\nThe bridge cost £1.25m. It “will open in June”, said Jane Jones."
ANSWER = "The bridge cost £1.2m.\nIt “will open in May”, said Jane Smith."


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    answer, article = tmp_path / "answer.txt", tmp_path / "article.txt"
    answer.write_text(ANSWER, encoding="utf-8")
    article.write_text(ARTICLE, encoding="utf-8")
    return answer, article


@pytest.fixture
def feed(monkeypatch: pytest.MonkeyPatch) -> object:
    """Gives standard input its bytes."""

    def give(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    return give


def test_each_mark_is_a_line_with_its_place(cli: Cli, files: tuple[Path, Path]) -> None:
    result = cli("check", *files)

    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines() == [
        "1:18 number: 1.2m: Rounded from 1.25m.",
        "2:4 quote: “will open in May”: The article's words are: will open in June",
        "2:18 date: May: This date is not in the article.",
        "2:34 name: Smith: This name is not in the article.",
    ]


def test_an_answer_without_marks_says_what_was_compared(cli: Cli, files: tuple[Path, Path]) -> None:
    result = cli("check", files[1], files[1])

    assert result.out == ""
    assert "that was recognised is in the article" in result.err


def test_json_has_marks_and_sources(cli: Cli, files: tuple[Path, Path]) -> None:
    told = json.loads(cli("check", *files, "--json").out)

    assert [mark["kind"] for mark in told["marks"]] == ["number", "quote", "date", "name"]
    assert told["marks"][0]["strength"] == "rounded"
    assert told["marks"][1]["nearest"] is not None
    assert told["compared"] == {"number": 1, "date": 1, "name": 1, "quote": 1}
    assert told["missing"] == {"number": 0, "date": 1, "name": 1, "quote": 1}
    assert len(told["sentences"]) == 2
    assert told["sentences"][0]["sources"][0]["score"] > 0.3


def test_a_list_comes_out_for_each_line(cli: Cli, feed: object) -> None:
    lines = [
        {"article": "It cost 5 pounds.", "summary": "It cost 6 pounds.", "lang": "en"},
        {"article": "花了5元。", "summary": "花了5元。", "lang": "zh"},
        {"article": "It cost 1,187,000.", "summary": "It cost nearly 1.2 million."},
    ]
    feed("\n".join(json.dumps(line) for line in lines) + "\n\n")  # type: ignore[operator]

    found = [json.loads(line) for line in cli("check", "--lines").out.splitlines()]

    assert found == [
        [{"start": 8, "end": 9, "kind": "number", "text": "6", "reason": "number-absent"}],
        [],
        [],
    ]


def test_a_sentence_without_a_clear_source_is_told(cli: Cli, feed: object) -> None:
    line = json.dumps({"article": "The mayor spoke.", "summary": "Penguins swim fast."})
    feed(line)  # type: ignore[operator]

    assert json.loads(cli("check", "--lines").out)[-1]["kind"] == "sentence"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nonsense", "line 2"),
        ("[]", "holds no object"),
        ('{"article": 1, "summary": ""}', "article is no text"),
        ('{"article": "", "summary": null}', "summary is no text"),
        ('{"article": "", "summary": "", "lang": "fr"}', "neither en nor zh"),
    ],
)
def test_a_bad_line_is_named(cli: Cli, feed: object, line: str, said: str) -> None:
    good = json.dumps({"article": "a", "summary": "a"})
    feed(f"{good}\n{line}\n")  # type: ignore[operator]

    result = cli("check", "--lines")

    assert result.code == 1
    assert "line 2" in result.err
    assert said in result.err
    assert result.out.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["only-one"], ["--lines", "a", "b"]])
def test_wrong_usage(cli: Cli, arguments: list[str]) -> None:
    assert cli("check", *arguments).code == 2
