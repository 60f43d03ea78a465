"""Installs, fetches and removes base models; a model appears whole or not at all.

Every call blocks: make it from a `Job` or a command.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Protocol

from newsassistant.app.installed.advice import conversion_bytes
from newsassistant.app.installed.conversion import OnFamily, OnSteps, Result, convert_in_child
from newsassistant.app.installed.files import (
    copy_model,
    describe,
    has_tokenizer,
    is_id,
    licence_of,
    placing,
    remove_folder,
    safe_id,
)
from newsassistant.app.installed.models import STARTER_ID, ModelLibrary
from newsassistant.app.installed.styles import StyleLibrary
from newsassistant.app.installed.trial import try_conversation
from newsassistant.core.errors import CheckpointError, ModelError, PrefixError
from newsassistant.core.paths import Paths
from newsassistant.core.types import CancelToken, ModelInfo
from newsassistant.download.catalog import find
from newsassistant.download.fetch import fetch_all
from newsassistant.download.hub import Hub, Manifest, read_manifest
from newsassistant.download.transport import Client
from newsassistant.model.baked import refuse_baked
from newsassistant.model.base import Base
from newsassistant.model.folder import MANIFEST, MODEL_XML, ModelFolder

Stage = Literal["downloading", "copying", "converting"]
PACE_S = 10.0


@dataclass(frozen=True, slots=True)
class InstallProgress:
    """`done` of `total`: bytes, but steps while converting.

    `file` is the one at work, if there is one. `left_s` is None while nothing can be said. `family`
    is what a checkpoint is taken for, "" before that is known.
    """

    stage: Stage
    done: int
    total: int
    left_s: float | None = None
    file: str = ""
    family: str = ""


@dataclass(frozen=True, slots=True)
class Installed:
    """A new model; one without a tokenizer computes logits but cannot chat.

    `style` is the id of the house style that was inside the checkpoint and is installed too;
    `style_error` says why it is not, if it is not.
    """

    model: ModelInfo
    has_tokenizer: bool
    style: str = ""
    style_error: PrefixError | None = None


OnInstall = Callable[[InstallProgress], None]


class Converter(Protocol):
    """`convert_in_child`, or a test's stand-in."""

    def __call__(
        self,
        source: Path,
        target: Path,
        *,
        weights: str,
        family: str,
        on_progress: OnSteps,
        cancel: CancelToken,
        on_family: OnFamily,
    ) -> Result:
        """Make the model."""


