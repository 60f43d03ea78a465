"""Training runs as child processes: started, followed, stopped, listed and gone on with.

Calls that run it block: make them from a Job.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from newsassistant.app.installed.files import remove_folder, safe_id
from newsassistant.app.machine.process import Ended, run_child
from newsassistant.app.training.pack import trainer
from newsassistant.core.errors import CancelledError, NewsAssistantError, TrainError
from newsassistant.core.files import read_json, write_whole
from newsassistant.core.only_one import only_one
from newsassistant.core.outside import UnfitError, is_whole
from newsassistant.core.plain import plain
from newsassistant.core.types import CancelToken
from newsassistant.core.wire import (
    INTERRUPTED,
    MOST_STEPS,
    DataReport,
    Event,
    Failure,
    Started,
    Trained,
    TrainEvent,
    failure_of,
)
from newsassistant.train.journal import Curve, read_curve, smooth
from newsassistant.train.options import TuneOptions

OnEvent = Callable[[TrainEvent], None]
RunState = Literal["running", "stopped", "finished", "failed"]

FACTS = "window.json"
MAX_FACTS = 1 << 20
PREFIX = "prefix"
CHECKPOINTS = "checkpoints/step-*"
KILL_AFTER_S = 600.0  # a step of a large model takes a minute, and the checkpoint comes after it
SAVES, LEAST_BETWEEN_SAVES = 20, 5


@dataclass(frozen=True, slots=True)
class RunInfo:
    """A run as lists show it; `prefix` is the id of the installed style, "" before.

    `loss` is the running mean, as in the curve: the last step alone says little.
    `can_resume` tells that a checkpoint is there to go on from. `error` is why it failed.
    """

    id: str
    folder: Path
    name: str
    state: RunState
    step: int = 0
    steps: int = 0
    loss: float | None = None
    created_at: str = ""
    can_resume: bool = False
    prefix: str = ""
    error: NewsAssistantError | None = None


class TrainingRuns:
    """The runs under one folder; any thread, but one run at a time.

    `install(folder, name, licence)` adds a finished style to the library and returns its id;
    `has(id)` tells whether it is still there.
    """

    def __init__(
        self,
        root: Path,
        *,
        install: Callable[[Path, str, str], str],
        has: Callable[[str], bool] = bool,
        program: Sequence[str] = (),
        kill_after_s: float = KILL_AFTER_S,
    ) -> None:
        self._root = root
        self._install = install
        self._has = has
        self._program = program
        self._kill_after_s = kill_after_s
        self._running: set[str] = set()

    # --- what is there --------------------------------------------------------------------------

    def runs(self) -> list[RunInfo]:
        """All runs, the newest first; reads the disk."""
        with contextlib.suppress(OSError):
            names = [entry.name for entry in self._root.iterdir() if entry.is_dir()]
            found = [self._info(name) for name in names if not name.startswith(".")]
            known = [info for info in found if info is not None]
            return sorted(known, key=lambda info: info.created_at, reverse=True)
        return []

    def find(self, run_id: str) -> RunInfo:
        """One run; raises TrainError("train-run-missing")."""
        info = None
        if run_id and Path(run_id).name == run_id and not run_id.startswith("."):
            info = self._info(run_id)
        if info is None:
            raise TrainError("train-run-missing", run=run_id)
        return info

    def offer(self) -> RunInfo | None:
        """The newest stopped run that could go on and was not offered since; marks it so."""
        for info in self.runs():
            facts = _read(info.folder)
            if info.state == "stopped" and info.can_resume and not facts.get("offered"):
                with contextlib.suppress(OSError):  # then it is offered once more
                    _write(info.folder, {**facts, "offered": True})
                return info
        return None

    def curve(self, run_id: str) -> Curve:
        """The losses that a run has written so far."""
        return read_curve(self.find(run_id).folder)

    def remove(self, run_id: str) -> None:
        """Delete a run with its checkpoints; an installed style stays.

        Raises TrainError for one that is going on, ModelError("model-stuck").
        """
        if run_id in self._running:
            raise TrainError("train-running", run=run_id)
        remove_folder(self.find(run_id).folder)

    def adopt(self, run_id: str) -> str:
        """Add a finished run's style to the library if it is not there; its id.

        Raises PrefixError when it cannot be added, TrainError.
        """
        info = self.find(run_id)
        if self._has(info.prefix):
            return info.prefix
        facts = _read(info.folder)
        prefix = self._install(info.folder / PREFIX, info.name, _text(facts.get("licence")))
        _write(info.folder, {**facts, "prefix": prefix})
        return prefix

    # --- what takes long ------------------------------------------------------------------------

    def check(self, options: TuneOptions, *, on_event: OnEvent, cancel: CancelToken) -> DataReport:
        """Read all data and say what is in it; writes nothing, so that `output` does not count.

        Raises TrainError and what the data is worth, CancelledError.
        """
        options = replace(options, output=str(self._root / ".check"))
        arguments = [*options.arguments(), "--check"]
        ended, report = self._follow(arguments, on_event, cancel)
        if ended.code == 0 and report is not None:
            return report
        cancel.check()
        raise ended.error(TrainError, "train-failed")

    def start(self, options: TuneOptions, *, on_event: OnEvent, cancel: CancelToken) -> RunInfo:
        """Train from the beginning; ends as finished, stopped or failed. Blocks for long.

        The run gets a folder of its own, and is evaluated and saved about twenty times.
        Raises what kept it from starting at all; nothing stays of such a run.
        """
        name = options.name or Path(options.data).stem
        run_id = self._free_id(name)
        often = max(LEAST_BETWEEN_SAVES, options.max_steps // SAVES)
        options = replace(
            options, output=str(self._root / run_id), eval_steps=often, save_steps=often
        )
        facts: dict[str, Any] = {
            "name": name,
            "licence": options.licence,
            "steps": options.max_steps,
            "created_at": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        }
        return self._run(run_id, options.arguments(), facts, on_event, cancel)

    def resume(self, run_id: str, *, on_event: OnEvent, cancel: CancelToken) -> RunInfo:
        """Go on from the last checkpoint; like `start`. Raises TrainError too."""
        info = self.find(run_id)
        if run_id in self._running:
            raise TrainError("train-running", run=run_id)
        facts = {**_read(info.folder), "name": info.name, "steps": info.steps}
        for passing in ("error", "offered"):
            facts.pop(passing, None)
        return self._run(run_id, [f"--resume={info.folder}"], facts, on_event, cancel)

    # --- inside ---------------------------------------------------------------------------------

    def _run(
        self,
        run_id: str,
        arguments: Sequence[str],
        facts: dict[str, Any],
        on_event: OnEvent,
        cancel: CancelToken,
    ) -> RunInfo:
        folder = self._root / run_id

        def follow(event: TrainEvent) -> None:
            if isinstance(event, Started):
                facts["steps"] = event.steps or facts["steps"]
                _write(folder, {**facts, "state": "stopped"})  # what is left if we are killed
            on_event(event)

        self._running.add(run_id)
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            # Another window may have the same runs.
            with only_one(folder, TrainError("train-running", run=run_id)):
                ended, _ = self._follow(arguments, follow, cancel)
                self._settle(folder, facts, ended, cancelled=cancel.cancelled)
        except OSError as error:
            detail = error.strerror or str(error)
            raise TrainError("train-failed", detail=detail) from error
        finally:
            self._running.discard(run_id)
        return self.find(run_id)

    def _follow(
        self, arguments: Sequence[str], on_event: OnEvent, cancel: CancelToken
    ) -> tuple[Ended, DataReport | None]:
        program = self._program or trainer()
        report: DataReport | None = None

        def follow(event: Event) -> None:
            nonlocal report
            if isinstance(event, DataReport):
                report = event
            if isinstance(event, TrainEvent):
                on_event(event)

        try:
            ended = run_child(
                [*program, "tune", *arguments, "--json", "--stop-with-parent"],
                on_event=follow,
                cancel=cancel,
                kill_after_s=self._kill_after_s,
                watches_us=True,
            )
        except OSError as error:
            raise TrainError("train-failed", detail=error.strerror or str(error)) from error
        return ended, report

    def _settle(
        self, folder: Path, facts: dict[str, Any], ended: Ended, *, cancelled: bool
    ) -> None:
        """Write down how the run ended, and install what it has made."""
        if ended.code == 0 and isinstance(ended.last, Trained):
            _write(folder, {**facts, "state": "finished"})
            self.adopt(folder.name)
            return
        stopped = cancelled or ended.code == INTERRUPTED
        error = ended.error(TrainError, "train-failed")
        if not (folder / FACTS).is_file() and not any(folder.glob(CHECKPOINTS)):
            remove_folder(folder)  # there is nothing in it to go on from
            raise CancelledError if stopped else error
        if stopped:
            _write(folder, {**facts, "state": "stopped"})
            return
        told = Failure.of(error)
        failure = {"code": told.code, "params": told.params}
        _write(folder, {**facts, "state": "failed", "error": failure})

    def _info(self, run_id: str) -> RunInfo | None:
        folder = self._root / run_id
        facts = _read(folder)
        if not facts:
            return None
        curve = read_curve(folder)
        state = _state(facts.get("state"))
        checkpoints = any(folder.glob(CHECKPOINTS))
        info = RunInfo(
            id=run_id,
            folder=folder,
            name=plain(facts.get("name") or run_id),
            state=state,
            step=curve.last_step,
            steps=_steps(facts.get("steps")),
            loss=smooth(curve.losses)[-1][1] if curve.losses else None,
            created_at=_text(facts.get("created_at")),
            can_resume=checkpoints and state in ("stopped", "failed"),
            prefix=_text(facts.get("prefix")),
            error=_read_error(facts.get("error")) if state == "failed" else None,
        )
        return replace(info, state="running", can_resume=False) if run_id in self._running else info

    def _free_id(self, name: str) -> str:
        wanted = safe_id(name).removeprefix("model-")[:50] or "run"
        numbers = (f"{wanted}-{number}" for number in range(2, 10000))
        free = (name for name in (wanted, *numbers) if not os.path.lexists(self._root / name))
        return next(free)


def _read(folder: Path) -> dict[str, Any]:
    """The run's facts, {} where there are none that can be read."""
    try:
        return read_json(folder / FACTS, MAX_FACTS)
    except UnfitError:
        return {}


def _write(folder: Path, facts: Mapping[str, Any]) -> None:
    """Replace the run's facts in one step; raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(facts, ensure_ascii=False, indent=2) + "\n"
    write_whole(folder / FACTS, text.encode(), private=False)


def _read_error(value: object) -> NewsAssistantError | None:
    if not isinstance(value, dict):
        return None
    told = failure_of(value.get("code"), value.get("params"))
    return None if told is None else TrainError(told.code, **told.params)


def _state(value: object) -> RunState:
    return "finished" if value == "finished" else "failed" if value == "failed" else "stopped"


def _steps(value: object) -> int:
    return int(value) if is_whole(value, 1, MOST_STEPS) else 0  # type: ignore[call-overload]


def _text(value: object) -> str:
    """A short text of the run's facts, "" for what is none."""
    return plain(value) if isinstance(value, str) else ""
