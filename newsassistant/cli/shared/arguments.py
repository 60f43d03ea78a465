"""Options that several commands share, the checks of their values, and what they amount to.

A wrong value is wrong usage: exit code 2.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from newsassistant.core.errors import InputError
from newsassistant.core.outside import UnfitError
from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from newsassistant.core.types import Article, GenerationParams, ModelInfo
from newsassistant.text.articles.encodings import ENCODINGS, encoding_named
from newsassistant.text.prompts.library import Library
from newsassistant.text.prompts.presets import SHIPPED, Preset

MAX_TOKENS = 1_000_000
MAX_SEED = 2**63 - 1
WEIGHTS = ("int8", "int4", "fp16")
DATA_KINDS = "Excel (.xlsx), CSV, TSV, JSON or JSON lines"
FAMILIES = ("chatglm", "chatglm2", "chatglm3", "glm4", "glm")


def whole(low: int, high: int) -> Callable[[str], int]:
    """A check for whole numbers of `low` to `high`."""

    def check(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = low - 1
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"{text!r}, expected a whole number from {low}")
        return value

    return check


def number(low: float, high: float, *, above: bool = False) -> Callable[[str], float]:
    """A check for numbers of `low` to `high`; `above` leaves `low` itself out."""

    def check(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not low <= value <= high or (above and value == low):
            border = "above" if above else "from"
            raise argparse.ArgumentTypeError(
                f"{text!r}, expected a number {border} {low:g} to {high:g}"
            )
        return value

    return check


def some_text(text: str) -> str:
    """A check for text with anything visible in it."""
    if not text.strip():
        raise argparse.ArgumentTypeError("empty, expected some text")
    return text.strip()


def file_name(text: str) -> str:
    """A check for files where standard input is not possible."""
    if text in ("", "-"):
        raise argparse.ArgumentTypeError(f"{text!r}, expected the name of a file")
    return text


def encoding_name(text: str) -> str:
    """A check for encodings that articles can be read in, under any usual name."""
    try:
        return encoding_named(text)
    except UnfitError as error:
        known = ", ".join(ENCODINGS)
        raise argparse.ArgumentTypeError(f"{text!r}, expected one of {known}") from error


def job_name(text: str) -> str:
    """A check for jobs, of the program or the user's own, by id or name; gives the id."""
    found = _jobs().find(text.strip()) or SHIPPED.get(text.strip())
    if found is None:
        known = ", ".join(job.name or job.id for job in _jobs().jobs)
        raise argparse.ArgumentTypeError(f"{text!r}, expected one of: {known}")
    return found.id


def job_with(job_id: str) -> Preset:
    """The job with an id that `job_name` has given."""
    return _jobs().get(job_id) or SHIPPED[job_id]


def _jobs() -> Library:
    """The user's jobs; what is wrong with their file is told by `newsassistant jobs list`."""
    from newsassistant.store.job_book import JobBook  # with it comes the database

    book = JobBook(Paths.from_environment().jobs_file)
    book.refresh()
    return book.library


def add_reading_options(parser: argparse.ArgumentParser) -> None:
    """--encoding and --local-network, for commands that read an article."""
    parser.add_argument(
        "--encoding",
        type=encoding_name,
        metavar="NAME",
        help=f"how the article's file is written: {', '.join(ENCODINGS)}; default: found out",
    )
    parser.add_argument(
        "--local-network",
        action="store_true",
        help="also fetch a page from this computer or its own network; else only from the public "
        "internet",
    )


def add_model_options(parser: argparse.ArgumentParser) -> None:
    """--model and --prefix."""
    parser.add_argument(
        "--model", metavar="ID", help="model to use; default: the one chosen in the window"
    )
    parser.add_argument(
        "--prefix", metavar="ID", help="house style to write in, by id or path; default: none"
    )


def add_family_option(parser: argparse.ArgumentParser) -> None:
    """--family, for commands that convert a checkpoint."""
    parser.add_argument(
        "--family",
        choices=FAMILIES,
        help="the generation, where the checkpoint's files do not say it",
    )


ALL_LINES = "read the lines around the article too: credits, links, subscriptions"


def add_generation_options(parser: argparse.ArgumentParser) -> None:
    """How the answer is made; what is not given is up to the settings and the model."""
    add = parser.add_argument
    add("--max-tokens", type=whole(1, MAX_TOKENS), metavar="N", help="longest answer, in tokens")
    add(
        "--temperature",
        type=number(0, 2),
        metavar="T",
        help="0 always takes the likeliest word; higher varies more",
    )
    add(
        "--top-p",
        type=number(0, 1, above=True),
        metavar="P",
        help="choose among the likeliest words that add up to this probability",
    )
    add(
        "--top-k",
        type=whole(0, MAX_TOKENS),
        metavar="K",
        help="choose among this many of the likeliest words; 0: any number",
    )
    add(
        "--repetition-penalty",
        type=number(0, 10, above=True),
        metavar="R",
        help="above 1 makes words that were used less likely",
    )
    add("--seed", type=whole(0, MAX_SEED), metavar="N", help="repeat the same random choices")


_GENERATION = ("max_tokens", "temperature", "top_p", "top_k", "repetition_penalty", "seed")


def generation_params(options: argparse.Namespace, defaults: GenerationParams) -> GenerationParams:
    """`defaults` with what the user has given."""
    given = {name: getattr(options, name) for name in _GENERATION}
    return replace(defaults, **{name: v for name, v in given.items() if v is not None})


def job(options: argparse.Namespace, article: Article) -> str:
    """The user's words, or the job's in the article's language."""
    return options.instruction or job_with(options.preset).instruction(article.language)


def job_params(
    options: argparse.Namespace, model: ModelInfo, settings: Settings | None = None
) -> GenerationParams:
    """The model's parameters, then those of the settings, of the job and of the options.

    The user's own words put the job's aside; without `settings` those are left out.
    """
    from newsassistant.app.turns import Wanted, params_for  # with it comes the database

    chosen = job_with(options.preset) if options.instruction is None else None
    wanted = Wanted.of(settings) if settings is not None else None
    return generation_params(options, params_for(model, chosen, wanted))


def invalid(path: Path, field: str, actual: object, expected: str) -> InputError:
    """What is wrong inside a file that the user has named."""
    return InputError("input-invalid", path=path, field=field, actual=actual, expected=expected)
