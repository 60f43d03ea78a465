"""`newsassistant models`: which base models are installed, what they need, if they are whole.

Knows nothing of running them; OpenVINO is not imported.
"""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from newsassistant.cli.commands import installs
from newsassistant.cli.shared.tables import table
from newsassistant.core.plain import plain

if TYPE_CHECKING:
    from newsassistant.cli.shared.context import Context
    from newsassistant.core.types import ModelInfo

_COLUMNS = ("ID", "NAME", "WEIGHTS", "CONTEXT", "SIZE", "MEMORY", "LICENCE")


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "models",
        help="list, add, fetch, check and remove models",
        description="List the installed base models, check one, or change which are installed.",
        allow_abbrev=False,
    )
    actions = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = actions.add_parser(
        "list",
        help="one line for each model",
        description="Print one line for each installed model.",
        allow_abbrev=False,
    )
    listing.add_argument("--json", action="store_true", help="print a JSON list instead")
    listing.set_defaults(run=run_list)
    verify = actions.add_parser(
        "verify",
        help="compare every file with its hash",
        description="Compare every file of a model with the hash in its manifest.",
        allow_abbrev=False,
    )
    verify.add_argument("model", metavar="ID", help="a model's id, as in `models list`")
    verify.set_defaults(run=run_verify)
    installs.add_actions(actions)


def run_list(options: argparse.Namespace, context: Context) -> int:
    """Print the models; a table for people or JSON for programs. Damaged ones go to stderr."""
    from newsassistant.app.installed.models import ModelLibrary
    from newsassistant.app.memory import read_spare

    library, console = ModelLibrary(context.paths.models), context.console
    found, damaged = library.read()
    if options.json:
        text = json.dumps([_fields(model) for model in found], ensure_ascii=False, indent=2)
        console.write(text + "\n")
    elif found:
        console.write(table([_COLUMNS, *(_row(model) for model in found)]))
        spare = read_spare()
        for model in found:
            installs.tell_memory(model, spare, console)
    elif not damaged:
        console.say("no-models")
    for model_id, error in damaged.items():
        console.say("model-damaged", model=plain(model_id), reason=error.text(console.language))
    return 0


def _fields(model: ModelInfo) -> dict[str, object]:
    return {
        "id": model.id,
        "name": model.name,
        "weights": model.weights,
        "context_length": model.context_length,
        "size_bytes": model.size_bytes,
        "memory_bytes": model.memory_bytes,
        "licence": model.licence,
    }


def _row(model: ModelInfo) -> tuple[str, ...]:
    size, memory = installs.gigabytes(model.size_bytes), installs.gigabytes(model.memory_bytes)
    context = str(model.context_length)
    return model.id, model.name, model.weights, context, size, memory, model.licence


def run_verify(options: argparse.Namespace, context: Context) -> int:
    """Hash every file of a model; raises ModelError naming the first that is wrong."""
    from newsassistant.app.installed.models import ModelLibrary
    from newsassistant.cli.shared.words import say
    from newsassistant.core.errors import ModelError
    from newsassistant.model.folder import ModelFolder

    path = ModelLibrary(context.paths.models).find(options.model)
    folder = ModelFolder.open(path)
    try:
        folder.verify()
    except OSError as error:
        raise ModelError("model-damaged", path=path, detail=error.strerror) from error
    count = len(folder.manifest["files"])
    words = say("verified", context.console.language, model=path.name, count=count)
    context.console.write(words + "\n")
    return 0
