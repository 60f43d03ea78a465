"""`newsassistant convert`: a checkpoint, an OpenVINO folder or an ONNX export -> a model folder.

Shows progress with the time that remains.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from newsassistant.cli.shared.arguments import WEIGHTS, add_family_option, file_name
from newsassistant.core.wire import Converted as Done
from newsassistant.core.wire import Converting, Failure, FamilyFound, to_line

if TYPE_CHECKING:
    from newsassistant.cli.shared.command import Commands
    from newsassistant.cli.shared.console import Context
    from newsassistant.convert.export import Converted
    from newsassistant.core.types import CancelToken


def declare(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add(
        "convert",
        run,
        help="make a model folder from a published checkpoint",
        description="Convert a ChatGLM, GLM-4 or GLM-Edge checkpoint (safetensors or PyTorch "
        "files with config.json), or one in a GGUF file, for OpenVINO. A folder that another "
        "program has exported for OpenVINO (as optimum-intel does), or an ONNX export with past "
        "keys and values, of these families, Llama or Qwen2, is run on trial and taken with its "
        "own weights. Nothing in the folder is executed.",
        users_files=True,
    )
    add = parser.add_argument
    add("source", type=file_name, metavar="SRC", help="its folder, or a .gguf or .onnx file")
    add("target", type=file_name, metavar="DST", help="the folder to make")
    add(
        "--weights",
        choices=WEIGHTS,
        default="int8",
        help="how to store a checkpoint's weights (default: int8)",
    )
    add_family_option(parser)
    add(
        "--lora",
        type=file_name,
        metavar="DIR",
        help="merge the LoRA adapter in this folder (PEFT's files) into the weights first",
    )
    add("--json", action="store_true", help="print progress and result as JSON lines")


def run(options: argparse.Namespace, context: Context) -> int:
    """Convert; raises CheckpointError, ModelError."""
    from newsassistant.app.installed.graph_trial import try_graph
    from newsassistant.app.installed.trial import try_conversation
    from newsassistant.cli.shared.interrupt import run_cancellable
    from newsassistant.convert.export import Conversion
    from newsassistant.convert.foreign.any_source import convert_any
    from newsassistant.core.errors import NewsAssistantError

    job = Conversion(
        Path(options.source),
        Path(options.target),
        weights=options.weights,
        family=options.family,
        lora=Path(options.lora) if options.lora is not None else None,
    )
    progress = _Progress(context, as_json=options.json)

    def work(cancel: CancelToken) -> Converted:
        def try_out(folder: Path) -> None:
            try_conversation(folder, cancel=cancel)

        return convert_any(
            job,
            progress,
            cancel,
            try_out=try_out,
            try_graph=try_graph,
            on_family=progress.tell_family,
        )

    try:
        converted = run_cancellable(work)
    except NewsAssistantError as error:
        if options.json:
            context.console.write(to_line(Failure.of(error)))
        raise
    context.console.clear_progress()
    _tell(converted, options.source, context, as_json=options.json)
    return 0


class _Progress:
    """Called on the converting thread; prints from there, one line at a time."""

    def __init__(self, context: Context, *, as_json: bool) -> None:
        self._console = context.console
        self._as_json = as_json
        self._started = time.monotonic()

    def tell_family(self, family: str) -> None:
        """For the program that started this one; a person reads it at the end."""
        if self._as_json:
            self._console.write(to_line(FamilyFound(family)))

    def __call__(self, done: int, total: int) -> None:
        spent = time.monotonic() - self._started
        left_s = spent / done * (total - done) if done else 0.0
        if self._as_json:
            self._console.write(to_line(Converting(done, total, left_s)))
        else:
            percent, seconds = 100 * done // total, round(left_s)
            self._console.progress("converting", percent=percent, seconds=seconds)


def _tell(converted: Converted, source: str, context: Context, *, as_json: bool) -> None:
    path, family = converted.path, converted.config.family
    if as_json:
        done = Done(str(path), converted.has_tokenizer, converted.has_style, family)
        context.console.write(to_line(done))
        return
    context.console.say("converted", path=path, family=family)
    if not converted.has_tokenizer:
        context.console.say("no-tokenizer")
    if converted.has_style:
        context.console.say("style-inside", source=source)
