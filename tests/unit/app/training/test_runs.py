"""Training runs on a scripted `tune`: their ends, their list, and going on after a stop."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from newsassistant.app.training.runs import RunInfo, TrainingRuns
from newsassistant.core.errors import CancelledError, PrefixError, TrainError
from newsassistant.core.only_one import only_one
from newsassistant.core.types import CancelToken
from newsassistant.core.wire import Doubt, Saved, Stepped, TrainEvent
from newsassistant.train.journal import smooth
from newsassistant.train.options import TuneOptions

POSIX = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
TUNER = [sys.executable, "-S", str(Path(__file__).parents[1] / "tuner.py")]


class Bench:
    """Runs in a folder of their own, with what was installed and told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.installed: list[tuple[str, str, str]] = []
        self.told: list[TrainEvent] = []
        self.cancel = CancelToken()
        self.runs = TrainingRuns(folder / "runs", install=self._install, program=TUNER)

    def _install(self, prefix: Path, name: str, licence: str) -> str:
        assert prefix.is_dir()
        self.installed.append((prefix.parent.name, name, licence))
        return f"{prefix.parent.name}-style"

    def options(self, plan: str, *, name: str = "House style", steps: int = 10) -> TuneOptions:
        data = self.folder / "data.jsonl"
        data.write_text(plan, "utf-8")
        return TuneOptions(
            model="starter",
            data=str(data),
            output="",
            name=name,
            max_steps=steps,
            licence="CC0",
        )

    def start(self, plan: str, **options: object) -> RunInfo:
        wanted = replace(self.options(plan), **options)  # type: ignore[arg-type]
        return self.runs.start(wanted, on_event=self.told.append, cancel=self.cancel)

    def stop_when_saved(self, plan: str) -> RunInfo:
        def on_event(event: TrainEvent) -> None:
            if isinstance(event, Saved):
                self.cancel.cancel()

        return self.runs.start(self.options(plan), on_event=on_event, cancel=self.cancel)

    def resume(self, run_id: str) -> RunInfo:
        return self.runs.resume(run_id, on_event=self.told.append, cancel=CancelToken())


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_a_run_is_followed_and_its_style_installed(bench: Bench) -> None:
    info = bench.start("ok")

    assert (info.id, info.name, info.state) == ("house-style", "House style", "finished")
    assert (info.step, info.steps, info.prefix) == (10, 10, "house-style-style")
    assert not info.can_resume
    assert bench.installed == [("house-style", "House style", "CC0")]
    steps = [event for event in bench.told if isinstance(event, Stepped)]
    assert [event.step for event in steps] == list(range(1, 11))
    assert steps[0].left_s == 18.0
    curve = bench.runs.curve(info.id)
    assert len(curve.losses) == 10
    assert info.loss == smooth(curve.losses)[-1][1]
    assert [step for step, _ in curve.evaluations] == [5, 10]


def test_what_is_chosen_becomes_arguments(bench: Bench) -> None:
    eval_data = bench.folder / "check.jsonl"
    info = bench.start("ok", eval_data=str(eval_data), lr=0.02, name="-x", model="--check")
    words = (info.folder / "arguments").read_text("utf-8").split("\n")

    assert words[0] == "tune"
    assert words[-2:] == ["--json", "--stop-with-parent"]
    expected = {
        "--model=--check",
        "--name=-x",
        f"--eval-data={eval_data}",
        "--lr=0.02",
        "--method=prefix",
        "--preset=one-sentence",
        "--max-steps=10",
    }
    assert expected <= set(words)


def test_the_check_reports_and_writes_nothing(bench: Bench) -> None:
    report = bench.runs.check(bench.options("ok"), on_event=bench.told.append, cancel=bench.cancel)

    assert (report.rows, report.used, report.cut, report.cut_lines) == (240, 236, 31, (3, 9, 27))
    assert report.doubts == (Doubt(12, ("350", "4.5")),)
    assert report.source.most == 1204
    assert bench.told == [report]
    assert bench.runs.runs() == []


@pytest.mark.parametrize("plan", ["error", "no such plan"])
def test_a_check_that_fails(bench: Bench, plan: str) -> None:
    options = (
        bench.options("error")
        if plan == "error"
        else replace(bench.options("ok"), data=str(bench.folder / "none"))
    )
    with pytest.raises(TrainError) as caught:
        bench.runs.check(options, on_event=bench.told.append, cancel=bench.cancel)

    assert caught.value.code == ("data-empty" if plan == "error" else "train-failed")


def test_a_check_can_be_given_up(bench: Bench) -> None:
    bench.cancel.cancel()
    with pytest.raises(CancelledError):
        bench.runs.check(bench.options("slow"), on_event=bench.told.append, cancel=bench.cancel)


def test_data_that_cannot_be_used_leaves_no_run(bench: Bench) -> None:
    with pytest.raises(TrainError) as caught:
        bench.start("error")

    assert caught.value.code == "data-empty"
    assert bench.runs.runs() == []
    assert not (bench.folder / "runs" / "house-style").exists()


