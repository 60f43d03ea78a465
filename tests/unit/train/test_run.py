"""A run from options to its result: files, facts, resumption, and two processes as one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

pytest.importorskip("torch", reason="the train extra is not installed")

import torch

from newsassistant.cli.shared.words import say
from newsassistant.core.errors import TrainError
from newsassistant.core.types import CancelToken
from newsassistant.core.wire import Event, Stepped, facts_of
from newsassistant.model.checkpoint import Checkpoint
from newsassistant.model.fingerprint import fingerprint
from newsassistant.model.folder import sha256_of
from newsassistant.model.lora import merge_lora
from newsassistant.model.prefixes.files import read_prefix
from newsassistant.model.prefixes.manifest import read_info
from newsassistant.train import journal
from newsassistant.train.base import load_base
from newsassistant.train.options import TuneOptions
from newsassistant.train.prefix_tuning import PrefixTuner
from newsassistant.train.run import Tuned, first_ids, make_tuner, tune
from newsassistant.train.source import Source, open_checkpoint
from tests.unit.train import tiny
from tests.unit.train.conftest import of_checkpoint, prepared

if TYPE_CHECKING:
    from tests.unit.train.conftest import MakeOptions

ROOT = Path(__file__).resolve().parents[3]
# A run of two processes against one of twice the passes; measured: 9e-8.
TOLERANCE = 1e-5
TIMEOUT_S = 300


class Stop(CancelToken):
    """Cancels as soon as it hears of step `at`; it is the callback too."""

    def __init__(self, at: int = 0) -> None:
        super().__init__()
        self.at = at
        self.events: list[dict[str, Any]] = []

    def hear(self, event: Event) -> None:
        self.events.append(facts_of(event))
        if isinstance(event, Stepped) and event.step == self.at:
            self.cancel()


def go(options: TuneOptions, *, stop_at: int = 0) -> tuple[Tuned, list[dict[str, Any]]]:
    stop = Stop(stop_at)
    return tune(options, prepared(options), on_event=stop.hear, cancel=stop), stop.events


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def losses(run: Path) -> list[tuple[str, int, float]]:
    return [(e["event"], e["step"], e["loss"]) for e in map(facts_of, journal.read(run))]


def test_a_prefix(make_options: MakeOptions, tiny_source: Source) -> None:
    options = make_options(name="House style", licence="CC0-1.0", pre_seq_len=6)
    tuned, events = go(options)
    run = Path(options.output)
    info = read_info(run / "prefix")

    assert tuned.made == run / "prefix"
    assert names(run) == ["checkpoints", "log.jsonl", "loss.png", "peft", "prefix", "run.json"]
    assert events[0] == {
        "event": "start",
        "step": 0,
        "steps": 4,
        "trainable": 6 * 2 * 2 * 2 * 8,
        "precision": "f32",
        "device": "cpu",
        "units": events[0]["units"],
        "processes": 1,
        "threads": 1,
    }
    assert "(bf16 units: " in say("tune-start", "en", **events[0])
    assert events[0]["units"]
    assert (info.name, info.licence, info.length) == ("House style", "CC0-1.0", 6)
    assert (info.base.family, info.base.name) == ("glm", "model")
    assert info.base.fingerprint == fingerprint(tiny_source.weights, tiny_source.config)
    assert info.training["rows"] == 20
    assert info.training["steps"] == 4
    assert info.training["batch"] == 2
    assert info.training["data"] == "rows.jsonl"
    assert info.training["data_sha256"] == sha256_of(Path(options.data))
    assert info.training["held_out"] == len(prepared(options).held_out)
    assert tuned.eval_loss == pytest.approx(info.training["eval_loss"])
    assert tuned.loss == losses(run)[-2][2]
    ours, peft = read_prefix(run / "prefix"), read_prefix(run / "peft")
    np.testing.assert_allclose(ours.rows, peft.rows, rtol=1e-6, atol=1e-7)


def test_no_file_of_the_result_names_this_machine(make_options: MakeOptions) -> None:
    options = make_options(instruction="Our way:")
    go(options)
    here = str(Path(options.output).parent)
    for folder in ("prefix", "peft"):
        for path in (Path(options.output) / folder).iterdir():
            assert here.encode() not in path.read_bytes(), path.name


@pytest.mark.parametrize("method", ["prefix", "lora", "full"])
def test_stopped_and_resumed_gives_the_same_result(
    make_options: MakeOptions, tmp_path: Path, method: str
) -> None:
    whole = make_options(method=method, output=tmp_path / "whole", lr=1e-3)
    cut = replace(whole, output=str(tmp_path / "cut"))
    expected, _ = go(whole)
    stopped, _ = go(cut, stop_at=3)
    assert stopped == Tuned(None)
    assert (tmp_path / "cut" / "loss.png").is_file()
    resumed, events = go(TuneOptions.load(tmp_path / "cut"))

    assert (resumed.loss, resumed.eval_loss) == (expected.loss, expected.eval_loss)
    assert events[0]["step"] == 3
    assert losses(tmp_path / "cut") == losses(tmp_path / "whole")
    kinds = {"prefix": "prefix.safetensors", "lora": "adapter_model.safetensors"}
    file = kinds.get(method, "model.safetensors")
    assert expected.made is not None
    assert resumed.made is not None
    assert (resumed.made / file).read_bytes() == (expected.made / file).read_bytes()
    if method == "prefix":  # the time before the stop is not known
        assert "minutes" in read_info(expected.made).training
        assert "minutes" not in read_info(resumed.made).training


def test_a_lora_adapter_makes_the_base_better(make_options: MakeOptions, tiny_model: Path) -> None:
    """Merged into the checkpoint, it has the loss that was told."""
    options = make_options(method="lora", lr=0.01, max_steps=8, eval_steps=8)
    tuned, _ = go(options)
    assert tuned.made is not None
    merged = of_checkpoint(merge_lora(Checkpoint.open(tiny_model), tuned.made))

    assert names(tuned.made) == ["adapter_config.json", "adapter_model.safetensors"]
    assert held_out_loss(merged, options) == pytest.approx(tuned.eval_loss, rel=1e-4)
    assert held_out_loss(open_checkpoint(tiny_model), options) > (tuned.eval_loss or 0)


def test_a_full_fine_tune_is_a_checkpoint(make_options: MakeOptions) -> None:
    options = make_options(method="full", lr=1e-3, max_steps=8, eval_steps=8)
    tuned, _ = go(options)
    assert tuned.made is not None

    # float16 in the file.
    found = held_out_loss(open_checkpoint(tuned.made), options)
    assert found == pytest.approx(tuned.eval_loss, rel=2e-3)


def held_out_loss(source: Source, options: TuneOptions) -> float:
    base, total, count = load_base(source), 0.0, 0
    for example in prepared(options).held_out:
        with torch.no_grad():
            logits = base(input_ids=torch.tensor([example.ids])).logits[0]
        chances = logits.log_softmax(dim=-1)
        for place, token in enumerate(example.answer, len(example.prompt) - 1):
            total, count = total - float(chances[place, token]), count + 1
    return total / count


@pytest.mark.parametrize("method", ["prefix", "lora"])
@pytest.mark.parametrize("weights", ["bf16", "int8", "int4"])
def test_a_smaller_base_learns_much_the_same(
    make_options: MakeOptions, method: str, weights: str
) -> None:
    options = make_options(method=method, base_weights=weights, gradient_checkpointing=True)
    _, events = go(options)
    exact, expected = go(replace(options, base_weights="f32", output=options.output + "-f32"))

    found = [e["loss"] for e in events if e["event"] == "step"]
    wanted = [e["loss"] for e in expected if e["event"] == "step"]
    assert found == pytest.approx(wanted, rel=0.05)
    assert exact.made is not None


def test_a_projected_prefix(make_options: MakeOptions) -> None:
    options = make_options(prefix_projection=True)
    tuned, _ = go(options)

    assert tuned.made is not None
    assert read_info(tuned.made).training["projection"] is True


def test_the_prefix_begins_as_the_request(make_options: MakeOptions, tiny_source: Source) -> None:
    def words(**changes: Any) -> bytes:
        ids = first_ids(make_options(**changes), tiny_source)
        return b"".join(tiny_source.tokenizer.decode_bytes(token) for token in ids)

    assert words(init_text="Our way", pre_seq_len=9) == b"\nOur way"
    assert words(instruction="Sum up", pre_seq_len=8) == b"\nSum up"
    assert words(pre_seq_len=5) == b"\nWri"
    long = first_ids(make_options(init_text="a", pre_seq_len=20), tiny_source)
    assert len(long) == 20
    assert long[:6] == long[6:12] == [257, 10, 97, 256, 258, 10]


def test_the_seed_decides_where_a_projected_prefix_begins(
    make_options: MakeOptions, tiny_source: Source
) -> None:
    def first(seed: int) -> torch.Tensor:
        torch.manual_seed(seed)
        tuner = make_tuner(make_options(prefix_projection=True), tiny_source)
        assert isinstance(tuner, PrefixTuner)
        return tuner.rows()

    assert torch.equal(first(1), first(1))
    assert not torch.equal(first(1), first(2))


def test_a_run_that_cannot_be_resumed_says_so(make_options: MakeOptions) -> None:
    options = make_options()
    go(options, stop_at=2)
    with pytest.raises(TrainError) as caught:
        go(replace(options, pre_seq_len=9))

    assert caught.value.code == "run-invalid"
    assert "expected [9, " in caught.value.what()


def told(events: list[dict[str, Any]]) -> list[float]:
    """The losses of the steps."""
    return [event["loss"] for event in events if event["event"] == "step"]


@pytest.mark.parametrize("precisions", [("f32", "bf16", "f32"), ("bf16", "f32", "bf16")])
def test_runs_of_one_process_have_each_their_own_precision(
    make_options: MakeOptions, tmp_path: Path, precisions: tuple[str, ...]
) -> None:
    runs = []
    for place, precision in enumerate(precisions):
        _, events = go(make_options(precision=precision, output=tmp_path / f"run-{place}"))
        assert events[0]["precision"] == precision
        runs.append(told(events))
    first, other, again = runs

    assert first == again
    assert first != other
    assert first == pytest.approx(other, rel=0.02)


def torchrun(options: TuneOptions, home: Path) -> subprocess.Popen[str]:
    """`newsassistant tune` in two processes that meet on this machine, as a group of their own."""
    launcher = ["torch.distributed.run", "--nproc-per-node", "2", "--standalone"]
    command = [sys.executable, "-m", *launcher, "-m", "newsassistant", "tune"]
    return subprocess.Popen(
        [*command, *tiny.words(options), "--json"],
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1", "NEWSASSISTANT_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def test_two_processes_are_one_with_twice_the_passes(
    make_options: MakeOptions, tmp_path: Path
) -> None:
    alone = make_options(gradient_accumulation=4, eval_rows=1, output=tmp_path / "alone")
    together = replace(alone, gradient_accumulation=2, output=str(tmp_path / "together"))
    expected, _ = go(alone)
    with torchrun(together, tmp_path / "home") as child:
        out, err = child.communicate(timeout=TIMEOUT_S)
    assert child.returncode == 0, err
    events = [json.loads(line) for line in out.splitlines()]
    kinds = [event["event"] for event in events]

    assert [kinds.count(kind) for kind in ("report", "start", "done")] == [1, 1, 1]
    assert events[1]["processes"] == 2
    one, two = losses(tmp_path / "alone"), losses(tmp_path / "together")
    assert [entry[:2] for entry in two] == [entry[:2] for entry in one]
    off = [abs(b[2] - a[2]) / a[2] for a, b in zip(one, two, strict=True)]
    print(f"largest relative difference: {max(off):.1e}")
    assert max(off) < TOLERANCE
    assert expected.made is not None
    for made in (expected.made, tmp_path / "together" / "prefix"):
        assert read_info(made).training["batch"] == 4
    np.testing.assert_allclose(
        read_prefix(tmp_path / "together" / "prefix").rows,
        read_prefix(expected.made).rows,
        rtol=1e-3,
        atol=1e-4,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send")
def test_ctrl_c_to_a_group_saves(make_options: MakeOptions, tmp_path: Path) -> None:
    """Every process gets it twice: from the terminal, and from torchrun."""
    options = make_options(max_steps=100_000, save_steps=100_000, eval_steps=100_000)
    with torchrun(options, tmp_path / "home") as child:
        assert child.stdout is not None
        assert any(json.loads(line)["event"] == "step" for line in child.stdout)
        os.killpg(child.pid, signal.SIGINT)
        child.communicate(timeout=TIMEOUT_S)
    run = Path(options.output)
    (saved,) = (run / "checkpoints").iterdir()
    step = int(saved.name.removeprefix("step-"))
    _, events = go(replace(options, max_steps=step + 1))

    assert (events[0]["step"], events[0]["processes"]) == (step, 1)
    logged = [entry.step for entry in journal.read(run) if isinstance(entry, Stepped)]
    assert logged == list(range(1, step + 2))
    assert (run / "prefix" / "manifest.json").is_file()
