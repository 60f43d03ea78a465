"""The styles that came with the program: for one model, one for each of its jobs.

They are read where they lie, and are neither renamed nor removed. Any thread.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from newsassistant.core.errors import PrefixError
from newsassistant.core.resources import resource_path
from newsassistant.core.types import ModelInfo
from newsassistant.model.base import Base, misfit
from newsassistant.model.prefixes.manifest import PrefixInfo, read_info

FOLDER = "prefixes"


class ShippedStyles:
    """The prefixes under `root`, one folder each; its name is the id."""

    def __init__(self, root: Path | None = None) -> None:
        """`root`: the program's own resources if None; a folder that is missing holds none."""
        self._root = root if root is not None else resource_path(FOLDER)

    def list(self) -> list[PrefixInfo]:
        """All that can be used, in order of their ids; the manifests are read once."""
        return list(self._by_id.values())

    def path_or(self, other: Callable[[str], Path], prefix_id: str) -> Path:
        """The folder of one; what `other` says of an id that is not among them."""
        found = self._by_id.get(prefix_id)
        return other(prefix_id) if found is None else found.path

    def for_model(self, model: ModelInfo | None) -> dict[str, PrefixInfo]:
        """The style of each preset's job, for the one model that they were trained on."""
        if model is None or not model.fingerprint:
            return {}
        base = Base.of_info(model)
        return {
            str(info.training["preset"]): info
            for info in self._by_id.values()
            if info.training.get("preset")
            and info.base.fingerprint
            and misfit(info.base, base) is None
        }

    @cached_property
    def _by_id(self) -> dict[str, PrefixInfo]:
        found = {}
        for folder in sorted(self._root.glob("*/")):
            try:
                found[folder.name] = read_info(folder)
            except PrefixError:
                continue  # a damaged installation answers with the model itself
        return found
