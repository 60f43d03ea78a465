"""`newsassistant summarize`: an article in, its summary out, streamed or as JSON.

The history is not touched.
"""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from newsassistant.cli.shared.arguments import (
    ALL_LINES,
    add_generation_options,
    add_model_options,
    add_reading_options,
    job,
    job_name,
    job_params,
    job_with,
    some_text,
)
from newsassistant.cli.shared.checks import Checks, add_check_option
from newsassistant.cli.shared.command import Exit
from newsassistant.text.prompts.presets import DEFAULT_PRESET

if TYPE_CHECKING:
    from newsassistant.cli.shared.command import Commands
    from newsassistant.cli.shared.console import Context
    from newsassistant.cli.shared.session import Answer
    from newsassistant.core.types import ModelInfo


def declare(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add(
        "summarize",
        run,
        help="summarise an article",
        description="Summarise an article. The summary goes to standard output as it is written, "
        "one line of statistics to standard error, and one on what of the summary is not in the "
        "article.",
    )
    add = parser.add_argument
    add(
        "file",
        nargs="?",
        default="-",
        metavar="FILE",
        help="a text or a document; - reads standard input; an address, https://..., is fetched",
    )
    add_reading_options(parser)
    add_model_options(parser)
    add("--base", action="store_true", help="without the style of the job, if it has one")
    add(
        "--preset",
        type=job_name,
        default=DEFAULT_PRESET,
        metavar="NAME",
        help=f"what to write: a job as in `jobs list`, by id or name; default: {DEFAULT_PRESET}",
    )
    add(
        "--instruction",
        type=some_text,
        metavar="TEXT",
        help="what to write, in your own words; takes the place of --preset",
    )
    add_generation_options(parser)
    length = parser.add_mutually_exclusive_group()
    add = length.add_argument
    add("--fit", action="store_true", help="use the beginning of an article that is too long")
    add(
        "--parts",
        action="store_true",
        help="summarise an article that is too long in parts, then write the summary from those",
    )
    parser.add_argument("--all-lines", action="store_true", help=ALL_LINES)
    add_check_option(parser)
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object instead of plain text"
    )


def run(options: argparse.Namespace, context: Context) -> int:
    """Summarise; the exit code is 130 if Ctrl-C ended it. Raises NewsAssistantError."""
    from newsassistant.cli.shared.articles import read_article
    from newsassistant.cli.shared.interrupt import Interrupt
    from newsassistant.cli.shared.long import condensed
    from newsassistant.cli.shared.session import find_prefix, open_session, prefix_name
    from newsassistant.cli.shared.styles import style_of_job
    from newsassistant.core.types import Message, Prompt

    console = context.console
    prefix = find_prefix(context, options.prefix)
    article = read_article(
        options.file, console, options.encoding, local_network=options.local_network
    )
    with open_session(context, options.model) as session:
        session.check_style(prefix)
        if prefix is None and not options.base and not options.instruction:
            prefix = style_of_job(job_with(options.preset), session, context)
        params = job_params(options, session.model, context.settings())
        show = (lambda text: None) if options.json else console.write
        reads = session.lines_of(article, every=options.all_lines)
        reads = reads if options.parts else session.fit(article, reads, cut=options.fit)
        read, parts = article, None
        with Interrupt() as interrupt:

            def wants_stop() -> bool:
                return interrupt.pressed

            if options.parts:
                found = condensed(session, article, reads, wants_stop)
                read, reads, parts = found.article, found.reads, found.parts
                if found.stopped is not None:
                    return Exit.INTERRUPTED
            prompt = Prompt((Message("user", job(options, article)),), read, reads)
            answer = session.answer(prompt, params, show, wants_stop, prefix=prefix)
        name, checks = prefix_name(prefix), None
        console.end_line()
        say_statistics(context, answer, session.model, name)
        if not options.no_checks and answer.reason != "cancelled":
            checks = Checks(article, console).tell(answer.text)
        if options.json:
            console.write(to_json(answer, session.model, name, parts, checks))
    return Exit.INTERRUPTED if answer.reason == "cancelled" else 0


def to_json(
    answer: Answer,
    model: ModelInfo,
    prefix: str | None,
    parts: int | None = None,
    checks: dict[str, Any] | None = None,
) -> str:
    """What `--json` prints: one object on one line.

    With `parts` if the article was read so, and with `checks` if the answer was compared with it.
    """
    usage = answer.usage
    fields: dict[str, Any] = {
        "text": answer.text.strip(),
        "model": model.id,
        "prefix": prefix,
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "ttft_s": round(usage.ttft_s, 4),
        "tokens_per_s": round(usage.tokens_per_s, 2),
        "finish_reason": answer.reason,
        "seed": usage.seed,
    }
    if parts is not None:
        fields["parts"] = parts
    if checks is not None:
        fields["checks"] = checks
    return json.dumps(fields, ensure_ascii=False) + "\n"


def say_statistics(context: Context, answer: Answer, model: ModelInfo, prefix: str | None) -> None:
    """What it cost, on one line of stderr."""
    from newsassistant.cli.shared.words import say

    usage, console = answer.usage, context.console
    console.say(
        "statistics",
        model=f"{model.id} + {prefix}" if prefix else model.id,
        prompt=usage.prompt_tokens,
        ttft=usage.ttft_s,
        completion=usage.completion_tokens,
        speed=usage.tokens_per_s,
        reason=say(answer.reason, console.language),
        seed=usage.seed,
    )
