"""`newsassistant tune`: trains a prefix, a LoRA adapter or a whole model on a newsroom's articles.

The data are checked and reported first; Ctrl-C saves a checkpoint.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsassistant.cli.shared.arguments import (
    DATA_KINDS,
    MAX_SEED,
    file_name,
    number,
    some_text,
    whole,
)
from newsassistant.cli.shared.command import Exit
from newsassistant.cli.shared.console import silence_stdout
from newsassistant.core.wire import (
    DataReport,
    Event,
    Failure,
    Stepped,
    Trained,
    facts_of,
    to_line,
)
from newsassistant.text.prompts.presets import PRESETS
from newsassistant.train.options import (
    BACKENDS,
    BASE_WEIGHTS,
    METHODS,
    PRECISIONS,
    RATES,
    TuneOptions,
)

if TYPE_CHECKING:
    from newsassistant.cli.shared.command import Commands
    from newsassistant.cli.shared.console import Console, Context
    from newsassistant.core.types import CancelToken
    from newsassistant.train.preparation import Prepared
    from newsassistant.train.run import Tuned

_DEFAULTS = TuneOptions(model="", data="", output="")
_COUNT = whole(1, 10_000_000)
_BAD_SHOWN = 5


def declare(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add(
        "tune",
        run,
        help="train a house style on your own articles",
        description="Train a prefix (P-Tuning v2), a LoRA adapter or a whole model on articles "
        "and their summaries. The data are checked first. Ctrl-C saves; --resume goes on. Several "
        "processes: start it with torchrun. See docs/training.md.",
        users_files=True,
    )
    add = parser.add_argument
    add("--resume", type=file_name, metavar="DIR", help="go on with the run in this folder")
    add("--model", type=some_text, help="starter, or the folder of a published checkpoint")
    add("--data", type=file_name, metavar="FILE", help=DATA_KINDS)
    add("--output", type=file_name, metavar="DIR", help="the run's folder, which is made")
    add("--eval-data", type=file_name, metavar="FILE", help="rows held out; else one in 20")
    _add_data_options(parser)
    _add_method_options(parser)
    _add_loop_options(parser)
    add("--name", type=some_text, help="the style's name in lists")
    add("--licence", type=some_text, metavar="TEXT", help="under which the style may be used")
    add("--check", action="store_true", help="report on the data and end")
    add("--stop-with-parent", action="store_true", help="save and end when standard input closes")
    add("--json", action="store_true", help="print report and progress as JSON lines")


def _add_data_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("data").add_argument
    add("--prompt-column", type=some_text, metavar="NAME", help="the article (content)")
    add("--response-column", type=some_text, metavar="NAME", help="the summary (summary)")
    add("--history-column", type=some_text, metavar="NAME", help="earlier turns, if there are any")
    add("--preset", choices=sorted(PRESETS), help="the request behind each article (one-sentence)")
    add("--instruction", metavar="TEXT", help="the request in your own words")
    add("--bare", action="store_true", help="no request: the article alone, as the official code")
    add("--max-source-length", type=_COUNT, metavar="N", help="tokens of an article (512)")
    add("--max-target-length", type=_COUNT, metavar="N", help="tokens of a summary (128)")
    add("--eval-rows", type=whole(0, 100_000), metavar="N", help="rows held out at most (64)")


def _add_method_options(parser: argparse.ArgumentParser) -> None:
    rates = ", ".join(f"{method} {rate:g}" for method, rate in RATES.items())
    add = parser.add_argument_group("what is trained").add_argument
    add("--method", choices=METHODS, help="prefix (P-Tuning v2), lora or full")
    add("--pre-seq-len", type=whole(1, 4096), metavar="N", help="length of the prefix (16)")
    add("--prefix-projection", action="store_true", default=None, help="train it through an MLP")
    add("--init-text", type=some_text, metavar="TEXT", help="what the prefix begins as")
    add("--lora-rank", type=whole(1, 1024), metavar="N", help="rank of the LoRA adapter (8)")
    add("--lr", type=number(0, 10, above=True), metavar="X", help=f"learning rate ({rates})")
    add("--base-weights", choices=BASE_WEIGHTS, help="how the frozen base is held (f32)")
    add("--backend", choices=BACKENDS, help="between processes on a processor (gloo)")
    add("--precision", choices=PRECISIONS, help="of the products (auto: bf16 where it is fast)")


def _add_loop_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("how long").add_argument
    add("--max-steps", type=_COUNT, metavar="N", help="optimizer steps (200)")
    add("--warmup-steps", type=whole(0, 1_000_000), metavar="N", help="of a rising rate (10)")
    add("--batch-size", type=_COUNT, metavar="N", help="rows in a pass (1)")
    add("--gradient-accumulation", type=_COUNT, metavar="N", help="passes in a step (8)")
    add("--gradient-checkpointing", action="store_true", default=None, help="less memory, slower")
    add("--eval-steps", type=_COUNT, metavar="N", help="between two evaluations (50)")
    add("--save-steps", type=_COUNT, metavar="N", help="between two checkpoints (50)")
    add("--seed", type=whole(0, MAX_SEED), metavar="N", help="of the order of the rows (0)")


def run(options: argparse.Namespace, context: Context) -> int:
    """Check, then train; 130 when Ctrl-C ended it. Raises NewsAssistantError."""
    from newsassistant.core.errors import NewsAssistantError

    try:
        return _run(options, context)
    except NewsAssistantError as error:
        if options.json:
            context.console.write(to_line(Failure.of(error)))
        raise


def _run(options: argparse.Namespace, context: Context) -> int:
    from newsassistant.cli.shared.interrupt import run_cancellable
    from newsassistant.cli.shared.pack import hand_over
    from newsassistant.cli.shared.parent import stop_with_parent
    from newsassistant.convert.starter import find_gguf
    from newsassistant.train.preparation import prepare

    if (code := hand_over()) is not None:
        return code
    if options.stop_with_parent:
        stop_with_parent()
    chosen = _resumed(options) if options.resume else _chosen(options)
    show = _Shown(context, as_json=options.json)
    prepared = prepare(chosen, find_gguf)
    show(prepared.report)
    if options.check:
        return 0
    # torchrun hands a Ctrl-C on to processes that have heard of it already.
    in_group = int(os.environ.get("WORLD_SIZE", "1")) > 1
    work = partial(_tune, chosen, prepared, show, context.paths.training_packages)
    tuned = run_cancellable(work, patient=in_group)
    if tuned.made is None:
        return Exit.INTERRUPTED
    kind = {"prefix": "prefix", "lora": "adapter", "full": "model"}[chosen.method]
    show(Trained(**{kind: str(tuned.made)}, loss=tuned.loss, eval_loss=tuned.eval_loss))
    return 0


def _tune(
    chosen: TuneOptions, prepared: Prepared, show: _Shown, packages: Path, cancel: CancelToken
) -> Tuned:
    """On the working thread: importing torch takes seconds, and Ctrl-C shall work meanwhile."""
    from newsassistant.core.errors import TrainError
    from newsassistant.train.libraries import require

    require(packages)
    from newsassistant.train.run import tune

    try:
        return tune(chosen, prepared, on_event=show.while_training(cancel), cancel=cancel)
    except OSError as error:
        detail = error.strerror or str(error)
        raise TrainError("run-unwritable", path=chosen.output, detail=detail) from error


def _resumed(options: argparse.Namespace) -> TuneOptions:
    """What the run was asked for; its folder is where it is now. Raises TrainError."""
    from newsassistant.core.errors import TrainError

    if given := _given(options):
        shown = ", ".join(f"--{name.replace('_', '-')}" for name in given)
        raise TrainError("resume-alone", options=shown)
    return replace(TuneOptions.load(Path(options.resume)), output=options.resume)


def _given(options: argparse.Namespace) -> dict[str, Any]:
    """The fields of a run that stand on the command line."""
    return {
        item.name: value
        for item in fields(TuneOptions)
        if (value := getattr(options, item.name, None)) is not None
    }


def _chosen(options: argparse.Namespace) -> TuneOptions:
    """What was asked for; raises TrainError("tune-needs") and for a folder that holds a run."""
    from newsassistant.core.errors import TrainError

    needed = ["model", "data"] if options.check else ["model", "data", "output"]
    missing = [f"--{name}" for name in needed if getattr(options, name) is None]
    if missing:
        raise TrainError("tune-needs", options=", ".join(missing))
    given = _given(options)
    if options.bare:
        given["preset"] = ""
    for name in ("model", "data", "eval_data", "output"):
        # As seen from anywhere, so that the run can be resumed from there.
        if (path := given.get(name)) and (name, path) != ("model", "starter"):
            given[name] = str(Path(path).absolute())
    chosen = TuneOptions(**{"output": "", **given})
    # Only the first process asks: it makes the file while others may still be starting.
    if not options.check and _speaks() and (Path(chosen.output) / "run.json").exists():
        raise TrainError("run-exists", path=chosen.output)
    return chosen


def _speaks() -> bool:
    """True in the only process, or the first of those that torchrun has started."""
    return os.environ.get("RANK", "0") == "0"


class _Shown:
    """Events as JSON lines, or as words; called on the working thread. One process speaks."""

    def __init__(self, context: Context, *, as_json: bool) -> None:
        self._context = context
        self._as_json = as_json

    def __call__(self, event: Event) -> None:
        if not _speaks():
            return
        console = self._context.console
        if self._as_json:
            console.write(to_line(event))
        elif isinstance(event, DataReport):
            _show_report(console, event)
        elif isinstance(event, Stepped):
            minutes = round((event.left_s or 0) / 60)
            console.progress("tune-step", **facts_of(event), minutes=minutes)
        elif isinstance(event, Trained):
            console.say("tune-done", path=event.prefix or event.adapter or event.model)
        else:  # a start, an evaluation, a checkpoint
            facts = facts_of(event)
            console.say(f"tune-{facts['event']}", **facts)

    def while_training(self, cancel: CancelToken) -> Callable[[Event], None]:
        """The same, but that a reader who has gone wishes the run to be saved and to end."""

        def show(event: Event) -> None:
            try:
                self(event)
            except BrokenPipeError:
                silence_stdout()  # what could not be written would be tried again at the end
                cancel.cancel()

        return show


def _show_report(console: Console, report: DataReport) -> None:
    """The counts, then what to look at, with line numbers."""
    facts = facts_of(report)
    console.say("tune-report", **facts)
    schemas = [f"{name} ({count})" for name, count in report.read_as.items()]
    console.say("tune-read", schemas="; ".join(schemas), encoding=report.encoding)
    if not report.encoding_certain:
        console.say("data-encoding", encoding=report.encoding)
    for kind in ("source_tokens", "target_tokens"):
        console.say(f"tune-{kind}", **facts[kind])
    for kind, count, lines in (
        ("cut", report.cut, report.cut_lines),
        ("duplicates", report.duplicates, report.duplicate_lines),
        ("empty", report.empty, report.empty_lines),
        ("missing", report.missing, report.missing_lines),
        ("bad", report.bad, [row.line for row in report.bad_rows]),
        ("absent", report.absent, [row.line for row in report.absent_rows]),
    ):
        if count:
            console.say(f"tune-{kind}", count=count, lines=_some(lines))
    if 0 < report.compared < report.used:
        console.say("tune-compared", **facts)
    for row in report.bad_rows[:_BAD_SHOWN]:
        console.say("tune-bad-row", line=row.line, detail=row.detail)


def _some(lines: Sequence[int]) -> str:
    shown = ", ".join(str(line) for line in lines[:8])
    return shown if len(lines) <= 8 else f"{shown}, ..."
