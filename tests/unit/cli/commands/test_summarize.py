"""The command `summarize` with a scripted engine."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsassistant.core.errors import EngineError
from newsassistant.core.paths import Paths
from newsassistant.engine.fake import FakeEngine
from newsassistant.text.prompts.presets import PRESETS
from tests.unit.cli.styled import StyledEngine
from tests.unit.text.articles.long_stories import ENGLISH, long_article

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Cli, UseEngine

FIELDS = [
    "text",
    "model",
    "prefix",
    "prompt_tokens",
    "completion_tokens",
    "ttft_s",
    "tokens_per_s",
    "finish_reason",
    "seed",
]


def test_the_summary_is_printed_with_a_line_of_statistics_and_one_of_checks(
    cli: Cli, use_engine: UseEngine, article: Path
) -> None:
    use_engine(FakeEngine(["Wind farms come."]))

    result = cli("summarize", article)

    assert (result.code, result.out) == (0, "Wind farms come.\n")
    statistics, checks = result.err.splitlines()
    assert statistics.startswith("fake: read ")
    assert checks == "Checked against the article: no numbers, dates, names or quotes."


def test_what_is_not_in_the_article_is_told_unless_it_is_not_wanted(
    cli: Cli, use_engine: UseEngine, article: Path
) -> None:
    use_engine(FakeEngine(["- **Ann Lee** saw 350 farms."]))

    told = cli("summarize", article, "--json")
    assert told.err.splitlines()[-1] == (
        "Checked against the article: 1 number, 1 name; "
        "1 number and 1 name are not in the article: Ann Lee; 350"
    )
    checks = json.loads(told.out)["checks"]
    assert checks["text"] == "Ann Lee saw 350 farms."
    assert checks["missing"] == {"number": 1, "date": 0, "name": 1, "quote": 0}
    assert [mark["text"] for mark in checks["marks"]] == ["Ann Lee", "350"]

    quiet = cli("summarize", article, "--json", "--no-checks")
    assert len(quiet.err.splitlines()) == 1
    assert "checks" not in json.loads(quiet.out)


def test_json_is_one_object_with_the_fields_of_the_contract(
    cli: Cli, use_engine: UseEngine, article: Path
) -> None:
    use_engine(FakeEngine(["风电场 come.\n"]))

    result = cli("summarize", article, "--json")

    assert list(json.loads(result.out)) == [*FIELDS, "checks"]
    assert json.loads(result.out)["text"] == "风电场 come."
    assert json.loads(result.out)["finish_reason"] == "stop"
    assert "风电场" in result.out


def test_the_article_comes_from_standard_input(
    cli: Cli, use_engine: UseEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = use_engine(FakeEngine())
    stdin = io.TextIOWrapper(io.BytesIO("Ein Artikel über Wind.".encode()))
    monkeypatch.setattr(sys, "stdin", stdin)

    assert cli("summarize").code == 0
    assert engine.prompts[0].article is not None
    assert engine.prompts[0].article.text == "Ein Artikel über Wind."


def test_preset_instruction_and_limits_reach_the_engine(
    cli: Cli, use_engine: UseEngine, article: Path
) -> None:
    engine = use_engine(FakeEngine(["one two three four"]))

    cli("summarize", article, "--preset", "headline")
    short = cli("summarize", article, "--instruction", "Name the minister.", "--max-tokens", "2")

    words = [prompt.messages[0].content for prompt in engine.prompts]
    assert words == [PRESETS["headline"].english, "Name the minister."]
    assert short.out == "one two\n"
    assert "length limit" in short.err


def test_a_chinese_article_gets_a_chinese_instruction(
    cli: Cli, use_engine: UseEngine, tmp_path: Path
) -> None:
    engine = use_engine(FakeEngine())
    path = tmp_path / "zh.txt"
    path.write_text("央行宣布下调利率。", encoding="utf-8")

    cli("summarize", path)

    assert engine.prompts[0].messages[0].content == PRESETS["three-bullets"].chinese


def test_a_long_article_is_refused_with_the_option_that_helps(
    cli: Cli, use_engine: UseEngine, tmp_path: Path
) -> None:
    engine = use_engine(FakeEngine(context_length=200))
    path = tmp_path / "long.txt"
    path.write_text("word " * 500, encoding="utf-8")

    result = cli("summarize", path)

    assert (result.code, result.out, engine.prompts) == (1, "", [])
    assert "500 tokens" in result.err
    assert "room for 72" in result.err
    assert "--fit" in result.err


def test_fit_uses_the_beginning_and_says_so(
    cli: Cli, use_engine: UseEngine, tmp_path: Path
) -> None:
    engine = use_engine(FakeEngine(context_length=200))
    path = tmp_path / "long.txt"
    path.write_text("word " * 500, encoding="utf-8")

    result = cli("summarize", path, "--fit")

    reads = engine.prompts[0].reads
    assert result.code == 0
    assert reads is not None
    ((_, chars),) = reads
    assert f"first {chars} of 2499 characters" in result.err


def test_an_article_that_fits_is_not_cut(cli: Cli, use_engine: UseEngine, article: Path) -> None:
    engine = use_engine(FakeEngine())

    result = cli("summarize", article, "--fit")

    assert engine.prompts[0].reads is None
    assert "characters" not in result.err


def test_errors_of_the_engine_are_one_line(cli: Cli, use_engine: UseEngine, article: Path) -> None:
    use_engine(FakeEngine(failures=[EngineError("inference-failed", detail="no memory")]))

    result = cli("summarize", article)

    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("newsassistant: The model stopped with an error: no memory.")
    assert result.err.count("\n") == 1


def test_a_house_style_is_not_installed(cli: Cli, article: Path) -> None:
    result = cli("summarize", article, "--prefix", "tabloid")

    assert result.code == 1
    assert "tabloid is not installed" in result.err


def test_a_house_style_for_another_model_is_refused_at_once(
    cli: Cli, use_engine: UseEngine, article: Path, foreign: Path
) -> None:
    engine = use_engine(StyledEngine())

    result = cli("summarize", article, "--prefix", "foreign")

    assert (result.code, engine.prompts, result.out) == (1, [], "")
    assert "made for another model: it needs glm, 2 layers" in result.err


@pytest.mark.parametrize("by_path", [False, True])
def test_a_house_style_by_id_or_path(
    cli: Cli, use_engine: UseEngine, article: Path, house: Path, by_path: bool
) -> None:
    engine = use_engine(StyledEngine(["Base."], answers_with={"house": ["Styled."]}))

    result = cli("summarize", article, "--json", "--prefix", house if by_path else "house")

    fields = json.loads(result.out)
    assert (fields["text"], fields["prefix"]) == ("Styled.", "house")
    assert engine.prefixes == [house]
    assert result.err.startswith("fake + house: read ")


@pytest.mark.parametrize(
    "wrong",
    [
        ["--temperature", "nan"],
        ["--temperature", "-1"],
        ["--top-p", "0"],
        ["--top-p", "1.5"],
        ["--top-k", "-1"],
        ["--max-tokens", "0"],
        ["--max-tokens", "many"],
        ["--repetition-penalty", "0"],
        ["--seed", "-3"],
        ["--preset", "poem"],
        ["--instruction", "  "],
        ["--fi"],
    ],
)
def test_wrong_usage_is_exit_code_2(cli: Cli, article: Path, wrong: list[str]) -> None:
    result = cli("summarize", article, *wrong)

    assert (result.code, result.out) == (2, "")
    assert wrong[0] in result.err


def test_the_history_is_not_touched(
    cli: Cli, use_engine: UseEngine, article: Path, home: Paths
) -> None:
    use_engine(FakeEngine())

    assert cli("summarize", article).code == 0
    assert not home.history.exists()


def test_parts_are_read_one_after_the_other_and_counted_in_json(
    cli: Cli, use_engine: UseEngine, tmp_path: Path
) -> None:
    engine = use_engine(FakeEngine(["Noted."], context_length=1000))
    article = tmp_path / "long.txt"
    article.write_text(long_article(ENGLISH, seed=5, fill=60), encoding="utf-8")

    refused = cli("summarize", article)
    assert refused.code != 0
    assert "--parts" in refused.err

    result = cli("summarize", article, "--parts", "--json")
    fields = json.loads(result.out)
    assert list(fields) == [*FIELDS, "parts", "checks"]
    assert fields["parts"] == len(engine.prompts) - 1 > 2
    assert cli("summarize", article, "--parts", "--fit").code == 2


@pytest.mark.parametrize("more", [(), ("--parts",)])
def test_the_lines_around_an_article_are_not_read_unless_they_are_wanted(
    cli: Cli, use_engine: UseEngine, tmp_path: Path, more: tuple[str, ...]
) -> None:
    engine = FakeEngine()
    use_engine(engine)
    page = tmp_path / "a.txt"
    page.write_text("Wind grows\n\nIt does.\n\nShare this article\nSubscribe to our newsletter\n")
    result = cli("summarize", page, *more)
    assert "not read: 2 (--all-lines reads them)" in result.err
    assert engine.prompts[-1].reads == ((0, 20),)

    result = cli("summarize", page, "--all-lines", *more)
    assert "not read" not in result.err
    assert engine.prompts[-1].reads is None
