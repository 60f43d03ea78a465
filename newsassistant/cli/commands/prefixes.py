"""`newsassistant prefixes`: which house styles are installed, what they are, which models they fit.

OpenVINO is not imported. Asks before it deletes, unless --yes.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from newsassistant.cli.shared.arguments import file_name, some_text
from newsassistant.cli.shared.tables import table
from newsassistant.cli.shared.words import WORDS, gigabytes, say

if TYPE_CHECKING:
    from newsassistant.app.installed.styles import StyleLibrary
    from newsassistant.cli.shared.command import Commands
    from newsassistant.cli.shared.console import Context
    from newsassistant.core.errors import PrefixError
    from newsassistant.core.types import Language
    from newsassistant.model.prefixes.manifest import PrefixInfo

_COLUMNS = ("ID", "NAME", "BASE", "TOKENS", "SIZE", "LICENCE")
_ID = "a house style's id, as in `prefixes list`"

Verdicts = dict[str, "PrefixError | None"]
"""Id of an installed model -> why the prefix does not fit, None if it does."""


def declare(commands: Commands) -> None:
    """Describe the command."""
    actions = commands.group(
        "prefixes",
        help="list, add, inspect, rename and remove house styles",
        description="House styles are prefix checkpoints: trained rows that stand in front of "
        "everything that one base model reads.",
    )
    _declare_list(actions)
    _declare_add(actions)
    _declare_inspect(actions)
    _declare_rename(actions)
    _declare_remove(actions)


def _declare_list(actions: Commands) -> None:
    parser = actions.add(
        "list",
        run_list,
        help="one line for each house style",
        description="Print one line for each installed house style.",
    )
    parser.add_argument("--json", action="store_true", help="print a JSON list instead")


def _declare_add(actions: Commands) -> None:
    parser = actions.add(
        "add",
        run_add,
        help="install a house style from a folder",
        description="Install a copy of a prefix checkpoint: the output folder of the official "
        "P-Tuning v2 scripts of ChatGLM-6B and ChatGLM2-6B, a prefix-tuning adapter of PEFT, or "
        "what `newsassistant tune` wrote. The folder stays as it is.",
    )
    add = parser.add_argument
    add("source", type=file_name, metavar="PATH", help="the checkpoint's folder or weight file")
    add("--name", type=some_text, metavar="NAME", help="what lists shall call it")
    add("--licence", type=some_text, metavar="TEXT", help="its licence, for lists")
    add(
        "--newest",
        action="store_true",
        help="of a run's folder with checkpoints inside, take the last one",
    )


def _declare_inspect(actions: Commands) -> None:
    parser = actions.add(
        "inspect",
        run_inspect,
        help="everything that is known of a house style",
        description="Read and check all of a prefix checkpoint, installed or not, and print what "
        "it is and which installed models it fits.",
    )
    parser.add_argument("prefix", type=file_name, metavar="PREFIX", help=f"a path, or {_ID}")
    parser.add_argument("--json", action="store_true", help="print a JSON object instead")


def _declare_rename(actions: Commands) -> None:
    parser = actions.add(
        "rename",
        run_rename,
        help="give a house style another name",
        description="Change what lists call a house style; its id stays.",
    )
    parser.add_argument("prefix", metavar="ID", help=_ID)
    parser.add_argument("name", type=some_text, metavar="NAME", help="the new name")


def _declare_remove(actions: Commands) -> None:
    parser = actions.add(
        "remove",
        run_remove,
        help="delete an installed house style",
        description="Delete the files of an installed house style; conversations stay.",
    )
    parser.add_argument("prefix", metavar="ID", help=_ID)
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run_list(options: argparse.Namespace, context: Context) -> int:
    """Print the styles; a table for people or JSON for programs. Damaged ones go to stderr."""
    library, console = _library(context), context.console
    found, damaged = library.list(), library.damaged()
    if options.json:
        values = [_fields(info) for info in found]
        console.write(json.dumps(values, ensure_ascii=False, indent=2) + "\n")
    elif found:
        console.write(table([_COLUMNS, *(_row(info) for info in found)]))
    elif not damaged:
        console.say("no-prefixes")
    for prefix_id, error in damaged:
        console.say("prefix-damaged", prefix=prefix_id, reason=error.text(console.language))
    return 0


def run_add(options: argparse.Namespace, context: Context) -> int:
    """Install a copy; raises PrefixError."""
    library = _library(context)
    name, licence = options.name or "", options.licence or ""
    source = Path(options.source)
    info = library.add(source, name=name, licence=licence, newest=options.newest)
    context.console.say("prefix-installed", prefix=info.id, name=info.name)
    return 0


def run_inspect(options: argparse.Namespace, context: Context) -> int:
    """Print what is known; raises PrefixError for what cannot be used."""
    library, console = _library(context), context.console
    info = library.inspect(options.prefix)
    verdicts = _verdicts(info, library, context)
    if not options.json:
        console.write(table(_report(info, verdicts, console.language)))
        return 0
    models = [
        {
            "id": model,
            "fits": error is None,
            "error": error.code if error is not None else None,
            "reason": error.text(console.language) if error is not None else "",
        }
        for model, error in verdicts.items()
    ]
    text = json.dumps({**_fields(info), "models": models}, ensure_ascii=False, indent=2)
    console.write(text + "\n")
    return 0


def run_rename(options: argparse.Namespace, context: Context) -> int:
    """Change the name; raises PrefixError."""
    info = _library(context).rename(options.prefix, options.name)
    context.console.say("prefix-renamed", prefix=info.id, name=info.name)
    return 0


def run_remove(options: argparse.Namespace, context: Context) -> int:
    """Ask and delete, also what is damaged; raises PrefixError, InputError."""
    library = _library(context)
    name = library.path(options.prefix).name
    if not options.yes and not context.console.agrees("ask-remove-prefix", name=name):
        return 0
    library.remove(options.prefix)
    context.console.say("prefix-removed", prefix=options.prefix)
    return 0


def _library(context: Context) -> StyleLibrary:
    from newsassistant.app.installed.styles import StyleLibrary

    return StyleLibrary(context.paths.prefixes)


def _verdicts(info: PrefixInfo, library: StyleLibrary, context: Context) -> Verdicts:
    from newsassistant.app.installed.models import ModelLibrary
    from newsassistant.model.base import Base

    models = ModelLibrary(context.paths.models).installed()
    return {model.id: library.fits(info, Base.of_info(model)) for model in models}


def _fields(info: PrefixInfo) -> dict[str, object]:
    return {
        "id": info.id,
        "name": info.name,
        "base": asdict(info.base),
        "length": info.length,
        "position_offset": info.position_offset,
        "size_bytes": info.size_bytes,
        "licence": info.licence,
        "source": info.source,
        "created_at": info.created_at,
        "training": dict(info.training),
    }


def _row(info: PrefixInfo) -> tuple[str, ...]:
    base = info.base.name or info.base.family or info.base.shape()
    return info.id, info.name, base, str(info.length), gigabytes(info.size_bytes), info.licence


def _report(info: PrefixInfo, verdicts: Verdicts, language: Language) -> list[tuple[str, str]]:
    base = info.base
    named = f"{base.name} ({base.shape()})" if base.name else base.shape()
    source = f"source-{info.source}"
    where = {"length": info.length, "offset": info.position_offset}
    rows = {
        "id": info.id,
        "name": info.name,
        "source": say(source, language) if source in WORDS else info.source,
        "base": named,
        "weights": base.fingerprint[:16] or say("not-known", language),
        "length": say("prefix-length", language, **where),
        "size": gigabytes(info.size_bytes),
        "licence": info.licence or say("not-known", language),
        "made": info.created_at,
        "training": ", ".join(f"{key} {value}" for key, value in info.training.items()),
        "fits": ", ".join(model for model, error in verdicts.items() if error is None)
        or say("no-installed-model", language),
    }
    found = [(say(f"field-{key}", language), value) for key, value in rows.items() if value]
    misfit = say("field-misfit", language)
    unfit = [(model, error) for model, error in verdicts.items() if error is not None]
    return found + [(misfit, f"{model}: {error.what(language)}") for model, error in unfit]
