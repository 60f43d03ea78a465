"""Folders that appear whole or not at all: built beside their place and renamed into it.

Knows nothing of what is built. A killed build leaves a hidden folder, which a later one removes.
"""

from __future__ import annotations

import contextlib
import errno
import secrets
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import openvino as ov

STALE_AFTER_S = 900.0


def sweep(parent: Path, name: str) -> None:
    """Remove what interrupted builds of `name` left; a younger folder may be one at work."""
    oldest = time.time() - STALE_AFTER_S
    for stale in parent.glob(f".{name}-*"):
        with contextlib.suppress(FileNotFoundError):
            if stale.stat().st_mtime < oldest:
                shutil.rmtree(stale, ignore_errors=True)


@contextlib.contextmanager
def work_folder(target: Path) -> Iterator[Path]:
    """An empty hidden folder beside `target`, removed at the end unless it was renamed away.

    Raises OSError when the disk does not allow it.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    sweep(target.parent, target.name)
    # tempfile.mkdtemp would make a folder, and in the end a model, that only its owner may read.
    work = target.parent / f".{target.name}-{secrets.token_hex(4)}"
    work.mkdir()
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def save_ir(model: ov.Model, xml: Path) -> None:
    """Write the .xml and the .bin beside it; raises OSError when the disk does not take them."""
    import openvino as ov

    try:
        ov.save_model(model, xml, compress_to_fp16=False)
    except RuntimeError as error:  # OpenVINO does not say more than "iostream error"
        raise OSError(errno.EIO, "the disk is full or failed") from error
