"""How the styles of a run are known again, and what results call them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from newsassistant.core.types import ModelInfo
from newsassistant.model.base import Base
from newsassistant.model.prefixes.files import read_fitting

_FILE_NAME = 60


def identity_of(path: Path, model: ModelInfo) -> str:
    """A hash of all that a style does to the model; raises PrefixError where it does not fit."""
    prefix = read_fitting(path, Base.of_info(model))
    digest = hashlib.sha256(prefix.rows.tobytes())
    digest.update(str((prefix.rows.shape, prefix.position_offset)).encode())
    return digest.hexdigest()


def unused_name(path: Path, taken: Sequence[str]) -> str:
    """A name for files and tables that no other style has, whatever its case."""
    name = path.stem if path.is_file() else path.name
    safe = "".join(char if char.isalnum() or char in "-_." else "-" for char in name)
    safe = safe.strip(".")[:_FILE_NAME] or "style"
    names = {"base", *(each.casefold() for each in taken)}
    numbered = (f"{safe}-{number}" for number in range(2, len(names) + 3))
    return next(each for each in (safe, *numbered) if each.casefold() not in names)
