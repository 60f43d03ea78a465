"""Runs `newsassistant convert` as a child process, so that a window survives what it may cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from newsassistant.app.machine.process import command, run_child
from newsassistant.core.errors import ModelError
from newsassistant.core.types import CancelToken
from newsassistant.core.wire import Converted, Converting, Event, FamilyFound

OnSteps = Callable[[int, int, float], None]
"""Called with steps done, steps in all, and about how many seconds are left."""
OnFamily = Callable[[str], None]
"""Called with what the checkpoint is taken for, as soon as that is known."""

KILL_AFTER_S = 15.0


class Result(NamedTuple):
    """Without a tokenizer a model cannot chat; a checkpoint may have a house style inside."""

    has_tokenizer: bool
    has_style: bool = False


def convert_in_child(
    source: Path,
    target: Path,
    *,
    weights: str,
    family: str = "",
    on_progress: OnSteps,
    cancel: CancelToken,
    on_family: OnFamily = lambda family: None,
    program: Sequence[str] = (),
) -> Result:
    """Convert `source` into `target`; `family` "" leaves it to what the files say.

    Cancelling asks the child to clean up and kills it after 15 s, which may leave a hidden folder
    beside `target`. Raises ModelError, CancelledError. Blocks for minutes.
    """

    def report(event: Event) -> None:
        if isinstance(event, FamilyFound):
            on_family(event.family)
        elif isinstance(event, Converting):
            on_progress(event.done, event.total, event.left_s)

    paths = [str(source.absolute()), str(target.absolute())]
    named = ["--family", family] if family else []
    arguments = [*(program or command()), "convert", *paths, "--weights", weights, *named, "--json"]
    try:
        ended = run_child(arguments, on_event=report, cancel=cancel, kill_after_s=KILL_AFTER_S)
    except OSError as error:
        raise ModelError("convert-failed", detail=error.strerror or error) from error
    if isinstance(ended.last, Converted) and ended.code == 0:
        return Result(ended.last.has_tokenizer, ended.last.has_style)
    cancel.check()
    raise ended.error(ModelError, "convert-failed")
