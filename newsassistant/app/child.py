"""Runs `newsassistant convert` as a child process, so that a window survives what it may cost.

Knows nothing of checkpoints: it passes on progress, results and errors.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from newsassistant.app.process import command, run_child
from newsassistant.core.errors import ModelError
from newsassistant.core.types import CancelToken

__all__ = ["OnSteps", "Result", "command", "convert_in_child"]

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

    def report(facts: dict[str, Any]) -> None:
        if isinstance(facts.get("family"), str):
            on_family(facts["family"])
        if "done" in facts:
            on_progress(int(facts["done"]), int(facts["total"]), float(facts["left_s"]))

    paths = [str(source.absolute()), str(target.absolute())]
    named = ["--family", family] if family else []
    arguments = [*(program or command()), "convert", *paths, "--weights", weights, *named, "--json"]
    try:
        ended = run_child(arguments, on_line=report, cancel=cancel, kill_after_s=KILL_AFTER_S)
    except OSError as error:
        raise ModelError("convert-failed", detail=error.strerror or error) from error
    if "has_tokenizer" in ended.last and ended.code == 0:
        return Result(ended.last["has_tokenizer"] is True, ended.last.get("has_style") is True)
    cancel.check()
    own = ended.own_error()
    if own is not None:
        raise ModelError(own[0], **own[1])
    raise ModelError("convert-failed", detail=ended.why())
