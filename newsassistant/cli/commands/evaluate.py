"""`newsassistant evaluate`: a data set through the model and house styles, scored in one table.

What was made is kept: the same command goes on.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsassistant.cli.shared.arguments import (
    DATA_KINDS,
    MAX_TOKENS,
    file_name,
    job,
    job_name,
    job_params,
    some_text,
    whole,
)
from newsassistant.cli.shared.command import Exit

if TYPE_CHECKING:
    from newsassistant.app.training.evaluate import Prediction, Row, Style
    from newsassistant.app.training.scores import StyleScores
    from newsassistant.cli.shared.command import Commands
    from newsassistant.cli.shared.console import Context
    from newsassistant.cli.shared.session import Session
    from newsassistant.core.types import GenerationParams
    from newsassistant.text.metrics import Scorer

PRESET = "one-sentence"
_COLUMNS = (
    *("STYLE", "ROWS", "ROUGE-1", "ROUGE-2", "ROUGE-L", "BLEU", "LENGTH", "COPIED"),
    *("NUMBERS", "DATES", "NAMES", "QUOTES", "ANY", "WON/LOST/TIED", "ROUGE-L GAIN (95 %)"),
)
_SHOWN_LINES = 10


def declare(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add(
        "evaluate",
        run,
        help="score the model and house styles on a data set",
        description="Summarise the articles of a data set with the model itself and with each "
        "--prefix, and print one table: ROUGE and BLEU against the summaries of the data set, "
        "LENGTH in words or Chinese characters, COPIED bigrams of the article in %, the NUMBERS, "
        "DATES, NAMES and QUOTES a summary that are not in the article, each with the % of "
        "summaries that have one, the same for ANY of them, and how each style does against the "
        "model itself by ROUGE-L. Needs the extra newsassistant[evaluate].",
    )
    add = parser.add_argument
    add("--data", type=file_name, required=True, metavar="FILE", help=DATA_KINDS)
    add("--model", metavar="ID", help="model to use; default: the one chosen in the window")
    add(
        "--prefix",
        action="append",
        default=[],
        metavar="ID",
        help="house style to score as well, by id or path; may be given several times",
    )
    add("--no-base", action="store_true", help="leave out the model itself")
    add(
        "--preset",
        type=job_name,
        default=PRESET,
        metavar="NAME",
        help=f"what to write: a job as in `jobs list`, by id or name; default: {PRESET}",
    )
    words = parser.add_mutually_exclusive_group()
    words.add_argument(
        "--instruction",
        type=some_text,
        metavar="TEXT",
        help="what to write, in your own words; takes the place of --preset",
    )
    # As an empty instruction it also leaves the preset's limits aside.
    words.add_argument(
        "--bare",
        action="store_const",
        const="",
        dest="instruction",
        help="no request: the article alone, as in the official training code",
    )
    add("--prompt-column", default="content", metavar="NAME", help="the articles")
    add("--response-column", default="summary", metavar="NAME", help="the summaries")
    add("--language", choices=("auto", "en", "zh"), default="auto", help="of the articles")
    add("--limit", type=whole(1, 10**9), metavar="N", help="use the first N rows only")
    add("--max-tokens", type=whole(1, MAX_TOKENS), metavar="N", help="longest answer, in tokens")
    add("--output", type=file_name, metavar="DIR", help="folder for summaries and scores")
    add("--json", action="store_true", help="print one JSON object instead of a table")
    # Greedy, as the published figures are; the model's own settings give the rest.
    others = dict.fromkeys(("top_p", "top_k", "repetition_penalty", "seed"))
    parser.set_defaults(temperature=0.0, complain=parser.error, **others)


def run(options: argparse.Namespace, context: Context) -> int:
    """Evaluate; the exit code is 130 if Ctrl-C ended it. Raises NewsAssistantError."""
    from newsassistant.cli.shared.interrupt import Interrupt
    from newsassistant.cli.shared.pack import hand_over
    from newsassistant.cli.shared.session import open_session
    from newsassistant.text.metrics import Scorer

    if options.no_base and not options.prefix:
        options.complain("--no-base leaves nothing to evaluate without --prefix")
    if (code := hand_over()) is not None:
        return code
    scorer = Scorer(context.paths.cache / "words")  # first: it says what is not installed
    rows = _rows(options, context)
    folder = _folder(options, context)
    with open_session(context, options.model) as session, Interrupt() as interrupt:
        params = job_params(options, session.model)
        styles = _styles(options, session, context)
        work = _Work(session, rows, params, folder, context, lambda: interrupt.pressed)
        made = work.predict(styles)
        facts = {"data": str(options.data), **work.facts, "preset": options.preset}
        if options.instruction is not None:
            facts |= {"preset": None, "instruction": options.instruction}
    if len(made) < len(styles):
        context.console.say("evaluate-stopped", path=folder)
        return Exit.INTERRUPTED
    scores = _score(styles, rows, made, scorer, context)
    report = {**facts, "params": asdict(params), "styles": [asdict(style) for style in scores]}
    _write(folder / "scores.json", report)
    context.console.clear_progress()
    shown = json.dumps(report, ensure_ascii=False) + "\n" if options.json else as_table(scores)
    context.console.write(shown)
    _say_limits(scores, context)
    context.console.say("evaluate-done", path=folder)
    return 0


def _rows(options: argparse.Namespace, context: Context) -> list[Row]:
    """What to summarise; a note names what cannot be used. Raises InputError, TrainError."""
    from newsassistant.app.training.evaluate import rows_of
    from newsassistant.core.errors import TrainError
    from newsassistant.text.datasets.pairs import read_pairs

    path = Path(options.data)
    columns = {"prompt_column": options.prompt_column, "response_column": options.response_column}
    pairs = read_pairs(path, **columns)
    used = pairs.rows[: options.limit]
    language = None if options.language == "auto" else options.language
    bare = options.instruction == ""
    rows = rows_of(used, lambda article: "" if bare else job(options, article), language)
    invisible = {pair.line for pair in used} - {row.line for row in rows}
    bad = {row.line for row in pairs.bad}
    lines = sorted({*pairs.empty, *pairs.missing, *bad, *invisible})
    if not pairs.certain:
        context.console.say("data-encoding", encoding=pairs.encoding)
    if lines:
        shown = ", ".join(map(str, lines[:_SHOWN_LINES]))
        more = ", …" if len(lines) > _SHOWN_LINES else ""
        context.console.say("evaluate-skipped", count=len(lines), lines=shown + more)
    if not rows:
        raise TrainError("data-empty", path=path)
    return rows


class _Work:
    """The summaries of all styles, with the time that is left on stderr."""

    def __init__(
        self,
        session: Session,
        rows: Sequence[Row],
        params: GenerationParams,
        folder: Path,
        context: Context,
        wants_stop: Callable[[], bool],
    ) -> None:
        model = session.model
        self.facts: dict[str, Any] = {
            "model": model.id,
            "weights": model.weights,
            "fingerprint": model.fingerprint,
        }
        self._session, self._rows, self._params = session, rows, params
        self._folder, self._console, self._wants_stop = folder, context.console, wants_stop
        self._start, self._made = 0.0, 0

    def predict(self, styles: Sequence[Style]) -> list[list[Prediction]]:
        """The predictions of each style in the order of the rows; fewer styles if stopped."""
        self._start = time.monotonic()
        found = []
        for index, style in enumerate(styles):
            predictions = self._style(style, styles_left=len(styles) - index - 1)
            if predictions is None:
                break
            found.append(predictions)
        return found

    def _style(self, style: Style, *, styles_left: int) -> list[Prediction] | None:
        from newsassistant.app.training.evaluate import Predictions, predict, settings_hash

        settings = settings_hash(style, self._params, self.facts)
        before = self._made
        with Predictions(self._folder / f"predictions-{style.name}.jsonl", settings) as made:
            kept = sum(made.get(row) is not None for row in self._rows)
            missing = len(self._rows) - kept
            if made.set_aside is not None:
                self._console.say("evaluate-anew", style=style.name, path=made.set_aside)
            elif kept:
                rows = len(self._rows)
                self._console.say("evaluate-resumed", style=style.name, count=kept, rows=rows)

            def on_row(done: int) -> None:
                self._made = before + done
                left = missing - done + styles_left * len(self._rows)
                self._show(style.name, kept + done, left)

            whole = predict(
                self._session.engine,
                self._rows,
                style,
                self._params,
                made,
                on_row=on_row,
                wants_stop=self._wants_stop,
            )
            found = [made.get(row) for row in self._rows]
        return [each for each in found if each is not None] if whole else None

    def _show(self, style: str, done: int, left: int) -> None:
        minutes = round((time.monotonic() - self._start) / self._made * left / 60)
        rows = len(self._rows)
        self._console.progress(
            "evaluate-progress", style=style, done=done, rows=rows, minutes=minutes
        )


def _styles(options: argparse.Namespace, session: Session, context: Context) -> list[Style]:
    """The model itself and the prefixes, each read and checked before anything is written."""
    from newsassistant.app.batch.styles import identity_of, unused_name
    from newsassistant.app.training.evaluate import BASE, Style
    from newsassistant.cli.shared.session import find_prefix

    styles: list[Style] = []
    for given in [*([] if options.no_base else [None]), *options.prefix]:
        path = find_prefix(context, given)
        if path is None:
            styles.append(BASE)
            continue
        path = path.absolute()
        identity = identity_of(path, session.model)
        styles.append(Style(unused_name(path, [each.name for each in styles]), path, identity))
    return styles


def _folder(options: argparse.Namespace, context: Context) -> Path:
    """Where summaries and scores go: as given, or one folder for each data file's name."""
    if options.output:
        return Path(options.output)
    return context.paths.data / "evaluations" / Path(options.data).stem


