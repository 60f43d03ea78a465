"""JSON objects from files that nobody has checked: bounded, strict, and never half read.

Knows nothing of what the keys mean.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

from newsassistant.core.errors import CheckpointError

MAX_BYTES = 16 << 20


def read_object(path: Path, *, limit: int = MAX_BYTES) -> dict[str, Any]:
    """The JSON object in `path`, which may have up to `limit` bytes; any thread.

    Raises CheckpointError for a missing or too large file, a repeated key and anything that is
    not an object of finite numbers.
    """
    try:
        if not path.is_file():  # opening a named pipe would wait for ever
            raise CheckpointError("file-not-found", path=path)
        with path.open("rb") as file:
            text = file.read(limit + 1)
    except OSError as error:
        raise CheckpointError("file-unreadable", path=path, detail=error.strerror) from error
    if len(text) > limit:
        raise _bad(path.name, f"larger than {limit} bytes")
    return decode_object(text, where=path.name)


def decode_object(text: bytes, *, where: str) -> dict[str, Any]:
    """The JSON object in UTF-8 `text`; `where` names the file in the CheckpointError."""
    try:
        value = json.loads(
            text.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_refuse_constant
        )
    except RecursionError as error:
        raise _bad(where, "nested too deeply") from error
    except ValueError as error:
        raise _bad(where, str(error)[:200]) from error
    if not isinstance(value, dict):
        raise _bad(where, "holds no object")
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"{name[:80]!r} is there twice")
        found[name] = value
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _bad(where: str, detail: str) -> CheckpointError:
    return CheckpointError("checkpoint-invalid", detail=f"{where}: {detail}")
