"""Opens the files of a checkpoint: regular ones only, and not what Git keeps in their place.

Knows nothing of formats.
"""

from __future__ import annotations

from io import BufferedReader
from pathlib import Path

from newsassistant.core.errors import CheckpointError
from newsassistant.core.files import open_regular
from newsassistant.core.outside import MissingError, UnfitError

LFS_START = b"version https://git-lfs"
"""Of the few lines that stand for a large file until `git lfs pull` fetches it."""


def open_file(path: Path) -> BufferedReader:
    """A file of a checkpoint, to be read; pipes and devices are refused at once.

    So is a link to another place: what lies there is none of the checkpoint's, and would be copied
    into the model. The links of a hub's cache lead into its own blobs and are followed.
    Raises CheckpointError: "file-not-found", "checkpoint-pointer" for a stand-in of Git LFS,
    "checkpoint-invalid". Any thread.
    """
    try:
        file = open_regular(path, within=path.parent)
    except UnfitError as error:
        raise refused(path, error) from error
    try:
        start = file.peek(len(LFS_START))
    except OSError as error:
        file.close()
        raise CheckpointError("file-unreadable", path=path, detail=error.strerror) from error
    if start.startswith(LFS_START):
        file.close()
        raise CheckpointError("checkpoint-pointer", path=path.name)
    return file


def read_file(path: Path, limit: int) -> bytes:
    """All of a file of up to `limit` bytes; raises CheckpointError as `open_file` does."""
    try:
        with open_file(path) as file:
            content = file.read(limit + 1)
    except OSError as error:
        raise CheckpointError("file-unreadable", path=path, detail=error.strerror) from error
    if len(content) > limit:
        detail = f"{path.name} is larger than {limit} bytes"
        raise CheckpointError("checkpoint-invalid", detail=detail)
    return content


def refused(path: Path, error: UnfitError) -> CheckpointError:
    """`error` about a file as the error of this border."""
    if isinstance(error, MissingError) and not error.field:
        return CheckpointError("file-not-found", path=path)
    return CheckpointError("checkpoint-invalid", detail=error)