class Installer:
    """Changes the folder of installed models; any thread but the window's, one call at a time.

    `try_out` raises ModelError for a model whose tokenizer or chat template cannot be used.
    """

    def __init__(
        self,
        paths: Paths,
        *,
        client: Client | None = None,
        convert: Converter = convert_in_child,
        try_out: Callable[[Path], None] = try_conversation,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._models = paths.models
        self._styles = StyleLibrary(paths.prefixes)
        self._downloads = paths.downloads
        self._client = client or Client()
        self._convert = convert
        self._try_out = try_out
        self._clock = clock

    def add(
        self,
        source: Path,
        *,
        weights: str = "int8",
        name: str = "",
        family: str = "",
        on_progress: OnInstall,
        cancel: CancelToken,
    ) -> Installed:
        """Install a folder: a published checkpoint is converted, a converted model is copied.

        `name` becomes the id; without it one is made of the folder's name. `family` is one of
        `model.families.FAMILIES`, "" leaves it to what the files say. A house style inside the
        checkpoint is installed as one. Raises ModelError, CancelledError.
        """
        source = source.absolute()
        if not source.is_dir():
            raise ModelError("folder-missing", path=source)
        model_id = self.check_id(name) if name else self._free_id(safe_id(source.name))
        if (source / MANIFEST).is_file() and (source / MODEL_XML).is_file():
            return self._copy(ModelFolder.open(source), model_id, on_progress, cancel)
        facts = {"name": name or source.name}
        return self._install(source, model_id, (weights, family), facts, on_progress, cancel)

    def look_up(self, model_id: str, hub: Hub, cancel: CancelToken) -> Manifest:
        """What `download` would fetch, with the licence to be shown before; a few kilobytes.

        Raises DownloadError, CancelledError.
        """
        return read_manifest(find(model_id), hub, client=self._client, cancel=cancel)

    def download(
        self,
        manifest: Manifest,
        *,
        weights: str = "int8",
        name: str = "",
        keep_checkpoint: bool = False,
        on_progress: OnInstall,
        cancel: CancelToken,
    ) -> Installed:
        """Fetch, convert and install; cancelling is a pause, the next call goes on.

        Raises DownloadError, ModelError, CancelledError.
        """
        model = manifest.model
        model_id = self.check_id(name or model.id)
        folder = self._downloads / model.id
        self._fetch(manifest, folder, conversion_bytes(model, weights), on_progress, cancel)
        hub = manifest.hub
        repository = model.modelscope if hub.source == "modelscope" else model.huggingface
        facts = {
            "name": model.name,
            "licence": model.licence,
            "source": f"{hub.source}: {repository}",
        }
        installed = self._install(folder, model_id, (weights, ""), facts, on_progress, cancel)
        if not keep_checkpoint:
            with contextlib.suppress(ModelError):  # the model is there, which matters more
                self.discard(model.id)
        return installed

    def fetched_bytes(self, model_id: str) -> int:
        """Bytes on the disk of a download that was paused or kept, 0 if there is none."""
        folder = self._downloads / find(model_id).id
        with contextlib.suppress(OSError):
            return sum(path.stat().st_size for path in folder.iterdir())
        return 0

    def discard(self, model_id: str) -> None:
        """Delete what was fetched of a model of the catalogue; raises DownloadError, ModelError."""
        remove_folder(self._downloads / find(model_id).id)

    def remove(self, model_id: str) -> None:
        """Delete an installed model; a starter that was made may go, it is made anew when wanted.

        Raises ModelError("model-missing"), "model-shipped" for one that came with the program,
        "model-shared" for one of all users, or "model-stuck" if it is in use where that matters.
        """
        if model_id.startswith("."):
            raise ModelError("model-missing", model=model_id)
        library = ModelLibrary(self._models)
        if model_id in library.shipped():
            raise ModelError("model-shipped", model=model_id)
        if model_id in library.shared():
            raise ModelError("model-shared", model=model_id)
        remove_folder(library.find(model_id))

    def check_id(self, model_id: str) -> str:
        """Return `model_id` if it can be a new model's; raises ModelError."""
        if not is_id(model_id):
            raise ModelError("model-name", model=model_id)
        if self._taken(model_id):
            raise ModelError("model-exists", model=model_id)
        return model_id

    def _taken(self, model_id: str) -> bool:
        return model_id.lower() == STARTER_ID or os.path.lexists(self._models / model_id)

    def _free_id(self, wanted: str) -> str:
        numbers = (f"{wanted[:60]}-{number}" for number in range(2, 1000))
        return next(name for name in (wanted, *numbers) if not self._taken(name))

    def _fetch(
        self,
        manifest: Manifest,
        folder: Path,
        reserve_bytes: int,
        on_progress: OnInstall,
        cancel: CancelToken,
    ) -> None:
        pace = _Pace(self._clock)

        def report(done: int, total: int, file: str) -> None:
            left_s = pace.left_s(done, total)
            on_progress(InstallProgress("downloading", done, total, left_s, file))

        fetch_all(
            manifest.files,
            folder,
            client=self._client,
            on_progress=report,
            cancel=cancel,
            reserve_bytes=reserve_bytes,
        )

    def _install(
        self,
        source: Path,
        model_id: str,
        choice: tuple[str, str],
        facts: dict[str, str],
        on_progress: OnInstall,
        cancel: CancelToken,
    ) -> Installed:
        known = [""]

        def report(done: int, total: int, left_s: float) -> None:
            left = left_s if done else None
            on_progress(InstallProgress("converting", done, total, left, family=known[-1]))

        licence_of(source)  # an unfit one is better found before the conversion than after
        target = self._models / model_id
        with placing(target) as made:
            weights, family = choice
            result = self._convert(
                source,
                made,
                weights=weights,
                family=family,
                on_progress=report,
                cancel=cancel,
                on_family=known.append,
            )
            if result.has_tokenizer:
                self._try_made(made)
            describe(made, source, facts)
        installed = Installed(ModelFolder.open(target).info(), result.has_tokenizer)
        return self._with_style(installed, source) if result.has_style else installed

    def _with_style(self, installed: Installed, source: Path) -> Installed:
        """Install the house style too; the model is there, whatever is wrong with the style."""
        try:
            model = installed.model
            info = self._styles.add(source, name=model.name, base=Base.of_info(model))
            return replace(installed, style=info.id)
        except PrefixError as error:
            return replace(installed, style_error=error)

    def _try_made(self, made: Path) -> None:
        """Try out what is at a place that nobody knows; raises CheckpointError."""
        try:
            self._try_out(made)
        except ModelError as error:
            detail = error.params.get("detail", error.code)
            raise CheckpointError("checkpoint-invalid", detail=detail) from error

    def _copy(
        self, folder: ModelFolder, model_id: str, on_progress: OnInstall, cancel: CancelToken
    ) -> Installed:
        pace = _Pace(self._clock)

        def report(done: int, total: int, file: str) -> None:
            on_progress(InstallProgress("copying", done, total, pace.left_s(done, total), file))

        target = self._models / model_id
        refuse_baked(folder.path / MODEL_XML, folder.path.name)
        if has_tokenizer(folder.path):
            self._try_out(folder.path)
        with placing(target) as made:
            copy_model(folder, made, report, cancel)
        return Installed(ModelFolder.open(target).info(), has_tokenizer(target))


class _Pace:
    """How long the rest will take, from the last ten seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._marks: deque[tuple[float, int]] = deque()

    def left_s(self, done: int, total: int) -> float | None:
        """Seconds, or None before anything has moved."""
        now = self._clock()
        self._marks.append((now, done))
        while len(self._marks) > 2 and now - self._marks[0][0] > PACE_S:
            self._marks.popleft()
        began, before = self._marks[0]
        if now <= began or done <= before:
            return None
        return (total - done) * (now - began) / (done - before)
