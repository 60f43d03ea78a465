"""`newsassistant check`: what of an answer is not in its article, without any model.

With `--lines` it answers one JSON object after the other, for programs that compare many.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from newsassistant.core.errors import InputError
from newsassistant.core.outside import UnfitError, decode_object
from newsassistant.core.types import Language

if TYPE_CHECKING:
    from newsassistant.cli.shared.command import Commands
    from newsassistant.cli.shared.console import Context
    from newsassistant.evidence.marks import Mark

LONGEST_LINE = 16 << 20
"""Bytes of one line of `--lines`."""


def declare(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add(
        "check",
        run,
        help="show what of an answer is not in its article",
        description="Compare the numbers, dates, names and quotes of an answer with an article, "
        "without a model. An answer without marks is not proved true. Places count characters of "
        "the text that `newsassistant article` shows of a file.",
    )
    add = parser.add_argument
    add(
        "answer", nargs="?", metavar="ANSWER", help="the file of the answer; - reads standard input"
    )
    add("article", nargs="?", metavar="ARTICLE", help="the article's file or address")
    add("--json", action="store_true", help="print one JSON object instead of plain text")
    add(
        "--lines",
        action="store_true",
        help="read JSON objects with article, summary and lang (en or zh) from standard input, one "
        "a line, and print for each a list of start, end, kind, text and reason on one line",
    )
    parser.set_defaults(complain=parser.error)


def run(options: argparse.Namespace, context: Context) -> int:
    """Print the marks; raises InputError."""
    if options.lines:
        if options.answer is not None:
            options.complain("--lines reads from standard input and takes no files")
        for line in _answers():
            context.console.write(line)
        return 0
    if options.article is None:
        options.complain("name an ANSWER and an ARTICLE")
    return _compare(options, context)


def _compare(options: argparse.Namespace, context: Context) -> int:
    from newsassistant.app.checking.examined import examine
    from newsassistant.app.checking.record import record
    from newsassistant.cli.shared.articles import read_article
    from newsassistant.evidence.index import Index

    console = context.console
    answer = read_article(options.answer, console).text
    article = read_article(options.article, console)
    index = Index.of(article.text, article.language)
    examined = examine(index, answer)
    if options.json:
        linked = [
            {
                "start": each.start,
                "end": each.end,
                "clear": each.is_clear,
                "sources": [
                    {"start": source.start, "end": source.end, "score": source.score}
                    for source in each.sources
                ],
            }
            for each in examined.sentences
        ]
        told = {**record(examined, console.language), "sentences": linked}
        console.write(json.dumps(told, ensure_ascii=False) + "\n")
        return 0
    for mark in examined.marks:
        console.write(_line(mark, answer, console.language))
    if not examined.marks:
        console.say("check-nothing")
    return 0


def _line(mark: Mark, answer: str, language: Language) -> str:
    """`3:14 number: 1.2m: This number is not in the article.`; lines and columns from one on."""
    from newsassistant.evidence.wording import sentence

    before = answer[: mark.start]
    row, column = before.count("\n") + 1, mark.start - before.rfind("\n")
    shown = " ".join(mark.text.split())
    said = " ".join(sentence(mark, language).split())
    return f"{row}:{column} {mark.kind}: {shown}: {said}\n"


def _answers() -> Iterator[str]:
    """A line for each line of standard input; raises InputError naming the first bad one."""
    if sys.stdin is None:
        return
    number = 0
    while raw := sys.stdin.buffer.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) > LONGEST_LINE:
            raise _bad(number, f"more than {LONGEST_LINE >> 20} MB")
        if raw.strip():
            yield json.dumps(_of_line(raw, number), ensure_ascii=False) + "\n"


def _of_line(raw: bytes, number: int) -> list[dict[str, object]]:
    from newsassistant.evidence.check import check
    from newsassistant.evidence.index import Index
    from newsassistant.evidence.links import sources
    from newsassistant.evidence.marks import Strength

    try:
        values = decode_object(raw, where="the line")
    except UnfitError as error:
        raise _bad(number, str(error)) from error
    article, summary = _text(values, "article", number), _text(values, "summary", number)
    index = Index.of(article, _language(values, article, number))
    found: list[dict[str, object]] = [
        {
            "start": mark.start,
            "end": mark.end,
            "kind": mark.kind.value,
            "text": mark.text,
            "reason": mark.why.value,
        }
        for mark in check(index, summary)
        if mark.strength is not Strength.ROUNDED
    ]
    found += [
        {
            "start": each.start,
            "end": each.end,
            "kind": "sentence",
            "text": summary[each.start : each.end],
            "reason": "no-clear-source",
        }
        for each in sources(index, summary)
        if not each.is_clear
    ]
    return found


def _text(values: dict[str, Any], field: str, number: int) -> str:
    value = values.get(field)
    if not isinstance(value, str):
        raise _bad(number, f"{field} is no text")
    return value


def _language(values: dict[str, Any], article: str, number: int) -> Language:
    from newsassistant.text.articles.article import language_of

    match values.get("lang"):
        case None:
            return language_of(article)
        case "en":
            return "en"
        case "zh":
            return "zh"
    raise _bad(number, "lang is neither en nor zh")


def _bad(number: int, detail: str) -> InputError:
    return InputError("data-invalid", path="-", line=number, detail=detail)
