"""`newsassistant versions`: what changed between two versions of a story, without any model."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from newsassistant.cli.shared.arguments import add_reading_options

if TYPE_CHECKING:
    from newsassistant.cli.shared.command import Commands
    from newsassistant.cli.shared.console import Context
    from newsassistant.evidence.marks import Mark
    from newsassistant.evidence.reading.spans import Span
    from newsassistant.evidence.versions import Versions


def declare(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add(
        "versions",
        run,
        help="show what changed between two versions of a story",
        description="Compare two versions of a story, without a model: which sentences are new, "
        "changed or removed, and which numbers, dates, names and quotes came or went. A sentence "
        "that only moved is not told. The first 50,000 characters of each are compared.",
    )
    add = parser.add_argument
    add("old", metavar="OLD", help="the older version's file or address; - reads standard input")
    add("new", metavar="NEW", help="the newer version's file or address")
    add_reading_options(parser)
    add("--json", action="store_true", help="print one JSON object instead of plain text")


def run(options: argparse.Namespace, context: Context) -> int:
    """Print the changes; raises InputError."""
    from newsassistant.app.checking.changes import change_list
    from newsassistant.cli.shared.articles import read_article
    from newsassistant.evidence.versions import compare

    console = context.console
    old, new = (
        read_article(name, console, options.encoding, local_network=options.local_network)
        for name in (options.old, options.new)
    )
    found = compare(old.text, new.text, new.language)
    if found.is_cut:
        console.say("versions-cut")
    if options.json:
        console.write(json.dumps(_record(found), ensure_ascii=False) + "\n")
    else:
        console.write(change_list(found, console.language) + "\n")
    return 0


def _record(found: Versions) -> dict[str, Any]:
    """Places count characters of the version that they are in."""
    return {
        "sentences": [
            {
                "change": each.change.value,
                "old": _piece(each.old, found.old),
                "new": _piece(each.new, found.new),
            }
            for each in found.sentences
        ],
        "added": [_mark(mark) for mark in found.added],
        "removed": [_mark(mark) for mark in found.removed],
        "cut": found.is_cut,
    }


def _piece(span: Span | None, text: str) -> dict[str, Any] | None:
    if span is None:
        return None
    return {"start": span.start, "end": span.end, "text": text[span.start : span.end]}


def _mark(mark: Mark) -> dict[str, Any]:
    return {"start": mark.start, "end": mark.end, "kind": mark.kind.value, "text": mark.text}
