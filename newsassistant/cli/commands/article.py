"""`newsassistant article`: what the program reads of a file, as text or as JSON."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from newsassistant.cli.shared.arguments import add_reading_options

if TYPE_CHECKING:
    from newsassistant.cli.shared.command import Commands
    from newsassistant.cli.shared.console import Context
    from newsassistant.text.articles.reading import Reading


def declare(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add(
        "article",
        run,
        help="show what is read of a file",
        description="Print the headline and the text of an article as the other commands read it. "
        "What is to be said of the file goes to standard error.",
    )
    parser.add_argument(
        "file",
        nargs="?",
        default="-",
        metavar="FILE",
        help="a text, a saved web page, .docx, .pdf, .rtf, .odt, .eml, a wire's or a feed's XML; "
        "- reads standard input; an address, https://..., is fetched",
    )
    add_reading_options(parser)
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object instead of plain text"
    )


def run(options: argparse.Namespace, context: Context) -> int:
    """Print the article; raises InputError."""
    from newsassistant.cli.shared.articles import read_reading
    from newsassistant.text.articles.reading import body_of

    console = context.console
    reading, _ = read_reading(
        options.file,
        console,
        options.encoding,
        local_network=options.local_network,
        quiet=options.json,
    )
    if options.json:
        console.write(to_json(reading))
    else:
        body = body_of(reading)
        console.write(f"{reading.title}\n\n{body}\n" if reading.title else f"{body}\n")
    return 0


def to_json(reading: Reading) -> str:
    """What `--json` prints: one object on one line; `text` is without the headline."""
    from newsassistant.text.articles.reading import body_of, spoken_language

    fields = {
        "title": reading.title,
        "text": body_of(reading),
        "language": spoken_language(reading),
        "author": reading.author,
        "date": reading.date,
        "source": reading.source,
        "encoding": reading.encoding,
        "warnings": list(reading.warnings),
    }
    return json.dumps(fields, ensure_ascii=False) + "\n"
