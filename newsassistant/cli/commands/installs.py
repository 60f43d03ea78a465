"""`newsassistant models add`, `download` and `remove`: changes the installed models.

Knows nothing of hubs or checkpoints. Asks before it fetches or deletes, unless --yes is given.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from newsassistant.cli.commands.convert import FAMILIES, WEIGHTS
from newsassistant.cli.shared.arguments import file_name, some_text
from newsassistant.cli.shared.words import say

if TYPE_CHECKING:
    from newsassistant.app.installed.install import Installed, Installer, InstallProgress
    from newsassistant.app.memory import Spare
    from newsassistant.cli.shared.console import Console
    from newsassistant.cli.shared.context import Context
    from newsassistant.core.types import CancelToken, ModelInfo
    from newsassistant.download.hub import Manifest

SOURCES = ("huggingface", "modelscope")
YES = ("y", "yes", "j", "是", "好")


def add_actions(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the three."""
    _add_add(actions)
    _add_download(actions)
    remove = actions.add_parser(
        "remove",
        help="delete an installed model",
        description="Delete the files of an installed model. The starter model is made anew when "
        "it is next wanted.",
        allow_abbrev=False,
    )
    remove.add_argument("model", metavar="ID", help="a model's id, as in `models list`")
    remove.add_argument("--yes", action="store_true", help="do not ask")
    remove.set_defaults(run=run_remove)


def _add_add(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser(
        "add",
        help="install a model from a folder",
        description="Install a published checkpoint, which is converted, or a converted model, "
        "which is copied. The folder stays as it is.",
        allow_abbrev=False,
    )
    parser.add_argument("source", type=file_name, metavar="DIR", help="the model's folder")
    parser.add_argument(
        "--family",
        choices=FAMILIES,
        help="the generation, where the checkpoint's files do not say it",
    )
    _add_options(parser)
    parser.set_defaults(run=run_add)


def _add_download(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser(
        "download",
        help="fetch a known model from a hub and install it",
        description="Show a model's licence and size, then fetch, check, convert and install it. "
        "Ctrl-C pauses; the same command goes on. Known: chatglm3-6b, chatglm2-6b, chatglm-6b, "
        "glm-edge-1.5b-chat, glm-edge-4b-chat.",
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("model", metavar="ID", help="the id of a known model")
    add("--source", choices=SOURCES, default=SOURCES[0], help="the hub")
    add("--endpoint", default="", metavar="URL", help="a mirror's address; else HF_ENDPOINT")
    _add_options(parser)
    add("--keep-checkpoint", action="store_true", help="keep the fetched files too")
    add("--yes", action="store_true", help="agree to the licence and the size without being asked")
    parser.set_defaults(run=run_download)


def _add_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--weights", choices=WEIGHTS, default="int8", help="how to store weights")
    add("--name", type=some_text, metavar="ID", help="the id that it shall have")


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
    _tell_offer(manifest, installer, context)
    if not options.yes and not agrees("ask-download", context):
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
    if not options.yes and not agrees("ask-remove", context, model=options.model):
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


def _tell_offer(manifest: Manifest, installer: Installer, context: Context) -> None:
    """The licence on stdout, what else matters on stderr."""
    from newsassistant.download.transport import host_of

    model, console = manifest.model, context.console
    if manifest.licence_text:
        console.write(_visible(manifest.licence_text).rstrip() + "\n\n")
    else:
        console.say("no-licence", host=host_of(manifest.hub.endpoint))
    console.note(f"{model.licence}: {model.terms[console.language]}")
    console.say(
        "offer",
        name=model.name,
        size=gigabytes(manifest.total_bytes),
        host=host_of(manifest.hub.endpoint),
        need=gigabytes(model.memory_bytes()),
    )
    if fetched := installer.fetched_bytes(model.id):
        console.say("fetched-before", size=gigabytes(fetched))


def _tell_installed(installed: Installed, context: Context) -> None:
    from newsassistant.app.memory import read_spare

    console = context.console
    console.clear_progress()
    console.say("installed", model=installed.model.id, family=installed.model.family)
    if not installed.has_tokenizer:
        console.say("no-tokenizer")
    if installed.style:
        console.say("style-added", prefix=installed.style)
    if installed.style_error is not None:
        console.say("style-not-added", reason=installed.style_error.text(console.language))
    tell_memory(installed.model, read_spare(), console)


def tell_memory(model: ModelInfo, spare: Spare | None, console: Console) -> None:
    """A note if the model may not fit into the memory that is free now."""
    from newsassistant.app.memory import fit

    verdict = fit(model.memory_bytes, spare)
    if spare is not None and verdict != "fits":
        need, free = gigabytes(model.memory_bytes), gigabytes(spare.free)
        total = gigabytes(spare.total)
        console.say(verdict, model=model.id, need=need, free=free, total=total)


def gigabytes(size: int) -> str:
    """`size` bytes as a number with one decimal and its unit."""
    if size < 50_000:
        return f"{size / 1e3:.1f} kB"
    return f"{size / 1e9:.1f} GB" if size >= 50_000_000 else f"{size / 1e6:.1f} MB"


def agrees(question: str, context: Context, **params: object) -> bool:
    """The user's answer; raises InputError where there is no terminal to ask on."""
    from newsassistant.core.errors import InputError

    if sys.stdin is None or not sys.stdin.isatty():
        raise InputError("confirm-needed")
    context.console.note(say(question, context.console.language, **params))
    if sys.stdin.readline().strip().lower() in YES:
        return True
    context.console.say("nothing-done")
    return False


def _visible(text: str) -> str:
    """Without characters that steer a terminal: the text comes from a hub."""
    return "".join(char for char in text if char in "\n\t" or char.isprintable())
