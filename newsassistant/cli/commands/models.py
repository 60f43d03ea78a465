"""`newsassistant models`: which base models are installed, and what changes that.

OpenVINO is not imported. Asks before it fetches or deletes, unless --yes is given.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from newsassistant.cli.shared.arguments import WEIGHTS, add_family_option, file_name, some_text
from newsassistant.cli.shared.tables import table
from newsassistant.cli.shared.words import gigabytes, say
from newsassistant.core.plain import plain

if TYPE_CHECKING:
    from newsassistant.app.installed.install import Installed, Installer, InstallProgress
    from newsassistant.app.installed.needs import Need
    from newsassistant.cli.shared.command import Commands
    from newsassistant.cli.shared.console import Context
    from newsassistant.core.types import CancelToken, ModelInfo
    from newsassistant.download.hub import Manifest

SOURCES = ("huggingface", "modelscope")
_COLUMNS = ("ID", "NAME", "WEIGHTS", "CONTEXT", "SIZE", "MEMORY", "LICENCE")
_ID = "a model's id, as in `models list`"


def declare(commands: Commands) -> None:
    """Describe the command."""
    actions = commands.group(
        "models",
        help="list, add, fetch, check and remove models",
        description="List the installed base models, check one, or change which are installed.",
    )
    listing = actions.add(
        "list",
        run_list,
        help="one line for each model",
        description="Print one line for each installed model.",
    )
    listing.add_argument("--json", action="store_true", help="print a JSON list instead")
    verify = actions.add(
        "verify",
        run_verify,
        help="compare every file with its hash",
        description="Compare every file of a model with the hash in its manifest.",
    )
    verify.add_argument("model", metavar="ID", help=_ID)
    _declare_add(actions)
    _declare_download(actions)
    remove = actions.add(
        "remove",
        run_remove,
        help="delete an installed model",
        description="Delete the files of an installed model. The starter model is made anew when "
        "it is next wanted.",
    )
    remove.add_argument("model", metavar="ID", help=_ID)
    remove.add_argument("--yes", action="store_true", help="do not ask")


def _declare_add(actions: Commands) -> None:
    parser = actions.add(
        "add",
        run_add,
        help="install a model from a folder",
        description="Install a published checkpoint, which is converted, a converted model, "
        "which is copied, or another program's export for OpenVINO or ONNX, which is run on trial. "
        "The folder stays as it is.",
    )
    parser.add_argument("source", type=file_name, metavar="DIR", help="the model's folder")
    add_family_option(parser)
    _add_options(parser)


def _declare_download(actions: Commands) -> None:
    parser = actions.add(
        "download",
        run_download,
        help="fetch a known model from a hub and install it",
        description="Show a model's licence and size, then fetch, check, convert and install it. "
        "Ctrl-C pauses; the same command goes on. Known: chatglm3-6b, chatglm2-6b, chatglm-6b, "
        "glm-edge-1.5b-chat, glm-edge-4b-chat.",
    )
    add = parser.add_argument
    add("model", metavar="ID", help="the id of a known model")
    add("--source", choices=SOURCES, default=SOURCES[0], help="the hub")
    add("--endpoint", default="", metavar="URL", help="a mirror's address; else HF_ENDPOINT")
    _add_options(parser)
    add("--keep-checkpoint", action="store_true", help="keep the fetched files too")
    add("--yes", action="store_true", help="agree to the licence and the size without being asked")


def _add_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--weights", choices=WEIGHTS, default="int8", help="how to store weights")
    add("--name", type=some_text, metavar="ID", help="the id that it shall have")


# --- showing -------------------------------------------------------------------------------------


def run_list(options: argparse.Namespace, context: Context) -> int:
    """Print the models; a table for people or JSON for programs. Damaged ones go to stderr."""
    from newsassistant.app.installed.models import ModelLibrary
    from newsassistant.app.installed.needs import budget_of, need_of
    from newsassistant.app.machine.memory import read_spare

    library, console = ModelLibrary(context.paths.models), context.console
    models, damaged = library.read()
    spare = read_spare()
    budget = budget_of(context.settings(), spare)
    found = [(model, need_of(model, budget)) for model in models]
    if options.json:
        text = json.dumps([_fields(*each) for each in found], ensure_ascii=False, indent=2)
        console.write(text + "\n")
    elif found:
        console.write(table([_COLUMNS, *(_row(*each) for each in found)]))
        for model, needed in found:
            console.tell_memory(model, needed, spare)
    elif not damaged:
        console.say("no-models")
    for model_id, error in damaged.items():
        console.say("model-damaged", model=plain(model_id), reason=error.text(console.language))
    return 0


def _fields(model: ModelInfo, needed: Need) -> dict[str, object]:
    return {
        "id": model.id,
        "name": model.name,
        "weights": model.weights,
        "context_length": model.context_length,
        "size_bytes": model.size_bytes,
        "memory_bytes": needed.whole,
        "weight_bytes": needed.weights,
        "cache_bytes": needed.cache,
        "kept_bytes": needed.kept,
        "licence": model.licence,
    }


def _row(model: ModelInfo, needed: Need) -> tuple[str, ...]:
    size, memory = gigabytes(model.size_bytes), gigabytes(needed.whole)
    context = str(model.context_length)
    return model.id, model.name, model.weights, context, size, memory, model.licence


def run_verify(options: argparse.Namespace, context: Context) -> int:
    """Hash every file of a model; raises ModelError naming the first that is wrong."""
    from newsassistant.app.installed.models import ModelLibrary
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


# --- changing ------------------------------------------------------------------------------------


def make_installer(context: Context) -> Installer:
    """The installer of the user's folders; tests replace it."""
    from newsassistant.app.installed.install import Installer

    return Installer(context.paths)


