"""The recipe of the sample style: which rows it takes, which commands it runs, what it skips."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from newsassistant.cli.main import build_parser
from scripts import style

ROWS = [("18f", "CC0"), ("xsum-entfa", "none"), ("senate-releases", "public domain")]


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    folder = tmp_path / "pairs"
    folder.mkdir()
    lines = [
        json.dumps(
            {"source": source, "licence": licence, "content": "One.\u2028Two.", "summary": "S."},
            ensure_ascii=False,
        )
        for source, licence in ROWS
    ]
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


def run(pairs: Path, output: Path) -> int:
    return style.main(["--pairs", str(pairs), "--output", str(output)])


def test_only_rows_that_may_be_shipped_are_taken(
    pairs: Path, tmp_path: Path, commands: list[tuple[str, ...]]
) -> None:
    assert run(pairs, tmp_path / "out") == 0

    taken = (tmp_path / "out" / "train.jsonl").read_text("utf-8").rstrip("\n").split("\n")
    assert [json.loads(line)["source"] for line in taken] == ["18f", "senate-releases"]


def test_it_trains_then_scores_with_options_that_exist(
    pairs: Path, tmp_path: Path, commands: list[tuple[str, ...]]
) -> None:
    run(pairs, tmp_path / "out")

    assert [command[0] for command in commands] == ["tune", "evaluate"]
    for command in commands:
        assert build_parser().parse_args(list(command)).model == "starter"


def finish(run_folder: Path, names: Sequence[str]) -> None:
    for name in names:
        (run_folder / name).parent.mkdir(parents=True, exist_ok=True)
        (run_folder / name).write_text("{}", encoding="utf-8")


def test_an_interrupted_run_goes_on_and_a_finished_one_is_only_scored(
    pairs: Path, tmp_path: Path, commands: list[tuple[str, ...]]
) -> None:
    training = tmp_path / "out" / "run"
    finish(training, ["run.json"])
    run(pairs, tmp_path / "out")
    finish(training, ["prefix/manifest.json"])
    run(pairs, tmp_path / "out")

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

    assert run(pairs, tmp_path / "out") == 1
    assert ran == ["tune"]
