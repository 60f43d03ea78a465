"""Installed base models: where they are, and making the starter when it is wanted.

An installed program brings the starter along and uses it where it lies; a checkout makes it, and
only then is OpenVINO imported.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from newsassistant.core.errors import ModelError
from newsassistant.core.outside import contained
from newsassistant.core.paths import shared_models
from newsassistant.core.resources import resource_path
from newsassistant.core.types import CancelToken, ModelInfo, OnProgress
from newsassistant.model.folder import MANIFEST, ModelFolder

STARTER_ID = "starter"
SHIPPED = "models"


class ModelLibrary:
    """The models under one folder; reads the disk at every call, so any thread may use it.

    Those that came with the program are among them; they are read only, and take the place of a
    user's model of the same id. So are those that all users of the computer share, whose place a
    user's model of the same id takes.
    """

    def __init__(
        self,
        folder: Path,
        shipped: Path | None = None,
        shared: Sequence[Path] | None = None,
    ) -> None:
        """`shipped`: the program's own resources if None; `shared`: the system's folders if None.

        A folder that is missing holds none.
        """
        self._folder = folder
        self._shipped = shipped if shipped is not None else resource_path(SHIPPED)
        self._shared = tuple(shared) if shared is not None else shared_models()

    @property
    def folder(self) -> Path:
        """Where the user's models are."""
        return self._folder

    def shipped(self) -> frozenset[str]:
        """The ids of those that came with the program: they cannot be removed."""
        return frozenset(path.name for path in _models_in(self._shipped))

    def shared(self) -> frozenset[str]:
        """The ids of those that are used where all users share them: they cannot be removed."""
        return frozenset(path.name for path in self._folders() if path.parent in self._shared)

    def installed(self) -> list[ModelInfo]:
        """All whole models in order of id; folders without a manifest are not models."""
        return self.read()[0]

    def read(self) -> tuple[list[ModelInfo], dict[str, ModelError]]:
        """The whole models in order of id, and of the others by id what is wrong with them.

        One that is damaged spoils no list.
        """
        found: list[ModelInfo] = []
        damaged: dict[str, ModelError] = {}
        for folder in self._folders():
            try:
                with contained(partial(_unreadable, folder)):
                    found.append(ModelFolder.open(folder).info())
            except ModelError as error:
                damaged[folder.name] = error
        return found, damaged

    def _folders(self) -> list[Path]:
        places = (*reversed(self._shared), self._folder, self._shipped)  # the later one wins
        found = {path.name: path for place in places for path in _models_in(place)}
        return [found[name] for name in sorted(found)]

    def locate(self, model_id: str, on_progress: OnProgress, cancel: CancelToken) -> Path:
        """The folder of a model; the starter is built first if it is missing or damaged.

        Raises ModelError.
        """
        if model_id == STARTER_ID and STARTER_ID not in self.shipped():
            from newsassistant.convert.starter import ensure_starter

            return ensure_starter(self._folder, on_progress, cancel)
        return self.find(model_id)

    def find(self, model_id: str) -> Path:
        """The folder of an installed model, never one outside the models' folders.

        Nothing is built. Raises ModelError("model-missing").
        """
        places = (self._folder, *self._shared)
        if model_id in self.shipped():
            places = (self._shipped,)
        is_name = model_id not in ("", ".", "..") and Path(model_id).name == model_id
        found = (place / model_id for place in places if is_name)
        path = next((path for path in found if path.is_dir()), None)
        if path is None:
            raise ModelError("model-missing", model=model_id)
        return path


def _models_in(place: Path) -> list[Path]:
    """The folders with a manifest; none where the place cannot be read."""
    with contextlib.suppress(OSError):
        return [
            entry
            for entry in place.iterdir()
            if not entry.name.startswith(".") and os.path.lexists(entry / MANIFEST)
        ]
    return []


def _unreadable(folder: Path, detail: str) -> ModelError:
    return ModelError("model-damaged", path=folder, detail=detail)
