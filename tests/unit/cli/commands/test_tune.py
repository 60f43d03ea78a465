"""The command `tune`: what it asks for, what it prints, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newsassistant.train import libraries
from newsassistant.train.options import TuneOptions
from tests.unit.model import configs
from tests.unit.train import tiny

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Cli

ROOT = Path(__file__).resolve().parents[4]
TIMEOUT_S = 120
# See train.libraries.
pytestmark = pytest.mark.filterwarnings("ignore:.*is_gradient_checkpointing:FutureWarning")
Options = Callable[..., TuneOptions]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny GLM; read-only."""
    return tiny.write_tiny(tmp_path_factory.mktemp("base") / "model")


@pytest.fixture
def options(model: Path, tmp_path: Path) -> Options:
    """Options of a run of two steps in tmp_path / "run"."""
    data = tiny.write_rows(tmp_path / "rows.jsonl", tiny.rows(21))

    def make(**changes: Any) -> TuneOptions:
        usual = {"max_steps": 2, **changes}
        place = usual.pop("model", model), usual.pop("data", data), tmp_path / "run"
        return tiny.options(*place, **usual)

    return make


def words(options: TuneOptions) -> list[str]:
    return ["tune", *tiny.words(options)]


def events(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def needs_torch() -> None:
    pytest.importorskip("torch", reason="the train extra is not installed")


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ([], "--model, --data, --output"),
        (["--model", "starter"], "--data, --output"),
        (["--check", "--data", "x"], "--model"),
        (["--model", "starter", "--data", "x"], "--output"),
    ],
)
def test_what_is_needed_is_named(cli: Cli, given: list[str], missing: str) -> None:
    result = cli("tune", *given)

    assert (result.code, result.out) == (1, "")
    assert f"Training needs {missing}." in result.err


@pytest.mark.parametrize(
    "given",
    [
        ["--method", "rlhf"],
        ["--max-steps", "0"],
        ["--max-steps", "many"],
        ["--lr", "0"],
        ["--lr", "nan"],
        ["--pre-seq-len", "5000"],
        ["--base-weights", "int2"],
        ["--precision", "f16"],
        ["--preset", "poem"],
        ["--seed", "-1"],
        ["--model"],
        ["--learning-rate", "1"],
    ],
)
def test_wrong_usage(cli: Cli, given: list[str]) -> None:
    result = cli("tune", *given)

    assert (result.code, result.out) == (2, "")
    assert "usage: newsassistant" in result.err


