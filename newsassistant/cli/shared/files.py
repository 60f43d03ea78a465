"""Output files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from newsassistant.core import files
from newsassistant.core.errors import InputError
from newsassistant.core.umask import users_umask


@contextlib.contextmanager
def replacing(target: Path) -> Iterator[BinaryIO]:
    """`core.files.replacing` for what the user asked for: with the modes of their other files.

    Raises InputError("output-unwritable") for every OSError in the block. Any thread.
    """
    try:
        with files.replacing(target) as file:
            yield file
            os.chmod(file.name, 0o666 & ~users_umask())
    except OSError as error:
        detail = error.strerror or str(error)
        raise InputError("output-unwritable", path=target, detail=detail) from error
