"""Output files that appear whole or not at all.

Knows nothing of what is written.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from newsassistant.core.errors import InputError
from newsassistant.core.umask import users_umask


@contextlib.contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A temporary file beside `target` that takes its place when the block ends well.

    Raises InputError("output-unwritable") for every OSError in the block. Any thread.
    """
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        temporary = Path(name)
        os.close(handle)
        yield temporary
        temporary.chmod(0o666 & ~users_umask())  # mkstemp makes private files
        os.replace(temporary, target)
    except OSError as error:
        detail = error.strerror or str(error)
        raise InputError("output-unwritable", path=target, detail=detail) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