def test_the_check_needs_neither_torch_nor_a_folder(
    cli: Cli, options: Options, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(libraries, "NEEDED", ("a_package_that_is_not_there",))
    asked = options(max_source_length=20)
    result = cli("tune", "--check", "--json", *tiny.words(replace(asked, output="")))
    (report,) = events(result.out)

    assert (result.code, result.err) == (0, "")
    assert (report["event"], report["rows"], report["used"]) == ("report", 21, 21)
    assert set(report["source_tokens"]) == {"median", "p95", "max"}
    assert set(report["target_tokens"]) == {"median", "p95", "max"}
    assert report["cut"] == len(report["cut_lines"]) > 0
    assert (report["duplicates"], report["empty"], report["missing"]) == (0, [], [])
    assert report["unsupported_numbers"] == []
    assert not (tmp_path / "run").exists()


def test_the_check_in_words(cli: Cli, options: Options, tmp_path: Path) -> None:
    entries = [*tiny.rows(10), {"content": "A storm.", "summary": "350 storms."}]
    entries += [entries[0], {"content": "", "summary": "x"}, {"content": "only"}]
    data = tiny.write_rows(tmp_path / "mixed.jsonl", entries)
    result = cli(*words(options(data=data)), "--check")

    assert (result.code, result.out) == (0, "")
    for part in ("11", "12", "13", "14"):
        assert part in result.err
    assert len(result.err.splitlines()) >= 6


@pytest.mark.parametrize("name", ["sharegpt.json", "alpaca.json", "pretty.jsonl", "data.csv"])
def test_the_check_takes_every_form(cli: Cli, options: Options, name: str) -> None:
    data = ROOT / "tests" / "unit" / "text" / "datasets" / "data" / name
    result = cli(*words(options(data=data)), "--check", "--json")
    (report,) = events(result.out)

    assert (result.code, report["bad"], report["encoding"]) == (0, [], "utf-8")
    assert report["used"] == report["rows"] == sum(report["read_as"].values()) > 0


def test_the_check_names_what_cannot_be_read(cli: Cli, options: Options, tmp_path: Path) -> None:
    data = tmp_path / "rows.jsonl"
    good = '{"content": "The pier grows.", "summary": "Pier grows"}'
    tools = '{"messages": [{"role": "tool", "content": "x"}]}'
    data.write_text(f'{good}\n{{"content": x}}\n{tools}\n{good}\n')
    result = cli(*words(options(data=data)), "--check")

    assert result.code == 0
    assert "2 rows cannot be read and are left out: lines 2, 3." in result.err
    assert "Line 2: Expecting value, character 13." in result.err
    assert "Line 3: it calls tools, which cannot be trained here." in result.err
    assert "Read as content, summary (2), in utf-8." in result.err


def test_a_prefix_in_json_lines(cli: Cli, options: Options, tmp_path: Path) -> None:
    needs_torch()
    result = cli(*words(options()), "--json")
    told = events(result.out)
    run = tmp_path / "run"

    assert (result.code, result.err) == (0, "")
    assert [event["event"] for event in told if event["event"] != "checkpoint"] == [
        "report",
        "start",
        "step",
        "step",
        "eval",
        "done",
    ]
    start = told[1]
    assert {key: start[key] for key in ("steps", "precision", "device", "processes")} == {
        "steps": 2,
        "precision": "f32",
        "device": start["device"],
        "processes": 1,
    }
    assert start["trainable"] == 4 * 2 * 2 * 2 * 8
    steps = [event for event in told if event["event"] == "step"]
    wanted = {"event", "step", "steps", "loss", "lr", "tokens_per_s", "left_s"}
    assert all(set(step) == wanted for step in steps)
    assert {"event": "checkpoint", "step": 2} in told
    assert told.count({"event": "checkpoint", "step": 2}) == 1
    done = told[-1]
    assert set(done) == {"event", "prefix", "loss", "eval_loss"}
    assert done["prefix"] == str(run / "prefix")
    assert done["loss"] == steps[-1]["loss"]
    logged = events((run / "log.jsonl").read_text())
    assert logged == [event for event in told if event["event"] in ("step", "eval")]


@pytest.mark.parametrize(("method", "key"), [("lora", "adapter"), ("full", "model")])
def test_other_results_have_other_names(
    cli: Cli, options: Options, tmp_path: Path, method: str, key: str
) -> None:
    needs_torch()
    result = cli(*words(options(method=method)), "--json")

    assert result.code == 0
    assert events(result.out)[-1][key] == str(tmp_path / "run" / key)


def test_what_it_says(cli: Cli, options: Options, tmp_path: Path) -> None:
    needs_torch()
    result = cli(*words(options()))

    assert (result.code, result.out) == (0, "")
    said = result.err.splitlines()
    assert said[-1].endswith(f"The result is in {tmp_path / 'run' / 'prefix'}.")
    assert "cpu" in result.err


def check_error(cli: Cli, arguments: list[str], code: str, *shown: str) -> None:
    """The same error as a line of JSON and as one of words; no traceback, and no run."""
    result = cli(*arguments, "--json")
    found = events(result.out)[-1]

    assert result.code == 1
    assert found["error"] == code
    assert all(isinstance(value, str) for value in found["params"].values())
    assert len(result.err.splitlines()) == 1
    for part in shown:
        assert part in result.err


def test_a_missing_package_is_named_after_the_check(
    cli: Cli, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libraries, "NEEDED", ("a_package_that_is_not_there",))

    check_error(
        cli,
        words(options()),
        "train-missing",
        "a_package_that_is_not_there",
        "train-setup",
    )


def test_a_folder_with_a_run_is_not_overwritten(cli: Cli, options: Options, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    options().save(tmp_path / "run")

    check_error(cli, words(options()), "run-exists", "--resume")


@pytest.mark.parametrize("folder", ["nowhere", "empty"])
def test_what_is_no_run_is_not_resumed(cli: Cli, tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()

    check_error(cli, ["tune", "--resume", str(tmp_path / folder)], "run-invalid", folder)


def test_a_resumed_run_keeps_its_options(cli: Cli, options: Options, tmp_path: Path) -> None:
    options().save(tmp_path)
    given = ["--resume", str(tmp_path), "--max-steps", "9", "--gradient-checkpointing"]

    check_error(cli, ["tune", *given], "resume-alone", "--gradient-checkpointing", "--max-steps")


@pytest.mark.parametrize(
    ("entries", "code", "shown"),
    [
        ([], "data-empty", "no row"),
        ([{"content": " ", "summary": "x"}], "data-empty", "no row"),
        ([{"text": "a", "summary": "b"}], "data-column", "content"),
        ([{"content": 5, "summary": "b"}], "data-invalid", "line 1"),
    ],
)
def test_data_that_cannot_be_used(
    cli: Cli, options: Options, tmp_path: Path, entries: list[Any], code: str, shown: str
) -> None:
    data = tiny.write_rows(tmp_path / "bad.jsonl", entries)

    check_error(cli, words(options(data=data)), code, "bad.jsonl", shown)
    assert not (tmp_path / "run").exists()


def test_bases_that_cannot_be_trained(
    cli: Cli, options: Options, model: Path, tmp_path: Path
) -> None:
    first = configs.write_checkpoint(tmp_path / "chatglm-6b", configs.V1)
    converted = tmp_path / "converted"
    converted.mkdir()
    (converted / "openvino_model.xml").write_text("<net/>")
    for folder, shown in (
        (first, "first generation"),
        (converted, "OpenVINO"),
        (tmp_path / "nowhere", "no such folder"),
    ):
        check_error(cli, words(options(model=folder)), "train-base", folder.name, shown)


def test_lora_beside_the_starter_is_refused_before_it_is_trained(
    cli: Cli, options: Options, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from newsassistant.train import preparation
    from newsassistant.train.source import open_checkpoint

    source = replace(open_checkpoint(model), path=None)
    monkeypatch.setattr(preparation, "open_source", lambda model, starter: source)

    check_error(cli, words(options(method="lora")), "train-lora-starter", "--method prefix")


def test_a_place_that_cannot_be_written(cli: Cli, options: Options, tmp_path: Path) -> None:
    needs_torch()
    (tmp_path / "run").write_text("a file is in the way")

    check_error(cli, words(options()), "run-unwritable", "run")


def test_a_run_can_be_resumed_from_anywhere(
    cli: Cli, options: Options, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when its folder was moved: its results go where it is now."""
    needs_torch()
    monkeypatch.chdir(tmp_path)
    near = replace(options(), data="rows.jsonl", output="run")
    assert cli(*words(near)).code == 0
    moved = (tmp_path / "run").rename(tmp_path / "moved")
    kept = TuneOptions.load(moved)
    replace(kept, max_steps=3).save(moved)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    result = cli("tune", "--resume", moved, "--json")

    assert result.code == 0, result.err
    told = events(result.out)
    assert told[1]["step"] == 2
    assert told[-1]["prefix"] == str(moved / "prefix")
    assert not (tmp_path / "run").exists()
    assert [e["step"] for e in events((moved / "log.jsonl").read_text())] == [1, 2, 2, 3, 3]


@pytest.fixture
def long_run(options: Options, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """The command in a process of its own, at work on more steps than anyone waits for."""
    needs_torch()
    asked = options(max_steps=100_000, save_steps=100_000, eval_steps=100_000, warmup_steps=5)
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "newsassistant", *words(asked), "--json"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [*command, "--stop-with-parent"], stdin=pipe, stdout=pipe, text=True, env=environment
    ) as child:
        yield child
        child.kill()


def first_step(child: subprocess.Popen[str]) -> None:
    assert child.stdout is not None
    for line in child.stdout:
        if json.loads(line)["event"] == "step":
            return
    raise AssertionError("it ended before the first step")


def check_resumable(cli: Cli, run: Path) -> None:
    """One more step behind those that were saved."""
    saved = sorted((run / "checkpoints").iterdir())[-1]
    step = int(saved.name.removeprefix("step-"))
    assert step > 0
    kept = TuneOptions.load(run)
    (run / "run.json").write_text(json.dumps({**asdict(kept), "max_steps": step + 1}))
    result = cli("tune", "--resume", run, "--json")
    told = events(result.out)

    assert result.code == 0, result.err
    assert told[1]["step"] == step
    assert told[-1]["event"] == "done"
    logged = [e["step"] for e in events((run / "log.jsonl").read_text()) if e["event"] == "step"]
    assert logged == list(range(1, step + 2))


def test_a_reader_who_has_gone_is_a_wish_to_stop(
    cli: Cli, long_run: subprocess.Popen[str], tmp_path: Path
) -> None:
    first_step(long_run)
    assert long_run.stdout is not None
    long_run.stdout.close()

    assert long_run.wait(TIMEOUT_S) == 130
    check_resumable(cli, tmp_path / "run")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send")
def test_ctrl_c_saves_and_the_run_goes_on(
    cli: Cli, long_run: subprocess.Popen[str], tmp_path: Path
) -> None:
    first_step(long_run)
    long_run.send_signal(signal.SIGINT)
    out = long_run.stdout
    assert out is not None
    rest = events(out.read())

    assert long_run.wait(TIMEOUT_S) == 130
    assert rest[-1]["event"] == "checkpoint"
    check_resumable(cli, tmp_path / "run")


def test_it_saves_when_its_parent_ends(
    cli: Cli, long_run: subprocess.Popen[str], tmp_path: Path
) -> None:
    first_step(long_run)
    assert long_run.stdin is not None
    assert long_run.stdout is not None
    long_run.stdin.close()
    long_run.stdout.close()

    assert long_run.wait(TIMEOUT_S) == 130
    check_resumable(cli, tmp_path / "run")


@pytest.mark.parametrize(
    "options",
    [
        TuneOptions("starter", "/data.jsonl", "/run"),
        TuneOptions(
            model="/checkpoint",
            data="/data.jsonl",
            output="/run",
            eval_data="/check.csv",
            method="lora",
            preset="",
            prompt_column="a",
            history_column="b",
            prefix_projection=True,
            init_text="Begin",
            lr=0.02,
            warmup_steps=0,
            gradient_checkpointing=True,
            eval_rows=0,
            seed=7,
            precision="f32",
            base_weights="int4",
            backend="mpi",
            name="-x",
            licence="CC0",
        ),
        TuneOptions("starter", "/data.jsonl", "/run", preset="headline", instruction="--check"),
    ],
)
def test_a_run_and_its_arguments_say_the_same(options: TuneOptions) -> None:
    from newsassistant.cli.commands import tune
    from newsassistant.cli.main import build_parser

    if sys.platform == "win32":
        pytest.skip("paths are made whole with a drive there")
    parsed = build_parser().parse_args(["tune", *options.arguments()])

    assert tune._chosen(parsed) == options
