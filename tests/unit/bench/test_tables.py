"""Tables say of everybody what was measured, or why nothing was."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from newsassistant.engine.guessing import PassCosts
from tests.bench import claim, guesses, six_b_slice, speed, words
from tests.bench.quality import Distance, Figures
from tests.bench.rounds import Outcome, Results, Round
from tests.bench.ways import SPEEDS, runtime_options

OPTIONS = {
    "KV_CACHE_PRECISION": "f16",
    "INFERENCE_PRECISION_HINT": "f32",
    "DYNAMIC_QUANTIZATION_GROUP_SIZE": "128",
    "PERFORMANCE_HINT": "LATENCY",
}


def answered(tokens_per_s: float, first_s: float, ids: tuple[int, ...] = (1, 2)) -> Round:
    names = ("answer", *map(str, speed.PREFILLS))
    step_s = 1 / tokens_per_s
    one = {"tokens_per_s": tokens_per_s, "step_s": step_s, "first_s": first_s, "ids": list(ids)}
    return dict.fromkeys(names, one)


def row(table: str, label: str) -> list[str]:
    line = next(line for line in table.splitlines() if line.startswith(f"| {label} |"))
    return [cell.strip() for cell in line.strip("|").split("|")]


@pytest.fixture
def results() -> Results:
    ours = Outcome({"options": OPTIONS}, {1: answered(30, 0.5), 2: answered(40, 0.4)})
    peer = Outcome({"options": {}}, {1: answered(20, 1.0, (1, 3)), 2: answered(20, 0.8, (1, 3))})
    dead = Outcome(failure="ended with signal 4 (illegal instruction)")
    return Results({speed.OURS: ours, six_b_slice.GENAI: peer, "dead": dead})


def test_ratios_are_ours_to_each_one(results: Results) -> None:
    cells = row(speed.table(results), six_b_slice.GENAI)

    assert cells[1:5] == ["20.0", "1.750", "0.90", "0.50"]
    assert cells[5:7] == ["569", "2.00"]
    assert cells[-1] == "first 1 of 2"


@pytest.mark.parametrize("made", [speed.table, six_b_slice.table])
def test_one_that_died_is_a_row_of_full_width(made: object, results: Results) -> None:
    assert callable(made)
    table = str(made(results))

    assert row(table, "dead")[1] == "ended with signal 4 (illegal instruction)"
    assert len({line.count("|") for line in table.splitlines()}) == 1


def test_one_that_died_later_keeps_its_rounds(results: Results) -> None:
    results.outcomes["dead"].rounds[1] = answered(10, 1.0)

    cells = row(speed.table(results), "dead")

    assert cells[1] == "10.0"
    assert cells[-1].endswith("; then ended with signal 4 (illegal instruction)")


def test_a_page_without_ours_is_a_page(results: Results) -> None:
    failed = Outcome(failure="no")
    outcomes = dict(results.outcomes) | {speed.OURS: failed, six_b_slice.BEFORE: failed}

    assert "| no |" in speed.part(Results(outcomes, is_cut=True), 325)
    assert "interrupted" in six_b_slice.part(Results(outcomes, is_cut=True), 4)


def test_the_aims_are_told(results: Results) -> None:
    outcomes = dict(results.outcomes) | {six_b_slice.BEFORE: Outcome(failure="no")}

    said = six_b_slice.verdict(Results(outcomes))

    assert "OpenVINO's own choice failed" in said
    assert "1.75 of GenAI, SDPA (aim: 1.4)" in said


def test_the_claim_has_a_row_a_way(results: Results, tmp_path: Path) -> None:
    outcomes = {way.label: Outcome({}, {1: answered(10, 1.0)}) for way in SPEEDS}
    outcomes[SPEEDS[1].label] = Outcome(failure="killed")
    models = six_b_slice.Models(tmp_path, 4)
    for way in SPEEDS:
        models.folder(way.weights).mkdir(exist_ok=True)
        (models.folder(way.weights) / "openvino_model.bin").write_bytes(b"\0" * 2000)
    quality = {
        SPEEDS[2].label: Figures(Distance(0.003, 0.004, 0.001, 0.97), Distance(0.0, 0.0, 0.0, 1.0))
    }

    text = claim.part(Results(outcomes), models, quality, 2e10)

    assert row(text, SPEEDS[1].label)[1] == "killed"
    assert row(text, SPEEDS[2].label)[-2:] == ["3.0e-03", "+0.40 %"]
    assert row(text, SPEEDS[3].label)[-2] == "not measured"


def test_options_in_words() -> None:
    assert words.options(OPTIONS) == "KV cache f16, f32, int8 activations in groups of 128"
    assert words.options({"DYNAMIC_QUANTIZATION_GROUP_SIZE": "0"}) == "no rounded activations"
    assert words.options({}) == "nothing of its own"
    assert words.listed((1, 2, 3)) == "1, 2 and 3"
    assert words.listed(("x",)) == "x"


def test_properties_become_the_engines_options() -> None:
    for way in SPEEDS:
        made = runtime_options(way.properties).to_properties()

        assert {name: made[name] for name in way.properties} == way.properties
        assert len(made) == len(way.properties) + 1  # the hint


def test_guesses_are_rated_by_prompt() -> None:
    quick = guesses.Pair("quotes", 10.0, 20.0, 11.0, same=True, tokens=64, tried=40, right=30)
    slow = guesses.Pair("quotes", 10.0, 5.0, 8.0, same=False, tokens=64, tried=10, right=0)
    short = guesses.Pair("quotes", 10.0, 90.0, 9.0, same=True, tokens=3, tried=9, right=9)
    rest = [replace(quick, prompt=name) for name in guesses.PROMPTS if name != "quotes"]

    page = guesses.part([quick, slow, short, *rest], [quick, short, *rest], PassCosts())

    found = row(page, "quotes")
    assert found[:2] == ["quotes", "2"]
    assert found[4:8] == ["1.25", "0.80", "0.50", "0.50"]
    assert found[8:] == ["0.95, 0.80, 0.80", "60 %", "23 %", "2 of 2"]
    assert page.startswith(guesses.TITLE)


def test_articles_of_the_bench_hold_quotes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    said = 'He said: "This is what we have asked for." She said: "It is not what I have asked for."'
    texts = [said, "Nobody said anything.", said * 100, said + " So it goes."]
    file = tmp_path / "pairs.jsonl"
    file.write_text("\n".join(json.dumps({"content": text}) for text in texts), "utf-8")
    monkeypatch.setattr(guesses, "DATA", file)

    assert guesses.articles(2) == [texts[0], texts[3]]
