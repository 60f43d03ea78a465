"""`newsassistant self-test`: does the main job once with what came with the program."""

from __future__ import annotations

import argparse
import platform
from typing import TYPE_CHECKING

from newsassistant import __version__
from newsassistant.cli.shared.arguments import add_model_options
from newsassistant.text.prompts.presets import DEFAULT_PRESET, PRESETS

if TYPE_CHECKING:
    from newsassistant.cli.shared.command import Commands
    from newsassistant.cli.shared.console import Context
    from newsassistant.core.types import Execution

SAMPLE = "offshore-wind.txt"


def declare(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add(
        "self-test",
        run,
        help="check that this installation works",
        description="Load the default model, summarise an article that came with the program, "
        "and print what was done.",
    )
    add_model_options(parser)
    parser.add_argument(
        "--measure-again",
        action="store_true",
        help="find out anew how this machine runs the model best",
    )


def run(options: argparse.Namespace, context: Context) -> int:
    """Summarise the sample; raises NewsAssistantError, "answer-empty" if nothing came."""
    from newsassistant.cli.shared.articles import read_article
    from newsassistant.cli.shared.interrupt import Interrupt
    from newsassistant.cli.shared.session import find_prefix, open_session, prefix_name
    from newsassistant.core.errors import EngineError
    from newsassistant.core.resources import resource_path
    from newsassistant.core.types import Message, Prompt

    prefix = find_prefix(context, options.prefix)
    write = context.console.write
    write(f"News Assistant {__version__}, Python {platform.python_version()}, ")
    write(f"{platform.system()} {platform.machine()}\n")
    article = read_article(str(resource_path("samples", SAMPLE)), context.console)
    write(f"Article: {SAMPLE}, {len(article.text)} characters\n")
    with open_session(context, options.model, measure_again=options.measure_again) as session:
        model = session.model
        write(f"Model: {model.id} ({model.name}, {model.weights}) on {model.device}\n")
        if model.execution is not None:
            write(f"{_run_words(model.execution)}\n")
        write(f"Style: {prefix_name(prefix) or 'base model'}\n\n")
        job = PRESETS[DEFAULT_PRESET].instruction(article.language)
        prompt = Prompt((Message("user", job),), article)
        with Interrupt() as interrupt:
            answer = session.answer(
                prompt, model.generation, write, lambda: interrupt.pressed, prefix=prefix
            )
    context.console.end_line()
    if answer.reason == "cancelled":
        raise KeyboardInterrupt
    if not answer.text.strip():
        raise EngineError("answer-empty", model=model.id)
    usage = answer.usage
    write(f"\nRead {usage.prompt_tokens} tokens, first word after {usage.ttft_s:.1f} s, ")
    write(f"wrote {usage.completion_tokens} at {usage.tokens_per_s:.1f} tokens/s.\n")
    write("The self-test passed.\n")
    return 0


def _run_words(execution: Execution) -> str:
    """What was chosen, and why."""
    group, reader = execution.activation_group, execution.prompt_precision
    ways = [f"{execution.precision} arithmetic"]
    ways += [f"activations as int8 in groups of {group}"] if group else []
    ways += [f"KV cache {execution.kv_cache}", f"{execution.threads} threads"]
    ways += [f"long prompts read in {reader}"] if reader else []
    words = f"Execution: {execution.mode}; {', '.join(ways)}"
    if not execution.measured:
        return f"{words}; not measured on this machine"
    return (
        f"{words}; measured: writes {execution.speed:.2f} and reads {execution.prompt_speed:.2f} "
        f"times as fast as OpenVINO's own choice; from exact execution KL divergence "
        f"{execution.divergence:.4f}, perplexity {100 * execution.perplexity:+.2f} %"
    )