def run_add(options: argparse.Namespace, context: Context) -> int:
    """Install a folder; raises ModelError."""
    from newsassistant.cli.shared.interrupt import run_cancellable

    installer = make_installer(context)
    progress = _Progress(context)

    def work(cancel: CancelToken) -> Installed:
        return installer.add(
            Path(options.source),
            weights=options.weights,
            name=options.name or "",
            family=options.family or "",
            on_progress=progress,
            cancel=cancel,
        )

    _tell_installed(run_cancellable(work), context)
    return 0


def run_download(options: argparse.Namespace, context: Context) -> int:
    """Show, ask, fetch, install; raises DownloadError, ModelError, InputError."""
    from newsassistant.cli.shared.interrupt import run_cancellable
    from newsassistant.download.catalog import find
    from newsassistant.download.hub import Hub

    hub = Hub.choose(
        options.source,
        endpoint=options.endpoint,
        environment=os.environ,
        setting=context.settings().hub_endpoint,
    )
    installer = make_installer(context)
    installer.check_id(options.name or find(options.model).id)
    manifest = run_cancellable(lambda cancel: installer.look_up(options.model, hub, cancel))
    _tell_offer(manifest, installer, options.weights, context)
    if not options.yes and not context.console.agrees("ask-download"):
        return 0
    progress = _Progress(context)

    def work(cancel: CancelToken) -> Installed:
        return installer.download(
            manifest,
            weights=options.weights,
            name=options.name or "",
            keep_checkpoint=options.keep_checkpoint,
            on_progress=progress,
            cancel=cancel,
        )

    _tell_installed(run_cancellable(work), context)
    return 0


def run_remove(options: argparse.Namespace, context: Context) -> int:
    """Ask and delete; raises ModelError, InputError."""
    from newsassistant.app.installed.models import ModelLibrary

    ModelLibrary(context.paths.models).find(options.model)
    if not options.yes and not context.console.agrees("ask-remove", model=options.model):
        return 0
    make_installer(context).remove(options.model)
    context.console.say("removed", model=options.model)
    return 0


class _Progress:
    """Called on the installing thread; prints from there."""

    def __init__(self, context: Context) -> None:
        self._console = context.console

    def __call__(self, progress: InstallProgress) -> None:
        percent = 100 * progress.done // max(1, progress.total)
        if progress.left_s is None:
            self._console.progress(progress.stage, percent=percent, seconds="?")
        else:
            self._console.progress(progress.stage, percent=percent, seconds=round(progress.left_s))


def _tell_offer(manifest: Manifest, installer: Installer, weights: str, context: Context) -> None:
    """The licence on stdout, what else matters on stderr."""
    from newsassistant.app.installed.needs import budget_of, need_of_catalogue
    from newsassistant.app.machine.memory import read_spare
    from newsassistant.core.addresses import host_of

    model, console = manifest.model, context.console
    if manifest.licence_text:
        console.write(_visible(manifest.licence_text).rstrip() + "\n\n")
    else:
        console.say("no-licence", host=host_of(manifest.hub.endpoint))
    budget = budget_of(context.settings(), read_spare())
    console.note(f"{model.licence}: {model.terms[console.language]}")
    console.say(
        "offer",
        name=model.name,
        size=gigabytes(manifest.total_bytes),
        host=host_of(manifest.hub.endpoint),
        need=gigabytes(need_of_catalogue(model, weights, budget).whole),
    )
    if fetched := installer.fetched_bytes(model.id):
        console.say("fetched-before", size=gigabytes(fetched))


def _tell_installed(installed: Installed, context: Context) -> None:
    from newsassistant.app.installed.needs import budget_of, need_of
    from newsassistant.app.machine.memory import read_spare

    console = context.console
    console.clear_progress()
    console.say("installed", model=installed.model.id, family=installed.model.family)
    if not installed.has_tokenizer:
        console.say("no-tokenizer")
    if installed.style:
        console.say("style-added", prefix=installed.style)
    if installed.style_error is not None:
        console.say("style-not-added", reason=installed.style_error.text(console.language))
    spare = read_spare()
    needed = need_of(installed.model, budget_of(context.settings(), spare))
    console.tell_memory(installed.model, needed, spare)


def _visible(text: str) -> str:
    """Without characters that steer a terminal: the text comes from a hub."""
    return "".join(char for char in text if char in "\n\t" or char.isprintable())
