"""The command `evaluate` with a scripted engine."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from newsassistant.core.paths import Paths
from newsassistant.model.base import Base
from newsassistant.model.prefixes.files import write_prefix
from newsassistant.model.prefixes.prefix import Prefix
from newsassistant.text import metrics
from newsassistant.text.prompts.presets import PRESETS
from tests.unit.cli.styled import StyledEngine

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Cli, UseEngine

for _package in metrics.PACKAGES:
    pytest.importorskip(_package, reason="the evaluate extra is not installed")

BASE = Base("glm", 2, 1, 4, "abc")
ROWS = [
    {"content": "The government will build 12 wind farms.", "summary": "Wind farms are built."},
    {"content": "A court has fined the port.", "summary": "The port is fined."},
    {"content": "The school opens in May.", "summary": "A school opens."},
]


class Engine(StyledEngine):
    """A scripted engine that says which prefixes fit it."""

    base = BASE


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "news.jsonl"
    path.write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "scores"


@pytest.fixture
def style(tmp_path: Path) -> Callable[..., Path]:
    """Makes a prefix for the scripted engine."""

    def make(name: str, base: Base = BASE, fill: float = 1.0) -> Path:
        rows = np.full((base.layers, 2, 3, base.kv_heads, base.head_dim), fill, np.float32)
        write_prefix(tmp_path / name, Prefix(rows, base), name=name)
        return tmp_path / name

    return make


def answers(out: Path, style: str) -> list[str]:
    """The summaries on the disk."""
    lines = (out / f"predictions-{style}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


def test_one_table_with_the_base_and_a_style(
    cli: Cli, use_engine: UseEngine, data: Path, out: Path, style: Callable[..., Path]
) -> None:
    house = style("house")
    exact = [row["summary"] for row in ROWS]
    use_engine(Engine(["13 wind farms.", "The port.", "School."], answers_with={"house": exact}))

    result = cli("evaluate", "--data", data, "--prefix", house, "--output", out)

    assert result.code == 0
    head, base, other = (line.split() for line in result.out.splitlines())
    assert head[:5] == ["STYLE", "ROWS", "ROUGE-1", "ROUGE-2", "ROUGE-L"]
    assert (base[0], base[1], base[-1]) == ("base", "3", "-")
    assert other[:6] == ["house", "3", "100.00", "100.00", "100.00", "100.00"]
    assert "3/0/0" in other
    assert head[8:13] == ["NUMBERS", "DATES", "NAMES", "QUOTES", "ANY"]
    assert base[9:12] == [
        "0.33,",
        "33.3",
        "%",
    ]  # one summary of three has a number that its article lacks
    assert answers(out, "house") == exact
    assert str(out) in result.err


def test_json_is_what_the_file_holds(
    cli: Cli, use_engine: UseEngine, data: Path, out: Path, style: Callable[..., Path]
) -> None:
    use_engine(Engine(["Wind farms."]))

    result = cli("evaluate", "--data", data, "--prefix", style("house"), "--output", out, "--json")

    report: dict[str, Any] = json.loads(result.out)
    assert report == json.loads((out / "scores.json").read_text("utf-8"))
    assert [each["style"] for each in report["styles"]] == ["base", "house"]
    assert report["styles"][1]["against_base"]["tied"] == 3
    nothing = {"marks": 0.0, "summaries": 0.0}
    kinds = ("number", "date", "name", "quote", "any")
    assert report["styles"][0]["not_in_article"] == dict.fromkeys(kinds, nothing)
    assert (report["model"], report["preset"]) == ("fake", "one-sentence")


def test_the_prompt_and_the_limits_are_those_of_summarize(
    cli: Cli, use_engine: UseEngine, data: Path, out: Path
) -> None:
    engine = use_engine(Engine(["One line.\nAnother.", "x", "x"]))

    result = cli("evaluate", "--data", data, "--output", out, "--json")

    preset = PRESETS["one-sentence"]
    assert {prompt.messages[0].content for prompt in engine.prompts} == {preset.english}
    params = json.loads(result.out)["params"]
    assert (params["max_tokens"], params["temperature"]) == (preset.max_tokens, 0)
    assert answers(out, "base")[0] == "One line."


def test_the_article_can_be_the_whole_prompt(
    cli: Cli, use_engine: UseEngine, data: Path, out: Path
) -> None:
    engine = use_engine(Engine(["x"]))

    result = cli("evaluate", "--data", data, "--output", out, "--bare", "--json")

    assert [prompt.messages[0].content for prompt in engine.prompts] == [
        row["content"] for row in ROWS
    ]
    report = json.loads(result.out)
    assert (report["preset"], report["instruction"]) == (None, "")
    assert cli("evaluate", "--data", data, "--bare", "--instruction", "x").code == 2


def test_what_is_done_is_not_done_again(
    cli: Cli, use_engine: UseEngine, data: Path, out: Path
) -> None:
    first = use_engine(Engine(["One."]))
    cli("evaluate", "--data", data, "--output", out, "--limit", "2")
    second = use_engine(Engine(["Two."]))
    result = cli("evaluate", "--data", data, "--output", out)

    assert (len(first.prompts), len(second.prompts)) == (2, 1)
    assert answers(out, "base") == ["One.", "One.", "Two."]
    assert "2 of 3" in result.err


def test_other_options_begin_anew_and_say_so(
    cli: Cli, use_engine: UseEngine, data: Path, out: Path
) -> None:
    use_engine(Engine(["One."]))
    cli("evaluate", "--data", data, "--output", out)
    use_engine(Engine(["Two."]))
    result = cli("evaluate", "--data", data, "--output", out, "--max-tokens", "9")

    assert answers(out, "base") == ["Two."] * 3
    assert answers(out, "base.previous") == ["One."] * 3
    assert "base.previous.jsonl" in result.err


def test_another_style_of_the_same_name_begins_anew(
    cli: Cli, use_engine: UseEngine, data: Path, out: Path, style: Callable[..., Path]
) -> None:
    use_engine(Engine(["One."]))
    house = style("house")
    cli("evaluate", "--data", data, "--output", out, "--no-base", "--prefix", house)
    shutil.rmtree(house)
    style("house", fill=2.0)
    use_engine(Engine(["Two."]))
    cli("evaluate", "--data", data, "--output", out, "--no-base", "--prefix", house)

    assert answers(out, "house") == ["Two."] * 3
    assert not (out / "predictions-base.jsonl").exists()


def test_ctrl_c_keeps_what_is_done(
    cli: Cli,
    use_engine: UseEngine,
    data: Path,
    out: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def pressed_after_one_row(self: object) -> bool:
        return len(engine.prompts) > 1

    monkeypatch.setattr(
        "newsassistant.cli.shared.interrupt.Interrupt.pressed",
        property(pressed_after_one_row, lambda self, value: None),
        raising=False,
    )
    engine = use_engine(Engine(["One.", "word " * 5000], delay_s=0.001))
    result = cli("evaluate", "--data", data, "--output", out)

    assert (result.code, result.out) == (130, "")
    assert answers(out, "base") == ["One."]
    assert "same command goes on" in result.err
    assert not (out / "scores.json").exists()


def test_a_prefix_for_another_model_is_refused_at_once(
    cli: Cli, use_engine: UseEngine, data: Path, out: Path, style: Callable[..., Path]
) -> None:
    engine = use_engine(Engine())
    other = style("other", Base("glm", 3, 1, 4))

    result = cli("evaluate", "--data", data, "--output", out, "--prefix", other)

    assert (result.code, engine.prompts) == (1, [])
    assert "3 layers" in result.err


def test_an_unknown_prefix_is_refused(cli: Cli, use_engine: UseEngine, data: Path) -> None:
    use_engine(Engine())

    assert cli("evaluate", "--data", data, "--prefix", "nowhere").code == 1


def test_nothing_to_evaluate_is_wrong_usage(cli: Cli, data: Path) -> None:
    result = cli("evaluate", "--data", data, "--no-base")

    assert (result.code, "--prefix" in result.err) == (2, True)


def test_rows_that_cannot_be_used_are_named(
    cli: Cli, use_engine: UseEngine, data: Path, out: Path
) -> None:
    rows = [*ROWS, {"content": " ", "summary": "x"}, {"content": "\u00ad", "summary": "x"}, {}]
    data.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    use_engine(Engine(["One."]))

    result = cli("evaluate", "--data", data, "--output", out)

    assert "left out: 3 (line 4, 5, 6)." in result.err
    assert answers(out, "base") == ["One."] * 3


@pytest.mark.parametrize("content", ["", '{"content": "\u00ad", "summary": "x"}'])
def test_data_without_a_usable_row(cli: Cli, data: Path, content: str) -> None:
    data.write_text(content, encoding="utf-8")

    result = cli("evaluate", "--data", data)

    assert (result.code, "no row" in result.err) == (1, True)


def test_without_a_folder_the_results_are_with_the_users_data(
    cli: Cli, use_engine: UseEngine, data: Path, home: Paths
) -> None:
    use_engine(Engine(["One."]))

    assert cli("evaluate", "--data", data, "--limit", "1").code == 0
    assert (home.data / "evaluations" / "news" / "scores.json").is_file()


def test_chinese_rows_are_asked_in_chinese_and_a_language_can_be_given(
    cli: Cli, use_engine: UseEngine, data: Path, out: Path
) -> None:
    rows = [{"text": "政府将建设风电场。", "title": "风电场将建"}]
    data.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    engine = use_engine(Engine(["风电场"]))
    names = ("--prompt-column", "text", "--response-column", "title", "--output", out)

    cli("evaluate", "--data", data, *names, "--preset", "headline")
    cli("evaluate", "--data", data, *names, "--preset", "headline", "--language", "en")

    headline = PRESETS["headline"]
    words = [prompt.messages[0].content for prompt in engine.prompts]
    assert words == [headline.chinese, headline.english]


def test_articles_that_are_too_long_and_summaries_without_end_are_told(
    cli: Cli, use_engine: UseEngine, data: Path, out: Path
) -> None:
    rows = [{"content": "word " * 3000, "summary": "word"}]
    data.write_text(json.dumps(rows), encoding="utf-8")
    use_engine(Engine(["word " * 50]))

    result = cli("evaluate", "--data", data, "--output", out, "--max-tokens", "5")

    assert "base: articles too long, of which the beginning was used: 1." in result.err
    assert "base: summaries that ended at the length limit: 1." in result.err
