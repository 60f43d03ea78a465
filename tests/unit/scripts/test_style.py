"""The recipe of the styles that ship: the rows it takes, the commands it runs and skips."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from newsassistant.cli.main import build_parser
from newsassistant.text.prompts.presets import PRESETS
from scripts import style

STORY = (
    "Sen. Jane Roe today secured $5 million for a new bridge over the Elk River.\n"
    "The bridge will carry 20,000 cars a day and replace the old ferry.\n"
    "The Senate approved the money after the ferry sank by a vote of 61 to 38.\u2028It was late."
)
SOURCES = ("18f", "xsum-entfa", "senate-releases")


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    folder = tmp_path / "pairs"
    folder.mkdir()
    row = {"title": "Roe secures bridge", "summary": "The Senate pays for cars.", "content": STORY}
    lines = [json.dumps({**row, "source": source}, ensure_ascii=False) for source in SOURCES]
    for part in ("train", "dev"):
        (folder / f"en_{part}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    ran: list[tuple[str, ...]] = []

    def record(*arguments: str) -> int:
        ran.append(arguments)
        return 0

    monkeypatch.setattr(style, "_newsassistant", record)
    return ran


def run(pairs: Path, output: Path, *more: str) -> int:
    return style.main(["--pairs", str(pairs), "--output", str(output), *more])


def read(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def test_each_preset_has_its_style() -> None:
    assert sorted(job.preset for job in style.JOBS) == sorted(PRESETS)


def test_only_rows_that_may_be_shipped_are_taken(
    pairs: Path, tmp_path: Path, commands: list[tuple[str, ...]]
) -> None:
    assert run(pairs, tmp_path, "--job", "three-bullets") == 0

    taken = read(tmp_path / "three-bullets" / "train.jsonl")
    assert [row["source"] for row in taken] == ["18f", "senate-releases"]
    assert taken[0]["summary"].startswith("- Sen. Jane Roe today secured $5 million")


def test_a_style_is_scored_on_its_kind_of_target(
    pairs: Path, tmp_path: Path, commands: list[tuple[str, ...]]
) -> None:
    run(pairs, tmp_path)

    asked = {
        job: read(tmp_path / job / "dev.jsonl")[0]
        for job in ("headline", "one-sentence", "three-bullets")
    }
    assert asked["headline"]["summary"] == "Roe secures bridge"
    assert asked["headline"]["content"] == STORY
    assert asked["one-sentence"]["summary"] in STORY
    assert asked["three-bullets"]["summary"].count("\n- ") == 2
    assert asked["three-bullets"]["content"] == f"Roe secures bridge\n{STORY}"


def test_it_trains_then_scores_with_options_that_exist(
    pairs: Path, tmp_path: Path, commands: list[tuple[str, ...]]
) -> None:
    run(pairs, tmp_path)

    assert [command[0] for command in commands] == ["tune", "evaluate"] * len(style.JOBS)
    for command in commands:
        assert build_parser().parse_args(list(command)).model == "starter"


def finish(run_folder: Path, names: Sequence[str]) -> None:
    for name in names:
        (run_folder / name).parent.mkdir(parents=True, exist_ok=True)
        (run_folder / name).write_text("{}", encoding="utf-8")


def test_an_interrupted_run_goes_on_and_a_finished_one_is_only_scored(
    pairs: Path, tmp_path: Path, commands: list[tuple[str, ...]]
) -> None:
    training = tmp_path / "headline" / "run"
    finish(training, ["run.json"])
    run(pairs, tmp_path, "--job", "headline")
    finish(training, ["prefix/manifest.json"])
    run(pairs, tmp_path, "--job", "headline")

    assert commands[0] == ("tune", "--resume", str(training))
    assert [command[0] for command in commands[1:]] == ["evaluate", "evaluate"]


def test_a_failed_training_is_not_scored(
    pairs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []

    def fail(*arguments: str) -> int:
        ran.append(arguments[0])
        return 1

    monkeypatch.setattr(style, "_newsassistant", fail)

    assert run(pairs, tmp_path) == 1
    assert ran == ["tune"]
