"""A folder by the engine of a window: results, and where they go."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from newsassistant.app.batch.folder import FolderRun, free_output, has_results
from newsassistant.app.batch.ledger import NAME
from newsassistant.app.batch.outcome import Outcome
from newsassistant.app.batch.plan import Plan
from newsassistant.app.batch.run import Count
from newsassistant.app.batch.tasks import Task
from newsassistant.app.worker import Command, Share
from newsassistant.core.types import CancelToken, GenerationParams, ModelInfo
from newsassistant.engine.fake import FakeEngine
from newsassistant.text.prompts.presets import PRESETS
from tests.unit.app.batch.scripted import ScriptedRows

MODEL = ModelInfo("fake", "Scripted model", "int8", 2048, fingerprint="abc")
TASK = Task("one-sentence", PRESETS["one-sentence"], GenerationParams())


def worker_of(engine: FakeEngine) -> Callable[[Command], None]:
    """A worker that has nothing else to do."""

    def submit(command: Command) -> None:
        assert isinstance(command, Share)
        work = command.use
        threading.Thread(target=lambda: work(engine, lambda make_way: None)).start()

    return submit


def run_of(
    folder: Path, output: Path, told: list[Outcome], counts: list[Count] | None = None
) -> FolderRun:
    kept = counts if counts is not None else []
    return FolderRun(
        Plan(folder, output, ("one-sentence",)),
        [TASK],
        MODEL,
        worker_of(FakeEngine()),
        "en",
        told.append,
        kept.append,
        open_rows=ScriptedRows().open,
    )


def test_each_story_is_told_and_kept(tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name in "ab":
        (folder / f"{name}.txt").write_text(f"Story {name}\n\nThe port opens.")
    told: list[Outcome] = []

    assert run_of(folder, output, told).go(CancelToken())
    assert {one.story for one in told if one.state == "done"} == {"a.txt", "b.txt"}
    assert len((output / NAME).read_text().splitlines()) == 2
    assert has_results(output)


def test_one_that_is_cancelled_says_so_and_can_go_on(tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "a.txt").write_text("Story a\n\nThe port opens.")
    cancel = CancelToken()
    cancel.cancel()

    assert not run_of(folder, output, []).go(cancel)
    assert run_of(folder, output, []).go(CancelToken())
    assert len((output / NAME).read_text().splitlines()) == 1


def test_results_go_beside_the_folder_and_into_nobody_elses(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    assert free_output(folder, "Summaries") == tmp_path / "Summaries"

    (tmp_path / "Summaries").mkdir()
    assert free_output(folder, "Summaries") == tmp_path / "Summaries"
    (tmp_path / "Summaries" / "mine.txt").write_text("mine")
    assert free_output(folder, "Summaries") == tmp_path / "Summaries 2"
    (tmp_path / "Summaries" / NAME).write_text("")
    assert free_output(folder, "Summaries") == tmp_path / "Summaries"
