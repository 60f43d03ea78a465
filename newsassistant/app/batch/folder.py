"""A folder of stories, written about by the engine of a window: one run, as `batch` makes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from newsassistant.app.batch.ledger import NAME, Ledger
from newsassistant.app.batch.outcome import Outcome
from newsassistant.app.batch.plan import Plan
from newsassistant.app.batch.results import Results
from newsassistant.app.batch.rows import OpenRows, open_rows
from newsassistant.app.batch.run import Count, Run, Wishes
from newsassistant.app.batch.sharing import SharedEngine
from newsassistant.app.batch.stories import Stories
from newsassistant.app.batch.styles import identity_of
from newsassistant.app.batch.tasks import Task
from newsassistant.app.machine.memory import read_spare, rows_bound
from newsassistant.app.worker import Command
from newsassistant.core.types import CancelToken, Language, ModelInfo

ROWS = 8


@dataclass(frozen=True, slots=True)
class FolderRun:
    """What `go` needs besides the plan; `tasks` lack the identities of their styles.

    `on_told` and `on_count` are called on the thread of `go`.
    """

    plan: Plan
    tasks: Sequence[Task]
    model: ModelInfo
    submit: Callable[[Command], None]
    language: Language
    on_told: Callable[[Outcome], None]
    on_count: Callable[[Count], None]
    retry_failed: bool = False
    open_rows: OpenRows = open_rows

    def go(self, cancel: CancelToken) -> bool:
        """Write about all stories; False where `cancel` has ended it. Raises NewsAssistantError.

        Blocks until then.
        """
        plan, reading = self.plan, CancelToken()
        stories = Stories(plan.places, recursive=plan.recursive, apart=plan.output, cancel=reading)
        tasks = [self._known(task) for task in self.tasks]
        wishes = Wishes(tasks, ROWS, rows_bound(0, read_spare()), retry_failed=self.retry_failed)
        shared = SharedEngine(self.submit)
        with Ledger(plan.output) as ledger:
            results = Results(plan.output, self.model, self.language, form=plan.form)
            run = Run(
                shared,
                self.model,
                stories,
                ledger,
                results,
                wishes,
                self.open_rows,
                reading,
                on_count=self.on_count,
                on_told=self.on_told,
                wants_stop=lambda: cancel.cancelled,
                give_way=shared.give_way,
            )
            return run.go()

    def _known(self, task: Task) -> Task:
        if task.prefix is None:
            return task
        return replace(task, identity=identity_of(task.prefix, self.model))


def has_results(output: Path) -> bool:
    """True for the folder of an earlier run, which another one goes on with."""
    return (output / NAME).is_file()


def free_output(folder: Path, name: str) -> Path:
    """Where results of a folder go unless somebody says otherwise: beside it, called `name`.

    What an earlier run has made there is gone on with; any other folder is left alone.
    """
    path, number = folder.parent / name, 2
    while path.exists() and not has_results(path) and not _is_empty(path):
        path, number = folder.parent / f"{name} {number}", number + 1
    return path


def _is_empty(path: Path) -> bool:
    try:
        return path.is_dir() and not any(path.iterdir())
    except OSError:
        return False
