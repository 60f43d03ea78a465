"""`newsassistant prefixes`: which house styles are installed, what they are, which models they fit.

OpenVINO is not imported. Asks before it deletes, unless --yes.
"""

from __future__ import annotations

import argparse
import json
import os
from dataclasses import asdict
from datetime import date
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
    from newsassistant.model.base import Base
    from newsassistant.model.prefixes.manifest import PrefixInfo, SignOff

_COLUMNS = ("ID", "NAME", "BASE", "TOKENS", "SIZE", "LICENCE")
_SUFFIX = ".newsstyle"
_ID = "a house style's id, as in `prefixes list`"

Verdicts = dict[str, "PrefixError | None"]
"""Id of an installed model -> why the prefix does not fit, None if it does."""


def declare(commands: Commands) -> None:
    """Describe the command."""
    actions = commands.group(
        "prefixes",
        help="list, add, inspect, export, rename and remove house styles",
        description="House styles are prefix checkpoints: trained rows that stand in front of "
        "everything that one base model reads.",
    )
    _declare_list(actions)
    _declare_add(actions)
    _declare_inspect(actions)
    _declare_export(actions)
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
        help="install a house style from a folder or a .newsstyle file",
        description="Install a copy of a prefix checkpoint: the output folder of the official "
        "P-Tuning v2 scripts of ChatGLM-6B and ChatGLM2-6B, a prefix-tuning adapter of PEFT, "
        "what `newsassistant tune` wrote, or a file of `newsassistant prefixes export`, of which "
        "every byte is checked. What is at PATH stays as it is.",
    )
    add = parser.add_argument
    add(
        "source",
        type=file_name,
        metavar="PATH",
        help="the checkpoint's folder or weight file, or a .newsstyle file",
    )
    add("--name", type=some_text, metavar="NAME", help="what lists shall call it")
    add("--licence", type=some_text, metavar="TEXT", help="its licence, for lists")
    add(
        "--newest",
        action="store_true",
        help="of a run's folder with checkpoints inside, take the last one",
    )
    add(
        "--any-model",
        action="store_true",
        help="install a .newsstyle file also where no installed model can use it",
    )


def _declare_export(actions: Commands) -> None:
    parser = actions.add(
        "export",
        run_export,
        help="write a house style into one file, signed off by name",
        description="Write a house style with the identity of its base model, its licence and "
        "how it was trained into one file, and print the file's SHA-256. A name in it is a "
        "person's word and no signature: whoever gets the file compares the SHA-256 with what "
        "its sender says by another way.",
    )
    add = parser.add_argument
    add("prefix", type=file_name, metavar="PREFIX", help=f"a path, or {_ID}")
    add(
        "--output",
        type=_package_name,
        required=True,
        metavar="FILE",
        help="the file to write, which ends in .newsstyle and is replaced if it is there",
    )
    add("--signed-off-by", type=some_text, metavar="NAME", help="who says that it may be used")
    add("--day", type=_day, metavar="YYYY-MM-DD", help="the day of that; default: today")
    add("--remark", type=some_text, metavar="TEXT", help="what they say of it")
    add(
        "--licence",
        type=some_text,
        metavar="FILE|TEXT",
        help="its licence: a file with the whole text, or a line for lists",
    )
    add("--notes", type=some_text, metavar="TEXT", help="what it is for")
    add("--language", type=some_text, metavar="LANGUAGE", help="the language that it writes")


def _package_name(text: str) -> str:
    """A check for the name of a file that a style travels in."""
    if not file_name(text).lower().endswith(_SUFFIX):
        raise argparse.ArgumentTypeError(f"{text!r}, expected a name that ends in {_SUFFIX}")
    return text


def _day(text: str) -> str:
    """A check for a day."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}, expected a day, YYYY-MM-DD") from error


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
    source, models = Path(options.source), None
    if source.suffix.lower() == _SUFFIX and not options.any_model:
        models = _bases(context).values()
    info = library.add(source, name=name, licence=licence, newest=options.newest, models=models)
    if info.sign_off is not None:
        context.console.say("prefix-signed", **_signed(info.sign_off))
    if info.package:
        context.console.say("prefix-package", package=info.package)
    context.console.say("prefix-installed", prefix=info.id, name=info.name)
    return 0


def run_export(options: argparse.Namespace, context: Context) -> int:
    """Write the file and its hash; raises PrefixError, InputError."""
    from newsassistant.app.installed.styles import Said, licence_in

    licence, text = options.licence or "", ""
    if licence and os.path.isfile(licence):
        text = licence_in(Path(licence))
        licence = next(filter(None, map(str.strip, text.splitlines())), "")
    said = Said(
        signed_off_by=options.signed_off_by or "",
        day=options.day or "",
        remark=options.remark or "",
        licence=licence,
        licence_text=text,
        notes=options.notes or "",
        language=options.language or "",
    )
    digest = _library(context).export(options.prefix, Path(options.output), said)
    context.console.say("prefix-exported", path=options.output)
    context.console.write(f"{digest}  {Path(options.output).name}\n")
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
    return {model: library.fits(info, base) for model, base in _bases(context).items()}


def _bases(context: Context) -> dict[str, Base]:
    """The installed models by their ids."""
    from newsassistant.app.installed.models import ModelLibrary
    from newsassistant.model.base import Base

    models = ModelLibrary(context.paths.models).installed()
    return {model.id: Base.of_info(model) for model in models}


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
        "language": info.language,
        "notes": info.notes,
        "sign_off": asdict(info.sign_off) if info.sign_off is not None else None,
        "package_sha256": info.package,
    }


def _signed(said: SignOff) -> dict[str, str]:
    return {**asdict(said), "remark": f" {said.remark}" if said.remark else ""}


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
        "language": info.language,
        "notes": info.notes,
        "signed": say("prefix-signed", language, **_signed(info.sign_off))
        if info.sign_off is not None
        else "",
        "package": info.package,
        "made": info.created_at,
        "training": ", ".join(f"{key} {value}" for key, value in info.training.items()),
        "fits": ", ".join(model for model, error in verdicts.items() if error is None)
        or say("no-installed-model", language),
    }
    found = [(say(f"field-{key}", language), value) for key, value in rows.items() if value]
    misfit = say("field-misfit", language)
    unfit = [(model, error) for model, error in verdicts.items() if error is not None]
    return found + [(misfit, f"{model}: {error.what(language)}") for model, error in unfit]
