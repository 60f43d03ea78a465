"""Installed base models: where they are, and making the starter when it is wanted.

Knows nothing of windows. OpenVINO is imported only when the starter has to be built.
"""

from __future__ import annotations

from pathlib import Path

from newsassistant.core.errors import ModelError
from newsassistant.core.types import CancelToken, ModelInfo
from newsassistant.engine.protocol import OnProgress
from newsassistant.model.folder import MANIFEST, ModelFolder

STARTER_ID = "starter"


class ModelLibrary:
    """The models under one folder; reads the disk at every call, so any thread may use it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def installed(self) -> list[ModelInfo]:
        """All whole models in order of id; folders without a manifest are not models."""
        found = []
        for manifest in sorted(self._folder.glob(f"*/{MANIFEST}")):
            if manifest.parent.name.startswith("."):
                continue
            try:
                found.append(ModelFolder.open(manifest.parent).info())
            except ModelError:
                continue  # `locate` names what is wrong when somebody asks for it
        return found

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
