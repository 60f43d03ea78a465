"""Who may use the server: a file with a user and the hash of a key in each line.

A key is 32 random bytes, so its plain SHA-256 tells nobody anything. Any thread.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path

from newsassistant.core.errors import InputError
from newsassistant.core.files import read_text, write_whole
from newsassistant.core.outside import MissingError, UnfitError

KEY_BYTES = 32
MOST_USERS = 10_000
MOST_KEY = 200
_USER = r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}"
_LINE = re.compile(rf"({_USER}):sha256:([0-9a-f]{{64}})")


class Keys:
    """The users of one file, as it was when it was read."""

    def __init__(self, hashes: Mapping[str, str]) -> None:
        """`hashes`: the SHA-256 of each user's key, in hex."""
        self._hashes = dict(hashes)

    def user_of(self, key: str) -> str | None:
        """Whose key it is; takes as long for any key. None: nobody's."""
        given, found = _hash(key), None
        for user, known in self._hashes.items():
            if hmac.compare_digest(given, known):
                found = user
        return found


def read_keys(path: Path) -> Keys:
    """The users of a key file; raises InputError for one that others may read, or is damaged."""
    hashes = _read(path)
    if not hashes:
        raise InputError("keys-empty", path=path)
    return Keys(hashes)


def add_key(path: Path, user: str) -> str:
    """Give a user a key, which is told once and never again; the file is made if need be.

    Raises InputError where there is such a user already, or the file cannot be written.
    """
    if re.fullmatch(_USER, user) is None:
        raise InputError("keys-user", user=user)
    hashes = _read(path) if os.path.lexists(path) else {}
    if user in hashes:
        raise InputError("keys-taken", user=user, path=path)
    key = "na-" + secrets.token_urlsafe(KEY_BYTES)
    lines = [f"{name}:sha256:{value}\n" for name, value in (hashes | {user: _hash(key)}).items()]
    try:
        write_whole(path, "".join(lines).encode())
    except OSError as error:
        detail = error.strerror or str(error)
        raise InputError("output-unwritable", path=path, detail=detail) from error
    return key


def _hash(key: str) -> str:
    return hashlib.sha256(key[:MOST_KEY].encode("utf-8", "replace")).hexdigest()


def _read(path: Path) -> dict[str, str]:
    try:
        text = read_text(path)
    except MissingError as error:
        raise InputError("file-not-found", path=path) from error
    except UnfitError as error:
        raise InputError("file-unreadable", path=path, detail=error) from error
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise InputError("keys-open", path=path)
    hashes: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None or match[1] in hashes or len(hashes) >= MOST_USERS:
            raise InputError("keys-invalid", path=path, line=number)
        hashes[match[1]] = match[2]
    return hashes
