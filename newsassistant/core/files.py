"""Files: those of others are read within bounds, ours are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO

from newsassistant.core.outside import MissingError, UnfitError, decode_object
from newsassistant.core.plain import plain
from newsassistant.core.umask import users_umask

MAX_JSON = 16 << 20
MAX_TEXT = 1 << 20
MAX_LINES = 64 << 20

_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
# Opening a named pipe would wait for ever without, and a terminal would become ours.
_READ |= getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)


# --- reading what others wrote -------------------------------------------------------------------


def open_regular(
    path: Path, limit: int | None = None, *, within: Path | None = None
) -> BufferedReader:
    """A file to read from, if it is a regular one of up to `limit` bytes; any thread.

    Pipes, devices, sockets and folders are refused without waiting. With `within`, a link must lead
    to a place inside that folder, or into the `blobs` of a hub's cache if that folder is one of its
    snapshots.
    Raises MissingError, UnfitError (its text begins with the file's name).
    """
    name = plain(path.name)
    try:
        if within is not None and not _leads_into(path, within):
            raise UnfitError(f"{name} is a link to another place")
        handle = os.open(path, _READ)
    except FileNotFoundError as error:
        raise MissingError(f"{name} is missing") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        if isinstance(error, UnfitError):
            raise
        raise UnfitError(f"{name}: {_reason(error)}") from error
    try:
        facts = os.fstat(handle)
        if not stat.S_ISREG(facts.st_mode):
            raise UnfitError(f"{name} is no regular file")
        if limit is not None and facts.st_size > limit:
            raise UnfitError(f"{name} is larger than {limit} bytes")
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def read_bytes(path: Path, limit: int, *, within: Path | None = None) -> bytes:
    """All of a regular file of up to `limit` bytes; raises MissingError, UnfitError."""
    try:
        with open_regular(path, limit, within=within) as file:
            content = file.read(limit + 1)  # it may grow meanwhile, and /proc tells no sizes
    except OSError as error:
        raise UnfitError(f"{plain(path.name)}: {_reason(error)}") from error
    if len(content) > limit:
        raise UnfitError(f"{plain(path.name)} is larger than {limit} bytes")
    return content


def read_text(path: Path, limit: int = MAX_TEXT, *, within: Path | None = None) -> str:
    """All of a UTF-8 file, without its byte order mark; raises MissingError, UnfitError."""
    try:
        return read_bytes(path, limit, within=within).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        detail = f"{plain(path.name)}: no UTF-8 text at byte {error.start}"
        raise UnfitError(detail) from error


def read_json(path: Path, limit: int = MAX_JSON, *, within: Path | None = None) -> dict[str, Any]:
    """The JSON object in a file, read as `outside.decode_json` does; MissingError, UnfitError."""
    return decode_object(read_bytes(path, limit, within=within), where=plain(path.name))


def read_json_lines(path: Path, limit: int = MAX_LINES) -> list[dict[str, Any]]:
    """The objects of a file with one in each line; lines that hold none are left out.

    What stands behind the first `limit` bytes is not read. Raises MissingError, UnfitError.
    """
    try:
        with open_regular(path) as file:
            content = file.read(limit)
    except OSError as error:
        raise UnfitError(f"{plain(path.name)}: {_reason(error)}") from error
    found: list[dict[str, Any]] = []
    for line in content.split(b"\n"):
        # One that was cut short when the machine went off is no object either.
        with contextlib.suppress(UnfitError):
            found.append(decode_object(line, where="line"))
    return found


def _leads_into(path: Path, folder: Path) -> bool:
    place, root = Path(os.path.realpath(path)), Path(os.path.realpath(folder))
    roots = [root]
    if root.parent.name == "snapshots":  # huggingface_hub: links into the blobs of one repository
        roots.append(root.parent.parent / "blobs")
    return any(place.is_relative_to(allowed) for allowed in roots)


def _reason(error: Exception) -> str:
    return plain(getattr(error, "strerror", None) or error)


# --- writing ours --------------------------------------------------------------------------------


@contextlib.contextmanager
def replacing(path: Path, *, private: bool = True) -> Iterator[BinaryIO]:
    """A new file that takes the place of `path` at the end, on the disk before it does; any thread.

    Readable by its user alone, or with `private=False` as the umask has it. Whatever goes wrong,
    `path` is as it was and nothing is left beside it. Raises OSError.
    """
    # Named after it: whoever looks for what a kill has left half written finds it by the name.
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
    mode = 0o600 if private else 0o666
    try:
        with open(temporary, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def write_whole(path: Path, content: bytes, *, private: bool = True) -> None:
    """Put `content` in the place of `path` as `replacing` does, or raise OSError."""
    with replacing(path, private=private) as file:
        file.write(content)


def write_users(path: Path, content: bytes) -> None:
    """The same for a file that the user asked for: with the modes of their other files."""
    with replacing(path) as file:
        file.write(content)
        os.chmod(file.name, 0o666 & ~users_umask())
