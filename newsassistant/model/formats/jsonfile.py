"""JSON objects from the files of checkpoints: bounded, strict, and never half read.

Knows nothing of what the keys mean; `core.outside` reads, the errors are those of checkpoints.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from newsassistant.core import outside
from newsassistant.core.errors import CheckpointError
from newsassistant.core.files import MAX_JSON
from newsassistant.core.outside import UnfitError
from newsassistant.model.formats.opening import read_file


def read_object(path: Path, *, limit: int = MAX_JSON) -> dict[str, Any]:
    """The JSON object in `path`, which may have up to `limit` bytes; any thread.

    Raises CheckpointError for a missing or too large file, a repeated key and anything that is
    no object. A number may be too large for its field, whose reader then names it.
    """
    return decode_object(read_file(path, limit), where=path.name)


def decode_object(text: bytes, *, where: str) -> dict[str, Any]:
    """The JSON object in UTF-8 `text`; `where` names the file in the CheckpointError."""
    try:
        return outside.decode_object(text, where=where, any_size=True)
    except UnfitError as error:
        raise CheckpointError("checkpoint-invalid", detail=error) from error
