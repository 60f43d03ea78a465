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
        temporary.chmod(_mode_of_new_files())
        os.replace(temporary, target)
    except OSError as error:
        detail = error.strerror or str(error)
        raise InputError("output-unwritable", path=target, detail=detail) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _mode_of_new_files() -> int:
    # mkstemp makes private files; the umask can only be read by setting it.
    mask = os.umask(0o022)
    os.umask(mask)
    return 0o666 & ~mask