def test_a_stopped_run_goes_on_later(bench: Bench) -> None:
    stopped = bench.stop_when_saved("wait")

    assert (stopped.state, stopped.step, stopped.can_resume) == ("stopped", 5, True)
    again = TrainingRuns(bench.folder / "runs", install=bench._install, program=TUNER)
    assert again.runs() == [stopped]
    done = again.resume(stopped.id, on_event=bench.told.append, cancel=CancelToken())
    assert (done.state, done.step, done.name) == ("finished", 10, "House style")
    assert [step for step, _ in again.curve(done.id).losses] == list(range(1, 11))
    assert bench.installed == [("house-style", "House style", "CC0")]


def test_a_run_stopped_before_it_began_leaves_nothing(bench: Bench) -> None:
    bench.cancel.cancel()
    with pytest.raises(CancelledError):
        bench.start("slow")

    assert bench.runs.runs() == []


@POSIX
def test_a_crash_keeps_the_checkpoint(bench: Bench) -> None:
    info = bench.start("crash")

    assert (info.state, info.can_resume) == ("failed", True)
    assert "signal 9" in str(info.error)
    assert bench.resume(info.id).state == "finished"


def test_an_error_on_the_way_is_kept_in_words(bench: Bench) -> None:
    info = bench.start("late-error")

    assert info.state == "failed"
    assert info.error is not None
    assert info.error.code == "disk-full"


def test_garbage_between_the_lines_is_left_out(bench: Bench) -> None:
    assert bench.start("garbage").state == "finished"
    assert len([event for event in bench.told if isinstance(event, Stepped)]) == 10


@POSIX
def test_a_killed_program_leaves_a_run_to_resume(bench: Bench) -> None:
    # What lies on the disk when the program dies in the middle: the facts of the start.
    info = bench.stop_when_saved("wait")
    seen: list[RunInfo] = []

    def look(event: TrainEvent) -> None:
        if isinstance(event, Stepped) and event.step == 7:
            fresh = TrainingRuns(bench.folder / "runs", install=bench._install)
            seen.extend(fresh.runs())
            seen.append(bench.runs.find(info.id))

    bench.runs.resume(info.id, on_event=look, cancel=CancelToken())

    assert [(one.state, one.can_resume) for one in seen] == [("stopped", True), ("running", False)]


def test_a_running_run_is_left_alone(bench: Bench) -> None:
    caught: list[str] = []

    def disturb(event: TrainEvent) -> None:
        if isinstance(event, Stepped) and event.step == 1:
            for call in (bench.runs.remove, bench.resume):
                with pytest.raises(TrainError) as error:
                    call("house-style")
                caught.append(error.value.code)

    bench.runs.start(bench.options("ok"), on_event=disturb, cancel=bench.cancel)

    assert caught == ["train-running", "train-running"]


def test_another_window_has_the_run(bench: Bench) -> None:
    info = bench.stop_when_saved("wait")
    other = TrainingRuns(bench.folder / "runs", install=bench._install, program=TUNER)
    busy = TrainError("train-running", run=info.id)
    with only_one(info.folder, busy), pytest.raises(TrainError) as caught:
        other.resume(info.id, on_event=bench.told.append, cancel=CancelToken())

    assert caught.value.code == "train-running"
    assert bench.resume(info.id).state == "finished"


def test_names_that_are_taken_get_a_number(bench: Bench) -> None:
    assert [bench.start("ok").id for _ in range(2)] == ["house-style", "house-style-2"]
    assert bench.start("ok", name="本报风格").id == "model"
    bench.runs.remove("house-style")
    assert {info.id for info in bench.runs.runs()} == {"house-style-2", "model"}


@pytest.mark.parametrize("run_id", ["", "..", "a/b", ".check", "none"])
def test_runs_that_are_not_there(bench: Bench, run_id: str) -> None:
    with pytest.raises(TrainError) as caught:
        bench.runs.find(run_id)

    assert caught.value.code == "train-run-missing"


def test_damaged_facts_are_no_run(bench: Bench) -> None:
    info = bench.start("ok")
    for text in ("{", "[]", '{"name": 5, "state": [], "steps": "x", "error": 1}'):
        (info.folder / "window.json").write_text(text, "utf-8")
        names = [run.name for run in bench.runs.runs()]
        assert names == (["5"] if "name" in text else [])


def test_a_style_that_cannot_be_installed_can_be_later(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(prefix: Path, name: str, licence: str) -> str:
        raise PrefixError("prefix-missing", prefix=name)

    runs = TrainingRuns(bench.folder / "runs", install=fail, program=TUNER)
    with pytest.raises(PrefixError):
        runs.start(bench.options("ok"), on_event=bench.told.append, cancel=bench.cancel)

    assert (runs.find("house-style").state, runs.find("house-style").prefix) == ("finished", "")
    assert bench.runs.adopt("house-style") == "house-style-style"
    assert bench.runs.adopt("house-style") == "house-style-style"
    assert len(bench.installed) == 1


def test_a_style_that_was_deleted_is_installed_again(bench: Bench) -> None:
    info = bench.start("ok")
    gone = TrainingRuns(bench.folder / "runs", install=bench._install, has=lambda style: False)

    assert gone.adopt(info.id) == "house-style-style"
    assert len(bench.installed) == 2


def test_a_program_that_does_not_start(bench: Bench) -> None:
    runs = TrainingRuns(bench.folder / "runs", install=bench._install, program=["no-such-program"])
    with pytest.raises(TrainError) as caught:
        runs.start(bench.options("ok"), on_event=bench.told.append, cancel=bench.cancel)

    assert caught.value.code == "train-failed"
