"""Files of other people's folders, copied block by block; never a link to another place."""

from __future__ import annotations

import shutil
from pathlib import Path

from newsassistant.core.errors import CheckpointError, ModelError
from newsassistant.core.files import open_regular
from newsassistant.core.outside import UnfitError
from newsassistant.core.types import CancelToken

_BLOCK = 1 << 22


def copy_file(
    folder: Path, name: str, target: Path, cancel: CancelToken, *, limit: int | None = None
) -> None:
    """Copy the file `name` of `folder`, which may have up to `limit` bytes.

    Raises CheckpointError for one that is missing, no regular file, too large or a link that leads
    out of the folder; ModelError("disk-full"), CancelledError, OSError.
    """
    try:
        file = open_regular(folder / name, limit, within=folder)
    except UnfitError as error:
        raise CheckpointError("checkpoint-invalid", detail=error) from error
    with file, target.open("xb") as made:
        size = (folder / name).stat().st_size
        free = shutil.disk_usage(target.parent).free
        if free < size:
            need, there = f"{size / 1e9:.1f}", f"{free / 1e9:.1f}"
            raise ModelError("disk-full", path=target.parent, need_gb=need, free_gb=there)
        while block := file.read(_BLOCK):
            cancel.check()
            made.write(block)