def _score(
    styles: Sequence[Style],
    rows: Sequence[Row],
    made: Sequence[Sequence[Prediction]],
    scorer: Scorer,
    context: Context,
) -> list[StyleScores]:
    from newsassistant.app.training.evaluate import BASE
    from newsassistant.app.training.scores import score_rows, style_scores

    found, base = [], None
    for style, predictions in zip(styles, made, strict=True):

        def on_row(done: int, name: str = style.name) -> None:
            context.console.progress("evaluate-scoring", style=name, done=done, rows=len(rows))

        scored = score_rows(rows, predictions, scorer, on_row)
        found.append(style_scores(style.name, scored, predictions, base))
        if style == BASE:
            base = scored
    return found


def as_table(scores: Sequence[StyleScores]) -> str:
    """All styles below each other."""
    from newsassistant.cli.shared.tables import table

    return table([_COLUMNS, *map(_cells, scores)])


def _cells(style: StyleScores) -> tuple[str, ...]:
    against = style.against_base
    gain = won = "-"
    if against is not None:
        won = f"{against.won}/{against.lost}/{against.tied}"
        gain = f"{against.difference:+.2f} ({against.low:+.2f} to {against.high:+.2f})"
    means = (style.rouge1, style.rouge2, style.rouge_l, style.bleu)
    return (
        style.style,
        str(style.rows),
        *(f"{mean:.2f}" for mean in means),
        f"{style.units:.1f}",
        f"{style.copied:.1f} %",
        *(f"{each.marks:.2f}, {each.summaries:.1f} %" for each in style.not_in_article.values()),
        won,
        gain,
    )


def _say_limits(scores: Sequence[StyleScores], context: Context) -> None:
    for style in scores:
        if style.cut:
            context.console.say("evaluate-cut", style=style.style, count=style.cut)
        if style.unfinished:
            context.console.say("evaluate-unfinished", style=style.style, count=style.unfinished)


def _write(path: Path, report: dict[str, Any]) -> None:
    from newsassistant.cli.shared.files import replacing

    with replacing(path) as file:
        text = json.dumps(report, ensure_ascii=False, indent=2) + "\n"
        file.write(text.encode())
