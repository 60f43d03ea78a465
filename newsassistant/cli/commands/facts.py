"""`newsassistant facts`: the numbers, dates, names and quotes of an article, without any model."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from newsassistant.cli.shared.arguments import add_reading_options

if TYPE_CHECKING:
    from newsassistant.app.checking.entries import Entry
    from newsassistant.cli.shared.command import Commands
    from newsassistant.cli.shared.console import Context
    from newsassistant.core.types import Language


def declare(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add(
        "facts",
        run,
        help="list the numbers, dates, names or quotes of an article",
        description="List the numbers, dates and names of an article with their sentences, or its "
        "direct quotes with who says them, letter by letter as in the article and without a model. "
        "Each line begins with the paragraph and the sentence in it.",
    )
    add = parser.add_argument
    add("article", nargs="?", default="-", metavar="ARTICLE", help="the article's file or address")
    add_reading_options(parser)
    add("--quotes", action="store_true", help="the direct quotes in the place of the facts")
    add(
        "--key",
        action="store_true",
        help="the few sentences that say most of it in the place of the facts",
    )
    add("--json", action="store_true", help="print one JSON object instead of plain text")


def run(options: argparse.Namespace, context: Context) -> int:
    """Print the list; raises InputError."""
    from newsassistant.app.checking.entries import fact_entries, quote_entries
    from newsassistant.cli.shared.articles import read_article
    from newsassistant.evidence.index import Index
    from newsassistant.evidence.key_sentences import key_sentences

    console = context.console
    article = read_article(
        options.article, console, options.encoding, local_network=options.local_network
    )
    index = Index.of(article.text, article.language)
    wants_facts = not (options.quotes or options.key)
    lists: dict[str, list[Entry]] = {}
    if options.quotes:
        lists["quotes"] = list(quote_entries(index))
    if wants_facts:
        lists["facts"] = list(fact_entries(index))
    key = key_sentences(index, article.title) if options.key else []
    if options.json:
        from newsassistant.app.exporting.entries import record_of

        told: dict[str, object] = {
            name: [record_of(entry, article.text) for entry in entries]
            for name, entries in lists.items()
        }
        if options.key:
            told["key"] = [
                {"start": span.start, "end": span.end, "text": article.text[span.start : span.end]}
                for span in key
            ]
        console.write(json.dumps(told, ensure_ascii=False) + "\n")
        return 0
    for span in key:
        console.write(" ".join(article.text[span.start : span.end].split()) + "\n")
    for entries in lists.values():
        for entry in entries:
            console.write(_line(entry, article.text, console.language))
    if not key and not any(lists.values()):
        console.say("facts-nothing")
    return 0


def _line(entry: Entry, text: str, language: Language) -> str:
    """`2.1 number: £5m: They paid £5m.`, or for a quote `2.1 Jane Poole, said: "…"`."""
    from newsassistant.app.checking.entries import sentence_of
    from newsassistant.app.exporting.entries import speaker_words
    from newsassistant.app.exporting.words import say
    from newsassistant.evidence.marks import MarkKind

    place, shown = f"{entry.paragraph}.{entry.number}", " ".join(entry.text.split())
    if entry.kind is MarkKind.QUOTE:
        who = speaker_words(entry, language) or f"({say('speaker-unknown', language)})"
        return f"{place} {who}: {shown}\n"
    return f"{place} {entry.kind}: {shown}: {sentence_of(entry, text)}\n"
