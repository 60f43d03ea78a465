"""Installed base models: where they are, and making the starter when it is wanted.

OpenVINO is imported only when the starter has to be built.
"""

from __future__ import annotations

import contextlib
import os
from functools import partial
from pathlib import Path

from newsassistant.core.errors import ModelError
from newsassistant.core.outside import contained
from newsassistant.core.types import CancelToken, ModelInfo, OnProgress
from newsassistant.model.folder import MANIFEST, ModelFolder

STARTER_ID = "starter"


class ModelLibrary:
    """The models under one folder; reads the disk at every call, so any thread may use it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def folder(self) -> Path:
        """Where the models are."""
        return self._folder

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
        with contextlib.suppress(OSError):
            return sorted(
                entry
                for entry in self._folder.iterdir()
                if not entry.name.startswith(".") and os.path.lexists(entry / MANIFEST)
            )
        return []

    def locate(self, model_id: str, on_progress: OnProgress, cancel: CancelToken) -> Path:
        """The folder of a model; the starter is built first if it is missing or damaged.

        Raises ModelError.
        """
        if model_id == STARTER_ID:
            from newsassistant.convert.starter import ensure_starter

            return ensure_starter(self._folder, on_progress, cancel)
        return self.find(model_id)

    def find(self, model_id: str) -> Path:
        """The folder of an installed model, never one outside the models' folder.

        Nothing is built. Raises ModelError("model-missing").
        """
        path = self._folder / model_id
        if model_id in ("", ".", "..") or Path(model_id).name != model_id or not path.is_dir():
            raise ModelError("model-missing", model=model_id)
        return path


def _unreadable(folder: Path, detail: str) -> ModelError:
    return ModelError("model-damaged", path=folder, detail=detail)
